import { expect } from 'vitest';
import type { Hand } from '../../../domain/protocol/rps.ts';
import type { Result } from '../../../domain/result.ts';
import { commitOf } from '../../../domain/rps/commit.ts';
import { inputsOf, playMatch } from '../../../domain/rps/ending.ts';
import {
  commitHand,
  isOver,
  type Match,
  matchPlayer,
  openMatch,
  type Reveal,
  restartWindow,
  revealHand,
  type StakeToHold,
} from '../../../domain/rps/match.ts';
import odds from '../../../domain/rps/rps.data.ts';

export const BET_COINS = 1_000;

/** A match between alice and bob in which nobody has done anything. */
export function opened(): Match {
  const player = (playerId: string, accountId: number) =>
    matchPlayer({ playerId, nickname: playerId, accountId, gameId: `${playerId}'s game` });
  return openMatch({ odds, oddsHash: 'hash' }, { matchId: 'match', betCoins: BET_COINS, host: 'first' }, [
    player('alice', 1001),
    player('bob', 1002),
  ]);
}

/**
 * Plays a table of steps, one a row: `instant | what is said | what must come of it`. The outcome is the refusal's
 * code, or what has to be stored and until when the window runs, or how the match ended: for each player who
 * staked the outcome, its reason and what it pays.
 */
export function play(rows: string): Match {
  let match = opened();
  for (const row of rows.trim().split('\n')) {
    const [atMs, said, outcome] = row.split('|').map((cell) => cell.trim());
    const [text, after] = say(match, Number(atMs), said!);
    expect(`${atMs} | ${said} | ${text}`).toBe(`${atMs} | ${said} | ${outcome}`);
    match = after;
  }
  return match;
}

function say(match: Match, nowMs: number, said: string): [text: string, after: Match] {
  const [who = '', verb, hand, , salt] = said.split(/\s+/);
  switch (verb) {
    case 'commits':
      return told(match, commitHand(odds, match, commitment(who, hand!), nowMs));
    case 'reveals': {
      const reveal = { playerId: who, hand: hand as Hand, salt: salt ?? saltOf(who) };
      return told(match, revealHand(match, reveal, nowMs));
    }
    case 'takes': {
      const after = restartWindow(odds, match, who, nowMs);
      return [`until ${after.deadlineAtMs}`, after];
    }
    default:
      return [isOver(match, nowMs) ? ended(match) : '-', match];
  }
}

/** `alice commits rock`, or `bob commits alice's`: the very commit of hers. */
function commitment(who: string, hand: string) {
  const [copied] = hand.split("'s");
  const commit = hand.endsWith("'s")
    ? commitOf('match', copied!, 'rock', saltOf(copied!))
    : commitOf('match', who, hand as Hand, saltOf(who));
  return { playerId: who, commit, stakeKey: `${who}'s stake` };
}

function told(before: Match, result: Result<StakeToHold | Reveal>): [string, Match] {
  if (!result.ok) return [result.error.code, before];
  const change = result.value;
  if (!('type' in change)) return [`hold until ${change.match.deadlineAtMs}`, change.match];
  if (change.type === 'none') return ['-', before];
  if (change.type === 'finish') return [ended(change.match), change.match];
  return [`${change.type} until ${change.match.deadlineAtMs}`, change.match];
}

function ended(match: Match): string {
  return match.players
    .filter((player) => player.commit !== null)
    .map(({ playerId }) => {
      const { outcome, payoutCoins } = playMatch(
        odds,
        match.feeHundredths,
        BET_COINS,
        inputsOf(match),
        playerId,
      );
      return `${playerId} ${outcome.outcome} (${outcome.reason}) +${payoutCoins}`;
    })
    .join('; ');
}

export function saltOf(who: string): string {
  return who === 'alice' ? 'aa'.repeat(16) : 'bb'.repeat(16);
}
