import { Fairground, memorySessionStore, type RpsMatch } from '../../client/sdk/index.ts';
import { assert } from '../../domain/assert.ts';
import { CROSSING } from '../support/crossing.ts';
import { makeAdmin } from '../support/makeAdmin.ts';
import type { ServerProcess } from '../support/serverProcess.ts';

const DAY_MS = 86_400_000;

/** Who looks at the screens, and what there is to be seen. */
export interface Cast {
  /** What stands in the browser's storage of each. */
  sessions: { newcomer: null; player: string; admin: string };
  playerId: string;
  /** One finished game of each kind that can be recalled. */
  games: Record<'slots' | 'gacha' | 'rps' | 'rps_match', string>;
  /** Two completed backtests. */
  jobs: [string, string];
  round: { table: string; game: number };
}

/** A player who has played everything once, and an operator, made beside the server as anybody would. */
export async function makeCast(server: ServerProcess): Promise<Cast> {
  const storage = memorySessionStore();
  const fair = new Fairground({ url: server.url, storage });
  const rival = new Fairground({ url: server.url });
  try {
    const { id } = await fair.guest({ nickname: 'minji', ageConfirmed: true });
    await rival.guest({ nickname: 'jun', ageConfirmed: true });
    await playEverything(fair, rival);
    await fair.daily();
    const jobs: Cast['jobs'] = [await backtest(fair), await backtest(fair)];
    const { items } = await fair.history({ limit: 40 });
    const newest = (kind: string) => {
      const game = items.find((each) => each.game === kind);
      assert(game !== undefined, `a game of ${kind} was played`);
      return game.gameId;
    };
    const games = {
      ...{ slots: newest('slots'), gacha: newest('gacha') },
      ...{ rps: newest('rps'), rps_match: newest('rps_match') },
    };
    const admin = await operator(server);
    return {
      sessions: { newcomer: null, player: storage.read()!, admin },
      ...{ playerId: id, games, jobs, round: { table: 'turbo', game: 1 } },
    };
  } finally {
    await Promise.all([fair.close(), rival.close()]);
  }
}

async function playEverything(fair: Fairground, rival: Fairground): Promise<void> {
  const slots = await fair.slots('neon3').joined();
  for (let spin = 0; spin < 12; spin++) await slots.spin(500);
  await slots.end();
  const gacha = await fair.gacha('starlight').joined();
  await gacha.pull(10);
  await gacha.end();
  const rps = await fair.rps().joined();
  for (const hand of ['rock', 'paper', 'scissors'] as const) await rps.throwHand(1_000, hand);
  await rps.end();
  const matches = [await fair.rpsMatch(1_000).joined(), await rival.rpsMatch(1_000).joined()] as const;
  await Promise.all([play(matches[0], 'paper'), play(matches[1], 'rock')]);
}

/** One match, to its result. */
async function play(match: RpsMatch, hand: 'rock' | 'paper'): Promise<void> {
  const over = new Promise<void>((resolve) => {
    match.result.subscribe((result) => result && resolve());
  });
  await new Promise<void>((resolve) => {
    const begun = (phase: string | undefined) => phase === 'committing' && resolve();
    begun(match.match.value?.phase);
    match.match.subscribe((now) => begun(now?.phase));
  });
  await match.commit(hand);
  await over;
  await match.leave();
}

/** Over the first year of what the server brings along: a longer one costs more than a guest has. */
async function backtest(fair: Fairground): Promise<string> {
  const { items } = await fair.datasets.list();
  const [dataset] = items.toSorted((a, b) => (a.name < b.name ? -1 : 1));
  assert(dataset !== undefined, 'the server brings data along');
  const order = { strategy: CROSSING, dataset: dataset.id, public: true };
  const { jobId } = await fair.backtests.submit({ ...order, toMs: dataset.fromMs + 300 * DAY_MS });
  for (;;) {
    const { status } = await fair.backtests.get(jobId);
    if (status === 'completed') return jobId;
    assert(status === 'queued' || status === 'running', `the backtest is ${status}`);
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

async function operator(server: ServerProcess): Promise<string> {
  const password = await makeAdmin(server, 'boss');
  const storage = memorySessionStore();
  await new Fairground({ url: server.url, storage }).login({ nickname: 'boss', password });
  return storage.read()!;
}
