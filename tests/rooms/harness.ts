import { Client, type Room } from '@colyseus/sdk';
import { describe } from 'vitest';
import type { BetAnswer, CrashStateView, OwnBet } from '../../domain/protocol/crash.ts';
import { type ServerProcess, startServer } from '../support/serverProcess.ts';

/** `open`: betting outlasts a test. `quick`: rounds that come and go. */
export const TABLES = [
  { table: 'open', bettingMs: 600_000, pauseMs: 1_000 },
  // The first flights are short: see `shortFlights.ts`.
  { table: 'quick', bettingMs: 2_000, pauseMs: 300, edgePercent: 20 },
  { table: 'narrow', bettingMs: 600_000, pauseMs: 1_000, maxBetCoins: 500, maxRoundPayoutCoins: 1_000 },
].map((timing) => ({
  edgePercent: 1,
  minBetCoins: 100,
  maxBetCoins: 100_000,
  maxPayoutCoins: 5_000_000,
  maxRoundPayoutCoins: 20_000_000,
  ...timing,
}));

export interface Guest {
  id: string;
  accessToken: string;
  refreshToken: string;
}

export function serve(transport: string, env: Record<string, string> = {}): Promise<ServerProcess> {
  return startServer({
    ...{ tables: TABLES, shortFlights: true },
    env: { TRANSPORT: transport, ...env },
  });
}

export async function guest(url: string): Promise<Guest> {
  const response = await fetch(`${url}/api/auth/guest`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ ageConfirmed: true }),
  });
  const body = (await response.json()) as {
    player: { id: string };
    accessToken: string;
    refreshToken: string;
  };
  return { id: body.player.id, accessToken: body.accessToken, refreshToken: body.refreshToken };
}

/**
 * A suite for each transport. The two run beside each other, since they mostly wait for rounds; within each, one test
 * comes after the other.
 */
export function overBothTransports(name: string, suite: (transport: 'uws' | 'ws') => void): void {
  describe.concurrent.each(['uws', 'ws'] as const)(`${name} over %s`, (transport) => {
    describe('one test after the other', { concurrent: false }, () => suite(transport));
  });
}

export interface Seated {
  room: Room;
  state(): CrashStateView;
  /** Messages `bet` so far. */
  ownBets: OwnBet[];
  closed: Promise<number>;
}

/** On a loaded machine the server takes nobody for a moment: it says so, and clients try again. */
export async function enter(client: Client, room: string, options: object = {}): Promise<Room> {
  for (;;) {
    try {
      return await client.joinOrCreate(room, options);
    } catch (error) {
      if ((error as Error).message !== 'busy') throw error;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}

/** A seat by Colyseus' own SDK, which sends whatever a test wants to send. */
export async function sit(url: string, token: string | null, table: string): Promise<Seated> {
  const client = new Client(url);
  if (token !== null) client.auth.token = token;
  return watch(await enter(client, 'crash', { table }));
}

export async function watch(room: Room): Promise<Seated> {
  room.reconnection.enabled = false;
  const ownBets: OwnBet[] = [];
  room.onMessage('bet', (bet: OwnBet) => ownBets.push(bet));
  const closed = new Promise<number>((resolve) => {
    room.onLeave((code) => resolve(code));
    room.onDrop((code) => resolve(code));
  });
  const seated = { room, ownBets, closed, state: () => room.state as unknown as CrashStateView };
  // A room can be joined before its table is live: it shows `paused`, and takes no bets, until then.
  await until(() => ![undefined, 'paused'].includes(seated.state()?.phase));
  return seated;
}

export async function until(holds: () => boolean, withinMs = 150_000): Promise<void> {
  const deadlineMs = performance.now() + withinMs;
  while (!holds()) {
    if (performance.now() > deadlineMs) throw new Error('what was waited for did not come');
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

/** The rejection of a request, or a failure of the test when it was answered. */
export async function refused(
  request: Promise<unknown>,
): Promise<{ code: string; details: Record<string, unknown> }> {
  const outcome = await request.then(
    (answer) => ({ answer }),
    (error) => ({ error }),
  );
  if ('answer' in outcome) throw new Error(`answered: ${JSON.stringify(outcome.answer)}`);
  if (outcome.error?.reason === undefined) throw outcome.error;
  return outcome.error.reason;
}

/** Bets in the first window that takes the bet: one that closes meanwhile is followed by another. */
export async function betWhenOpen(
  { room, state }: Seated,
  order: { amountCoins: number; autoCashoutHundredths?: number },
): Promise<BetAnswer> {
  for (;;) {
    await until(() => state().phase === 'betting');
    const { game } = state();
    const answer = await room
      .request<unknown, BetAnswer>('bet', { key: crypto.randomUUID(), ...order })
      .catch((error) => {
        if (error.reason?.code !== 'round_closed') throw error;
        return null;
      });
    if (answer !== null) return answer;
    await until(() => state().game > game);
  }
}
