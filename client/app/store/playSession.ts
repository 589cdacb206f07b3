import { computed, effect, signal } from '@preact/signals';
import type { RealityCheck } from '../../sdk/index.ts';
import { route } from '../router.ts';
import { coins, fair, heldCoins, player, tableStatus } from './player.ts';
import { readSetting, writeSetting } from './settings.ts';

/** How often a player is told how long they have been playing, in time played. */
const CHECK_EVERY_MS = 3_600_000;
/** In between, what this page knows is added up here. */
const ASK_EVERY_MS = 300_000;
/** What was played before this page, or before its room was left, the server knows by then. */
const STORED_AFTER_MS = 20_000;
const TICK_MS = 1_000;

/** What the server said last, and how long was played here since. */
const told = signal<{ check: RealityCheck; sinceMs: number } | null>(null);
/** Something is under way that a dialog must not come between: an open bet, a match. */
const engaged = signal<ReadonlySet<object>>(new Set());
/** The check that is on view. */
export const realityCheck = signal<RealityCheck | null>(null);

/** In a room, signed in. */
export const isPlaying = computed(() => player.value !== null && tableStatus.value?.state === 'live');

const playerId = computed(() => player.value?.id ?? null);

/** The session as it stands; null while nothing is known of it. */
export const playSession = computed(() => {
  if (told.value === null || coins.value === null) return null;
  const { check, sinceMs } = told.value;
  return {
    startedAtMs: check.startedAtMs,
    playedMs: check.playedMs + sinceMs,
    netCoins: check.netCoins + coins.value - check.balanceCoins,
  };
});

/** Until it is called with false, nothing is asked. @param who the game that is under way */
export function engage(who: object, underway: boolean): void {
  if (engaged.peek().has(who) === underway) return;
  const others = [...engaged.peek()].filter((each) => each !== who);
  engaged.value = new Set(underway ? [...others, who] : others);
}

let askedAtMs = 0;
let betsUntilMs = 0;

/** A bet at a crash table, where watching alone is no play: so long it counts. */
export function playsFor(ms: number): void {
  betsUntilMs = performance.now() + ms;
}

/** Asks the server anew: after money came from elsewhere, too. */
export async function askPlaySession(): Promise<RealityCheck | null> {
  askedAtMs = performance.now();
  const check = await fair.limits.realityCheck().catch(() => null);
  if (check !== null) told.value = { check, sinceMs: 0 };
  return check;
}

effect(() => {
  void playerId.value;
  told.value = null;
  realityCheck.value = null;
});

// On every page: a session goes on for a while after its last game.
effect(() => {
  const plays = isPlaying.value;
  if (playerId.value === null) return undefined;
  void askPlaySession();
  let lastMs = performance.now();
  const timer = setInterval(() => {
    const nowMs = performance.now();
    const stands = told.value;
    const counts = plays && (route.value.screen !== 'crash' || nowMs < betsUntilMs);
    if (stands !== null && counts) told.value = { ...stands, sinceMs: stands.sinceMs + nowMs - lastMs };
    lastMs = nowMs;
    if (nowMs - askedAtMs > ASK_EVERY_MS) void askPlaySession();
  }, TICK_MS);
  const again = setTimeout(askPlaySession, STORED_AFTER_MS);
  return () => {
    clearInterval(timer);
    clearTimeout(again);
  };
});

const checksDue = computed(() => Math.floor((playSession.value?.playedMs ?? 0) / CHECK_EVERY_MS));

effect(() => {
  const shown = heldCoins.value === 0;
  if (!isPlaying.value || !shown || engaged.value.size > 0 || checksDue.value <= checksSeen()) return;
  // What is told is what the server knows, not what this page added up.
  void askPlaySession().then((check) => {
    if (check === null || Math.floor(check.playedMs / CHECK_EVERY_MS) <= checksSeen()) return;
    if (engaged.value.size === 0) realityCheck.value = check;
  });
});

/** The check on view was answered. */
export function answerCheck(): void {
  const check = realityCheck.value;
  realityCheck.value = null;
  if (check === null) return;
  const seen = Math.floor(check.playedMs / CHECK_EVERY_MS);
  writeSetting(settingName(), `${check.startedAtMs} ${seen}`);
}

/** Of the session that runs: in this browser. */
function checksSeen(): number {
  const [startedAtMs, seen] = (readSetting(settingName()) ?? '').split(' ');
  return Number(startedAtMs) === told.peek()?.check.startedAtMs ? Number(seen) : 0;
}

function settingName(): string {
  return `reality.${player.peek()?.id}`;
}
