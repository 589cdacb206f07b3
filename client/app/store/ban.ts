import { effect, signal } from '@preact/signals';
import { FairgroundError } from '../../sdk/index.ts';
import { fair, lobbyStatus, rejoinLobby } from './player.ts';

/** The ban that keeps this player out; null while there is none. `untilMs` null: for good, or not told. */
export const ban = signal<{ untilMs: number | null } | null>(null);

const RECHECK_EVERY_MS = 10_000;

/** The lobby is closed to us, and why is being found out. */
let suspected = false;
let timer: ReturnType<typeof setTimeout> | undefined;

effect(() => {
  const status = lobbyStatus.value;
  const refused = status?.state === 'offline' && status.error?.code === 'forbidden';
  if (refused === suspected) return;
  suspected = refused;
  clearTimeout(timer);
  if (refused) void recheckBan();
  else ban.value = null;
});

/** Asks whether the ban still stands; takes the seat in the lobby again when it does not. */
export async function recheckBan(): Promise<void> {
  clearTimeout(timer);
  const banned = await fair.me().then(() => null, banOf);
  if (!suspected) return;
  ban.value = banned === 'unknown' ? ban.value : banned;
  if (banned === null) rejoinLobby();
  else timer = setTimeout(() => void recheckBan(), RECHECK_EVERY_MS);
}

function banOf(error: unknown): { untilMs: number | null } | 'unknown' {
  if (!(error instanceof FairgroundError) || error.code !== 'forbidden') return 'unknown';
  const { bannedUntilMs } = error.details;
  return { untilMs: typeof bannedUntilMs === 'number' ? bannedUntilMs : null };
}
