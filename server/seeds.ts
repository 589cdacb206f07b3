import { hash as nodeHash } from 'node:crypto';
import type { Chain, ChainStore } from '../domain/crash/port.ts';
import type { TableRules } from '../domain/crash/tables.data.ts';
import {
  checkpointOf,
  GAMES_PER_CHECKPOINT,
  type GeneratedChain,
  generateChain,
  placeInChain,
} from '../domain/fairness/seedChain.ts';
import { fail, ok, type Result } from '../domain/result.ts';
import type { Log, Seeds } from '../rooms/ports.ts';

/** The next chain is committed and announced when fewer games than this are left. */
const ANNOUNCE_BELOW_GAMES = 1_000;
/** The longest that making a chain may hold the event loop at a stretch. */
const TURN_MS = 5;

interface SeedOptions {
  chains: ChainStore;
  tables: readonly TableRules[];
  /** Games in a new chain. */
  chainLength: number;
  randomHex(bytes: number): string;
  isOutage(error: unknown): boolean;
  log: Log;
}

const sha256 = (text: string): string => nodeHash('sha256', text, 'hex');

/**
 * Keeps the seed chains. Asked only by the holder of a table's lease, so two members never make a chain
 * for the same table. Secrets stay in this file: one decrypted checkpoint per table, nothing else.
 */
export function createSeeds(options: SeedOptions): Seeds {
  const { chains, log } = options;
  /** The stretch of hashes around a table's current game: place of the first, and the hashes upward. */
  const stretches = new Map<number, { checkpoint: number; hashes: string[] }>();
  const announcing = new Map<string, Promise<Chain>>();

  async function make(table: string, firstGame: number, status: 'active' | 'announced'): Promise<Chain> {
    const { edgePercent } = options.tables.find((rules) => rules.table === table)!;
    const length = options.chainLength;
    const { terminator, checkpoints } = await generate(options.randomHex(32), length);
    const sealable = checkpoints.map((checkpoint) => Buffer.from(checkpoint, 'hex'));
    const chain = await chains.insert(
      { table, length, terminator, salt: '', saltSource: '', edgePercent, firstGame, status },
      sealable,
    );
    log.info({ table, chainId: chain.id, firstGame, length, terminator, status }, 'seed chain committed');
    return chain;
  }

  async function chainOf(table: string, game: number): Promise<Chain> {
    const all = await chains.chains(table);
    const holds = (chain: Chain) => game >= chain.firstGame && game <= chain.lastGame;
    const chain = all.find(holds) ?? (await make(table, game, all.length === 0 ? 'active' : 'announced'));
    if (chain.status === 'announced') {
      await chains.activate(chain.id);
      chain.status = 'active';
    }
    const nextFirstGame = chain.lastGame + 1;
    const left = nextFirstGame - game;
    const follows = (other: Chain) => other.firstGame === nextFirstGame && other.lastGame >= nextFirstGame;
    if (left >= ANNOUNCE_BELOW_GAMES || all.some(follows)) return chain;
    const announced = announce(table, nextFirstGame);
    // The switch must not come before the announcement: the last game waits for it, and fails with it.
    if (left === 1) await announced;
    return chain;
  }

  /** Commits the next chain; one try at a time for a table. */
  function announce(table: string, firstGame: number): Promise<Chain> {
    const running = announcing.get(table);
    if (running !== undefined) return running;
    const work = make(table, firstGame, 'announced').finally(() => announcing.delete(table));
    announcing.set(table, work);
    work.catch((error) =>
      log.warn({ err: error, table, code: 'store_unavailable' }, 'next chain not announced yet'),
    );
    return work;
  }

  async function gameHash(chain: Chain, game: number): Promise<string> {
    const place = placeInChain(chain, game);
    const checkpoint = checkpointOf(place);
    let stretch = stretches.get(chain.id);
    if (stretch?.checkpoint !== checkpoint) {
      const secret = Buffer.from(await chains.checkpoint(chain.id, checkpoint)).toString('hex');
      const topPlace = Math.min(chain.length, (checkpoint + 1) * GAMES_PER_CHECKPOINT);
      const hashes = [secret];
      for (let down = topPlace; down > checkpoint * GAMES_PER_CHECKPOINT + 1; down -= 1) {
        hashes.push(sha256(hashes.at(-1)!));
      }
      stretch = { checkpoint, hashes: hashes.reverse() };
      stretches.set(chain.id, stretch);
    }
    return stretch.hashes[place - checkpoint * GAMES_PER_CHECKPOINT - 1]!;
  }

  const known = async <T>(work: Promise<T>): Promise<Result<T>> => {
    try {
      return ok(await work);
    } catch (error) {
      if (options.isOutage(error)) return fail('store_unavailable');
      throw error;
    }
  };

  return {
    chainOf: (table, game) => known(chainOf(table, game)),
    gameHash: (chain, game) => known(gameHash(chain, game)),
  };
}

/** Makes a chain in turns of a few milliseconds, so that tables already flying don't notice. */
async function generate(lastHash: string, length: number): Promise<GeneratedChain> {
  const work = generateChain(lastHash, length, sha256);
  let turnEndsMs = performance.now() + TURN_MS;
  for (;;) {
    const turn = work.next();
    if (turn.done) return turn.value;
    if (performance.now() < turnEndsMs) continue;
    await new Promise((resolve) => setImmediate(resolve));
    turnEndsMs = performance.now() + TURN_MS;
  }
}
