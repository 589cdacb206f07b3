import { drawFloats } from '../../../../domain/fairness/draw.ts';
import { sha256Hex } from '../../../../domain/fairness/sha256.ts';
import type { PlayedVerifyStep } from '../../../../domain/fairness/verifyPlayed.ts';
import { oddsHash } from '../../../../domain/games/odds.ts';
import { commitOf } from '../../../../domain/rps/commit.ts';
import type { MatchInputs } from '../../../../domain/rps/ending.ts';
import { formatInstant, formatNumber, t } from '../../i18n/i18n.ts';
import { tallyText } from '../history/gameNames.ts';
import type { PlayedReport } from './playedReport.ts';
import type { StepValue } from './stepValues.ts';

/** As many floats as anybody wants to look at. */
const SHOWN_FLOATS = 5;

/** The values that a step compared, computed here and now. */
export function playedStepValues(name: PlayedVerifyStep['name'], { game, odds }: PlayedReport): StepValue[] {
  switch (name) {
    case 'form':
      return [
        { label: t('played.gameId'), value: game.gameId, mono: true },
        { label: t('history.when'), value: formatInstant(game.startedAtMs) },
      ];
    case 'odds':
      return [
        { label: t('verify.value.recorded'), value: game.oddsHash, mono: true },
        ...(odds ? [{ label: t('verify.value.computed'), value: oddsHash(odds.odds), mono: true }] : []),
      ];
    case 'seeds':
      return game.game === 'rps_match' ? [] : seedValues(game.proof);
    case 'commits':
      return game.game === 'rps_match' ? commitValues(game.proof.inputs as MatchInputs) : [];
    case 'outcome':
      return [
        ...(game.game === 'rps_match' ? [] : drawValues(game.proof)),
        { label: t('played.inputs'), value: JSON.stringify(game.proof.inputs), mono: true },
        { label: t('verify.value.result'), value: tallyText(game.tally) },
      ];
    case 'payout':
      return [
        { label: t('verify.value.stake'), value: formatNumber(game.betCoins) },
        { label: t('history.payout'), value: formatNumber(game.payoutCoins) },
      ];
  }
}

type PairProof = Exclude<PlayedReport['game'], { game: 'rps_match' }>['proof'];

function seedValues(proof: PairProof): StepValue[] {
  const serverSeed = proof.serverSeed ?? '';
  return [
    { label: t('seeds.serverSeed'), value: serverSeed, mono: true },
    { label: t('verify.value.sha'), value: sha256Hex(serverSeed), mono: true },
    { label: t('seeds.hash'), value: proof.serverSeedHash, mono: true },
    { label: t('seeds.clientSeed'), value: proof.clientSeed, mono: true },
    { label: t('seeds.nonce'), value: formatNumber(proof.nonce) },
  ];
}

function drawValues({ serverSeed, clientSeed, nonce }: PairProof): StepValue[] {
  const drawn = drawFloats({ serverSeed: serverSeed ?? '', clientSeed, nonce }, SHOWN_FLOATS);
  return [
    {
      label: t('verify.value.formula'),
      value: `HMAC-SHA-256(${t('seeds.serverSeed')}, "${clientSeed}:${nonce}:0")`,
      mono: true,
    },
    { label: t('played.floats'), value: drawn.map((float) => float.toFixed(8)).join(', '), mono: true },
  ];
}

function commitValues({ matchId, players }: MatchInputs): StepValue[] {
  return [
    { label: t('verify.value.formula'), value: 'SHA-256(matchId|playerId|hand|salt)', mono: true },
    ...players.flatMap(({ playerId, commit, hand, salt }, index) => {
      const number = index + 1;
      if (!commit) return [];
      const committed = { label: t('played.commit', { number }), value: commit, mono: true };
      if (!hand || !salt) return [committed];
      const computed = commitOf(matchId, playerId, hand, salt);
      const text = `${t(`hand.${hand}`)} · ${computed}`;
      return [committed, { label: t('played.revealed', { number }), value: text, mono: true }];
    }),
  ];
}
