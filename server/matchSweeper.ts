import { type Match, restartWindow } from '../domain/rps/match.ts';
import type { RoomPorts, StallGuard } from '../rooms/ports.ts';
import { tellBalances } from '../rooms/rps_match/balances.ts';
import { finishMatch } from '../rooms/rps_match/finishing.ts';
import { hostOf } from '../rooms/rps_match/hosting.ts';
import { changeMatch, MATCH_SCOPE, parseMatch } from '../rooms/rps_match/matchStore.ts';

const SWEEP_EVERY_MS = 2_000;

type Ports = Pick<
  RoomPorts,
  'balances' | 'clock' | 'events' | 'feed' | 'games' | 'ledger' | 'log' | 'newStallGuard' | 'odds'
>;

/** Looks after matches from now on; `stop` resolves once nothing is under way any more. */
export function startMatchSweeper(ports: Ports): { stop(): Promise<void> } {
  const stall = ports.newStallGuard();
  let stopped = false;
  let timer: ReturnType<typeof setTimeout>;
  let underway: Promise<void> = Promise.resolve();

  const next = () => {
    timer = setTimeout(() => {
      underway = sweepMatches(ports, stall, () => stopped)
        .catch((error: unknown) =>
          ports.log.error({ err: error, code: 'internal' }, 'sweeping matches failed'),
        )
        .finally(() => {
          if (!stopped) next();
        });
    }, SWEEP_EVERY_MS);
  };
  next();
  return {
    stop() {
      stopped = true;
      clearTimeout(timer);
      return underway;
    },
  };
}

/**
 * Sees to matches that nobody finished in time. One that lives in a room is left to it. One whose host is gone
 * gets its running window once more, since nobody could use it while the host was down; after that it is finished
 * by what is there.
 */
export async function sweepMatches(ports: Ports, stall: StallGuard, stopped: () => boolean): Promise<void> {
  const nowMs = ports.clock.nowMs();
  // After a standstill the rooms of this process come first: their windows start again.
  if (stall.check(nowMs) !== null) return;
  const due = await ports.games.due(MATCH_SCOPE, nowMs);
  if (!due.ok) return;
  for (const { ownerId: matchId, state } of due.value) {
    if (stopped()) return;
    try {
      await seeTo(ports, state, stopped);
    } catch (error) {
      ports.log.error({ err: error, matchId, code: 'internal' }, 'a match could not be finished');
    }
  }
}

/** What can't be known just now, because the list of rooms is away, is left for the next time. */
function isHosted(match: Match): Promise<boolean> {
  return hostOf(match).then(
    (host) => host !== null,
    () => true,
  );
}

async function seeTo(ports: Ports, state: string, stopped: () => boolean): Promise<void> {
  const match = parseMatch(state);
  const { matchId } = match;
  if (await isHosted(match)) return;
  if (match.host !== null) {
    const again = restartWindow(ports.odds.rps.odds, match, null, ports.clock.nowMs());
    const changed = await changeMatch(ports, match, again);
    if (changed.ok)
      ports.log.info({ matchId, host: match.host }, 'a match lost its host: its window starts again');
    return;
  }
  const finished = await finishMatch(ports, match);
  if (!finished.ok) return;
  ports.log.info({ matchId }, 'a match without a host was finished');
  await tellBalances(
    ports,
    finished.value.map(({ playerId }) => playerId),
    stopped,
  );
}
