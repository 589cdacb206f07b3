import { GROWTH_PER_MS } from '../../../../domain/crash/curve.ts';
import type { BookEntry } from '../../../../domain/crash/port.ts';
import type { RecordedBet } from '../../../../domain/crash/records.ts';
import { betBookRoot, leafText } from '../../../../domain/fairness/betBook.ts';
import { bytesToHex, hexToBytes, hmacSha256, sha256Hex } from '../../../../domain/fairness/sha256.ts';
import type { VerifyStep } from '../../../../domain/fairness/verify.ts';
import { formatInstant, formatMultiplier, formatNumber, formatPercent, t, tMaybe } from '../../i18n/i18n.ts';
import type { Report } from './report.ts';

/** One line under a step: what it is called, and its value. `mono` is for hashes and formulas. */
export interface StepValue {
  label: string;
  value: string;
  mono?: boolean;
}

const HEX_DIGITS_OF_52_BITS = 13;

/** The values that a step compared, computed here and now, in the order of the computation. */
export function stepValues(name: VerifyStep['name'], report: Report): StepValue[] {
  const { record, chain } = report;
  switch (name) {
    case 'form':
      return [
        { label: t('verify.game'), value: formatNumber(record.game) },
        { label: t('verify.value.bets'), value: formatNumber(record.bets.length) },
      ];
    case 'chain':
      return chainValues(report);
    case 'salt':
      return [
        { label: t('verify.value.salt'), value: record.salt, mono: true },
        { label: t('verify.value.saltSource'), value: chain.saltSource, mono: true },
      ];
    case 'bust':
      return bustValues(report);
    case 'book':
      return [
        { label: t('verify.value.bets'), value: formatNumber(record.bets.length) },
        { label: t('verify.value.computed'), value: betBookRoot(record.bets.map(entryOf)), mono: true },
        { label: t('verify.value.recorded'), value: record.betBookRoot, mono: true },
      ];
    case 'times':
      return [
        { label: t('verify.value.launched'), value: formatInstant(record.launchedAtMs) },
        { label: t('verify.value.busted'), value: formatInstant(record.bustedAtMs) },
        { label: t('verify.value.gaps'), value: formatNumber(record.gaps.length) },
        { label: t('verify.value.formula'), value: `floor(100 · e^(${GROWTH_PER_MS} · ms))`, mono: true },
      ];
    case 'rules':
      return ruleValues(report);
    case 'cashouts':
      return [
        {
          label: t('verify.value.cashouts'),
          value: formatNumber(record.bets.filter((bet) => bet.cashout).length),
        },
        { label: t('verify.value.cancelled'), value: formatNumber(record.cancelled.length) },
      ];
    case 'totals':
      return [
        { label: t('verify.value.staked'), value: formatNumber(record.stakedCoins) },
        { label: t('verify.value.paid'), value: formatNumber(record.paidCoins) },
      ];
    case 'bet':
      return report.own ? betValues(report.own.bet, record.betBookRoot) : [];
  }
}

function chainValues({ record, chain, context }: Report): StepValue[] {
  const next = sha256Hex(record.hash);
  const values: StepValue[] = [
    { label: t('verify.value.hash'), value: record.hash, mono: true },
    { label: t('verify.value.sha'), value: next, mono: true },
  ];
  if (context.previousHash !== null) {
    return [...values, { label: t('verify.value.previous'), value: context.previousHash, mono: true }];
  }
  return [
    ...values,
    { label: t('verify.value.links'), value: formatNumber(record.game - chain.firstGame + 1) },
    { label: t('verify.value.terminator'), value: chain.terminator, mono: true },
  ];
}

function bustValues({ record, chain }: Report): StepValue[] {
  const mac = bytesToHex(hmacSha256(record.salt, hexToBytes(record.hash)));
  const share = 100 - chain.edgePercent;
  return [
    { label: t('verify.value.hmac'), value: mac, mono: true },
    { label: t('verify.value.bits'), value: `r = 0x${mac.slice(0, HEX_DIGITS_OF_52_BITS)}`, mono: true },
    {
      label: t('verify.value.formula'),
      value: `max(100, floor(${share} / (1 − r / 2⁵²))) / 100`,
      mono: true,
    },
    { label: t('verify.value.edge'), value: formatPercent(chain.edgePercent) },
    { label: t('verify.value.bust'), value: formatMultiplier(record.bustHundredths) },
  ];
}

function ruleValues({ record: { limits } }: Report): StepValue[] {
  const stakes = { min: formatNumber(limits.minBetCoins), max: formatNumber(limits.maxBetCoins) };
  return [
    { label: t('verify.value.stakeRange'), value: t('lobby.range', stakes) },
    { label: t('verify.value.maxPayout'), value: formatNumber(limits.maxPayoutCoins) },
    { label: t('verify.value.maxRoundPayout'), value: formatNumber(limits.maxRoundPayoutCoins) },
  ];
}

function betValues(bet: RecordedBet, root: string): StepValue[] {
  return [
    { label: t('verify.value.stake'), value: formatNumber(bet.amountCoins) },
    { label: t('verify.value.result'), value: resultOf(bet) },
    { label: t('verify.value.leaf'), value: leafText(entryOf(bet)), mono: true },
    ...bet.proof.map(({ side, hash }, index) => ({
      label: t('verify.value.sibling', { number: index + 1, side: t(`verify.value.${side}`) }),
      value: hash,
      mono: true,
    })),
    { label: t('verify.value.root'), value: root, mono: true },
  ];
}

function resultOf({ cashout }: RecordedBet): string {
  if (!cashout) return t('outcome.lost');
  const at = formatMultiplier(cashout.atHundredths);
  const how = tMaybe(`reason.${cashout.reason}`) ?? cashout.reason;
  return `${at} (${how}), ${t('wallet.coins', { amount: formatNumber(cashout.payoutCoins) })}`;
}

function entryOf(bet: RecordedBet): BookEntry {
  const { betId, playerId, amountCoins, autoCashoutHundredths = null } = bet;
  return { betId, playerId, amountCoins, autoCashoutHundredths };
}
