import { Counter, Trend } from 'k6/metrics';
import { isMeasured } from './run.ts';

/** Milliseconds, from the request to the answer that its caller was waiting for. */
const TIMES = {
  join_ms: new Trend('join_ms', true),
  bet_ms: new Trend('bet_ms', true),
  cashout_ms: new Trend('cashout_ms', true),
  spin_ms: new Trend('spin_ms', true),
  pull_ms: new Trend('pull_ms', true),
  /** From the launch, as the server dates it, until it is seen. */
  launch_seen_ms: new Trend('launch_seen_ms', true),
  /** From a backtest's submission to its first progress, and to its end. */
  progress_ms: new Trend('progress_ms', true),
  backtest_ms: new Trend('backtest_ms', true),
  broadcast_ms: new Trend('broadcast_ms', true),
  /** From a lost line until its player is seated again. */
  back_ms: new Trend('back_ms', true),
};

const COUNTS = {
  players_seated: new Counter('players_seated'),
  players_unseated: new Counter('players_unseated'),
  /** Durable games: spins, pulls, bets of a round. */
  games: new Counter('games'),
  rounds_played: new Counter('rounds_played'),
  /** A round that a seated player saw open, and has no acknowledged bet in. */
  rounds_missed: new Counter('rounds_missed'),
  rounds_seen: new Counter('rounds_seen'),
  sold_out: new Counter('sold_out'),
  /** Nobody was free when the pace asked for another game. */
  games_late: new Counter('games_late'),
  backtests_completed: new Counter('backtests_completed'),
  backtests_failed: new Counter('backtests_failed'),
  broadcasts_heard: new Counter('broadcasts_heard'),
  /** Of those that were sent to a listener: not heard, or heard again. */
  broadcasts_wrong: new Counter('broadcasts_wrong'),
  lines_dropped: new Counter('lines_dropped'),
  lines_back: new Counter('lines_back'),
  /** Of a game or a bet, when the run gave up waiting for it. */
  outcomes_unknown: new Counter('outcomes_unknown'),
  /** Answers that no client should ever get. */
  bugs: new Counter('bugs'),
};

type Count = keyof typeof COUNTS;

/** Each sample is paid for, in a script more than what it counts: thousands of one second are told in a few. */
const TELLS_EVERY_MS = 250;
let gathered: Partial<Record<Count, number>> = {};
let tellsAtMs = 0;

const rejected = new Counter('rejected');
/** Of this virtual user, by code. */
export const rejections: Record<string, number> = {};

/** A time that began at `fromMs` and ends now, if it began in the measured part. */
export function took(what: keyof typeof TIMES, fromMs: number, untilMs = Date.now()): void {
  if (isMeasured(fromMs)) TIMES[what].add(Math.max(0, untilMs - fromMs));
}

/** Also of what happens before the measured part. */
export function tookAnyTime(what: keyof typeof TIMES, fromMs: number): void {
  TIMES[what].add(Math.max(0, Date.now() - fromMs));
}

export function count(what: Count, by = 1): void {
  gathered[what] = (gathered[what] ?? 0) + by;
  const nowMs = Date.now();
  if (nowMs < tellsAtMs) return;
  tellsAtMs = nowMs + TELLS_EVERY_MS;
  tellCounts();
}

/** If it happened in the measured part. */
export function countNow(what: Count, atMs = Date.now(), by = 1): void {
  if (by > 0 && isMeasured(atMs)) count(what, by);
}

/** What was counted since the last time; by each virtual user at its end, too. */
export function tellCounts(): void {
  for (const [what, by] of Object.entries(gathered)) COUNTS[what as Count].add(by);
  gathered = {};
}

export function countRejection(code: string): void {
  rejections[code] = (rejections[code] ?? 0) + 1;
  rejected.add(1, { code });
  if (code === 'internal') count('bugs');
}
