import type { TableRules } from '../domain/crash/tables.data.ts';
import { mintOf } from '../domain/ledger/accounts.ts';
import { bodyFingerprint, operationKey } from '../domain/ledger/keys.ts';
import { Books } from './checks/books.ts';
import { checkEnd } from './checks/ending.ts';
import { isUndecided, openMatches, openRounds } from './checks/openEnds.ts';
import { Promises } from './checks/promises.ts';
import { Tenures } from './checks/tenures.ts';
import { type Violation, Watch } from './checks/watch.ts';
import { Fleet } from './cluster/fleet.ts';
import { Network } from './cluster/network.ts';
import { Tables } from './database/tables.ts';
import { makeMove } from './fate.ts';
import { drawFaults, type Faults } from './faults.ts';
import type { Intent } from './players/intent.ts';
import { type PlayerWorld, SimulatedPlayer } from './players/player.ts';
import { Random } from './random.ts';
import { writeScript } from './script.ts';
import { time } from './virtualTime.ts';
import type { WorldParts } from './worldParts.ts';

const START_MS = Date.UTC(2026, 0, 1);
/** From one move to the next, on average. */
const MOVE_EVERY_MS = 40;
const PLAYERS = 5;
const WELCOME_COINS = 15_000;
/** Of one of them: soon it can't pay any more. */
const POOR_COINS = 700;
/** Within this everything has ended, once nothing goes wrong any more. */
const SETTLES_WITHIN_MS = 300_000;
const LOOK_EVERY_MS = 500;

export interface RunOptions {
  seed: number;
  steps: number;
  /** The moves that are made; null: all of them. */
  only: ReadonlySet<number> | null;
  /** The faults that come by themselves; null: as the seed says. */
  faults: Partial<Faults> | null;
  /** Whether somebody reads its story. */
  tells: boolean;
}

export interface RunResult {
  violation: Violation | null;
  /** The moves that were made before it showed. */
  made: number[];
  events: number;
  /** What the run went through, and how often: a run in which nothing happens shows nothing. */
  reached: Record<string, number>;
  story: string[];
}

/** One world, from one seed: everything that happens in it follows from its options. */
export class World implements WorldParts {
  readonly tables: Tables;
  readonly watch: Watch;
  readonly network: Network;
  readonly fleet: Fleet;
  readonly books: Books;
  readonly tenures: Tenures;
  readonly promises: Promises;
  readonly players: SimulatedPlayer[] = [];
  readonly reached: Record<string, number> = {};
  readonly #options: RunOptions;

  constructor(options: RunOptions) {
    const { seed, tells } = options;
    time.reset(START_MS, seed);
    this.#options = options;
    const random = new Random(seed, 'world');
    this.watch = new Watch(START_MS, tells);
    this.tables = new Tables(() => time.nowMs, new Random(seed, 'tables'));
    this.tables.watcher = this.tenures = new Tenures(this.watch);
    this.books = new Books(this.tables, this.watch);
    this.promises = new Promises(this.tables, this.books, this.watch);
    this.network = new Network({
      ...{ tables: this.tables, watch: this.watch, promises: this.promises },
      faults: { ...drawFaults(new Random(seed, 'faults')), ...options.faults },
      random: new Random(seed, 'network'),
      chainLength: random.pick([3, 8, 1_000]),
    });
    const size = random.between(2, 3);
    this.fleet = new Fleet(seed, this.network, this.tenures.served, [drawRules(random)], size);
    for (let number = 1; number <= PLAYERS; number += 1) this.#addPlayer(number);
  }

  run(): RunResult {
    const { seed, steps, only } = this.#options;
    const made: number[] = [];
    for (const move of writeScript(seed, steps, MOVE_EVERY_MS)) {
      if (only !== null && !only.has(move.index)) continue;
      if (!this.#pass(START_MS + move.atMs)) break;
      made.push(move.index);
      makeMove(this, move);
    }
    if (this.watch.violation === null) this.#settle();
    this.fleet.end();
    const { violation, story } = this.watch;
    return { violation, made, events: time.events, reached: this.reached, story };
  }

  count(what: string): void {
    this.reached[what] = (this.reached[what] ?? 0) + 1;
  }

  /** Nothing goes wrong any more: everything that was begun comes to its end, by its rules (SI7, SI8). */
  #settle(): void {
    this.watch.note(() => 'nothing goes wrong any more');
    this.fleet.calm();
    this.tables.pauseTable('main', false);
    const untilMs = time.nowMs + SETTLES_WITHIN_MS;
    while (time.nowMs < untilMs) {
      const open = this.#undecided();
      for (const { player, intent } of open) player.send(intent);
      const isServed = this.fleet.holdsTable && this.tables.rounds.has('main');
      // Once all have their answers, the table opens no other round.
      if (open.length === 0 && isServed) this.tables.pauseTable('main', true);
      if (!this.#pass(time.nowMs + LOOK_EVERY_MS)) return;
      // Also after that: an answer that was still on its way may leave it open again.
      const isDone = open.length === 0 && this.#undecided().length === 0;
      const ends = openRounds(this.tables).length + openMatches(this.tables).length;
      if (isDone && isServed && ends === 0 && this.fleet.holdsTable) break;
    }
    checkEnd(this);
  }

  #undecided(): { player: SimulatedPlayer; intent: Intent }[] {
    return this.players.flatMap((player) =>
      player.intents
        .filter((intent) => isUndecided(intent, this.books))
        .map((intent) => ({ player, intent })),
    );
  }

  #pass(untilMs: number): boolean {
    return time.pass(untilMs, () => {
      this.books.look();
      return this.watch.violation === null;
    });
  }

  #addPlayer(number: number): void {
    const player = this.tables.addPlayer(`player${number}`);
    const { coins } = player.accounts;
    const amount = number === PLAYERS ? POOR_COINS : WELCOME_COINS;
    void this.tables.ledger.post({
      ...{ key: operationKey('player', player.id, 'grant.welcome', ''), fingerprint: bodyFingerprint({}) },
      ...{ kind: 'grant.welcome', answerAccountId: coins, ref: null, claim: null, row: null },
      legs: [{ debitAccountId: mintOf('coins'), creditAccountId: coins, amount }],
    });
    const world: PlayerWorld = {
      entry: () => this.fleet.entry(),
      asks: (ledgerKey, accountId) => void this.books.asked.set(ledgerKey, accountId),
      answered: (intent, answer) => {
        this.count(intent.type);
        this.promises.answered(intent, answer);
      },
      note: (line) => this.watch.note(line),
    };
    this.players.push(new SimulatedPlayer(player, world, new Random(this.#options.seed, `player ${number}`)));
  }
}

/** Short windows, busts that mostly come soon, and limits that a good part of the rounds reaches. */
function drawRules(random: Random): TableRules {
  return {
    ...{ table: 'main', edgePercent: random.pick([1, 25, 60]), minBetCoins: 100, maxBetCoins: 2_000 },
    maxPayoutCoins: random.pick([3_000, 8_000, 1_000_000]),
    maxRoundPayoutCoins: random.pick([9_000, 20_000, 5_000_000]),
    bettingMs: random.pick([600, 1_500, 3_000]),
    pauseMs: random.pick([100, 500]),
  };
}
