import { openGroupCommit } from '../../db/ledger/groupCommit.ts';
import { isUnavailable } from '../../db/storeUnavailable.ts';
import type { TableRules } from '../../domain/crash/tables.data.ts';
import { ok } from '../../domain/result.ts';
import type { RoomPorts, TableDirectory, Tenancy } from '../../rooms/ports.ts';
import { createClock } from '../../server/clock.ts';
import { createPlayerFeed } from '../../server/playerFeed.ts';
import { createSeeds } from '../../server/seeds.ts';
import { watchStalls } from '../../server/stallWatch.ts';
import { balancesOf } from '../database/clusterStore.ts';
import { memoryCrash } from '../database/crashStore.ts';
import { memoryGames, memoryPairs, memorySessions } from '../database/gameStores.ts';
import { memoryChains, memoryNotices, memorySettings } from '../database/otherStores.ts';
import { ODDS } from '../odds.ts';
import type { Random } from '../random.ts';
import { time } from '../virtualTime.ts';
import type { SimulatedHost } from './host.ts';
import type { Network } from './network.ts';

/** Two processes of one machine never agree to the millisecond. */
const MOST_SKEW_MS = 4;

/** The process that the ports are for. */
interface PortsOwner extends SimulatedHost {
  readonly network: Network;
  readonly random: Random;
  readonly draining: boolean;
  drainMs(): number;
}

/** What the rooms of a process are given: the shipped parts where there are any, and the simulated store. */
export function createPorts(
  process: PortsOwner,
  rules: readonly TableRules[],
  tables: TableDirectory,
  tenancy: Tenancy,
): RoomPorts {
  const { network, link, random } = process;
  const { tables: store, watch } = network;
  const log = watch.log(process.name);
  const clock = createClock();
  clock.align(time.nowMs + random.between(-MOST_SKEW_MS, MOST_SKEW_MS), 0);
  const stalls = watchStalls(clock);
  const commits = openGroupCommit(process.processId);
  const crash = memoryCrash(store);
  const games = memoryGames(store);
  const pairs = memoryPairs(store);
  const sessions = memorySessions(store, process.memberId);
  const chains = memoryChains(store);
  const notices = memoryNotices(store);
  const settings = memorySettings(store);
  const known = (playerId: string) => store.players.get(playerId)!;
  const ports: Partial<RoomPorts> = {
    clock,
    newStallGuard: stalls.guard,
    log,
    metrics: { request() {} },
    rates: { message: () => () => null },
    newUuid: () => random.uuid(),
    authenticate: async (token) => ok({ ...known(token), loginId: token }),
    standing: async (player) => ok(player),
    current: async (player) => ok(player),
    balances: ({ id }) => link.ask(async () => balancesOf(store, id)),
    ledger: { post: commits.post, lookup: (key) => link.call(() => store.ledger.lookup(key)) },
    crash: {
      snapshot: (tenure) => link.call(() => crash.snapshot(tenure)),
      openRound: (tenure, round) => link.call(() => crash.openRound(tenure, round), 'transaction'),
      extendBetting: (tenure, game, ms) =>
        link.call(() => crash.extendBetting(tenure, game, ms), 'transaction'),
      closeBook: (tenure, game, close) =>
        link.call(() => crash.closeBook(tenure, game, close), 'transaction'),
      recordGap: (tenure, game, gap) => link.call(() => crash.recordGap(tenure, game, gap), 'transaction'),
      settle: (tenure, game, settlement) =>
        link.call(() => crash.settle(tenure, game, settlement), 'transaction'),
      bet: (betId) => link.call(() => crash.bet(betId)),
      betsOfPlayer: (table, game, playerId) => link.call(() => crash.betsOfPlayer(table, game, playerId)),
    },
    seeds: createSeeds({
      chains: {
        chains: (table) => link.ask(() => chains.chains(table)),
        insert: (chain, checkpoints) => link.ask(() => chains.insert(chain, checkpoints)),
        checkpoint: (chainId, index) => link.ask(() => chains.checkpoint(chainId, index)),
        activate: (chainId) => link.ask(() => chains.activate(chainId)),
      },
      ...{ tables: rules, chainLength: network.chainLength, randomHex: (bytes: number) => random.hex(bytes) },
      ...{ isOutage: isUnavailable, log },
    }),
    games: {
      states: (owner, scopes) => link.call(() => games.states(owner, scopes)),
      stock: (banner) => link.call(() => games.stock(banner)),
      ensureStock: (banner, items) => link.call(() => games.ensureStock(banner, items)),
      change: (owner, scope, before, after, dueAtMs) =>
        link.call(() => games.change(owner, scope, before, after, dueAtMs)),
      due: (scope, byMs) => link.call(() => games.due(scope, byMs)),
      stored: (playerId, gameId) => link.call(() => games.stored(playerId, gameId)),
    },
    seedPairs: {
      activePair: (playerId) => link.call(() => pairs.activePair(playerId)),
    } as RoomPorts['seedPairs'],
    sessions: {
      open: (session) => link.call(() => sessions.open(session)),
      close: (sessionId, endedAtMs) => link.call(() => sessions.close(sessionId, endedAtMs)),
      closeAbandoned: () => link.call(() => sessions.closeAbandoned()),
      list: sessions.list,
    },
    odds: ODDS,
    bans: {
      isBanned: () => false,
      refusal: () => null,
      onBan: () => () => {},
      hasOpenStakes: async () => false,
    },
    limits: { refusal: async () => null },
    playTime: { enters: () => () => {}, plays() {} },
    standings: { current: (player) => player, onChange: () => () => {} },
    notices: { ...notices, appendAll: (entries) => link.ask(() => notices.appendAll(entries)) },
    receipts: { sign: (payload) => JSON.stringify(payload) },
    feed: createPlayerFeed(),
    events: { publish: (draft) => watch.told(draft) },
    occupancy: { players() {}, watchers() {}, openStakes() {} },
    tables,
    tableSettings: { read: (table) => link.call(() => settings.read(table)) },
    banners: { isActive: () => true, onStockSet: () => () => {} },
    broadcasts: { live: () => [], subscribe: () => () => {} },
    tenancy,
    drainMs: () => process.drainMs(),
    refusal: () => (process.draining ? 'draining' : null),
  };
  return ports as RoomPorts;
}
