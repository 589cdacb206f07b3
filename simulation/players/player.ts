import type { Player } from '../../domain/identity/port.ts';
import { operationKey } from '../../domain/ledger/keys.ts';
import type { TransferKind } from '../../domain/ledger/port.ts';
import type { OwnBet } from '../../domain/protocol/crash.ts';
import { HANDS, type MatchMessage } from '../../domain/protocol/rps.ts';
import { commitOf } from '../../domain/rps/commit.ts';
import type { SimulatedProcess } from '../cluster/process.ts';
import { Rejection } from '../edges/colyseus.ts';
import type { Random } from '../random.ts';
import { type Intent, isDecided, type RequestType, type SeatKind } from './intent.ts';
import { Seat } from './seat.ts';

const LEDGER_KINDS: Partial<Record<RequestType, TransferKind>> = {
  bet: 'crash.bet',
  spin: 'slots.spin',
  throw: 'rps.throw',
  pull: 'gacha.pull',
  commit: 'rps.stake',
};

interface CrashView {
  phase: string;
  game: number;
}

/** What a player of the simulation needs from the world. */
export interface PlayerWorld {
  /** A process that a client's entry leads to. */
  entry(): SimulatedProcess | null;
  /** Told of each key that may hold a stake, before it is sent. */
  asks(ledgerKey: string, accountId: number): void;
  answered(intent: Intent, answer: unknown): void;
  note(line: () => string): void;
}

/** A player: asks for games, asks again when no answer came, and remembers what it was promised. */
export class SimulatedPlayer {
  readonly player: Player;
  readonly intents: Intent[] = [];
  readonly seats: ReadonlyMap<SeatKind, Seat>;
  readonly #world: PlayerWorld;
  readonly #random: Random;
  /** Of six chances to cash out, how many it takes. */
  readonly #haste: number;
  #bet: OwnBet | null = null;
  #match: MatchMessage | null = null;
  /** What was committed to, by match. */
  readonly #hands = new Map<string, { hand: string; salt: string }>();

  constructor(player: Player, world: PlayerWorld, random: Random) {
    this.player = player;
    this.#world = world;
    this.#random = random;
    this.#haste = random.pick([0, 1, 1, 3, 6]);
    const seat = (kind: SeatKind, options: object) =>
      [kind, new Seat(kind, options, player.id, random)] as const;
    this.seats = new Map([
      seat('crash', { table: 'main' }),
      seat('slots', { machine: random.pick(['neon3', 'cascade5']) }),
      seat('rps', {}),
      seat('gacha', { banner: 'starlight' }),
      seat('rps_match', { betCoins: 100 }),
    ]);
  }

  get undecided(): Intent[] {
    return this.intents.filter((intent) => !isDecided(intent));
  }

  /** One move of the player's, as the dice fall and as things stand. */
  act(dice: number): string {
    const kind = dice % 100;
    const more = Math.floor(dice / 100);
    if (kind < 52) return this.#crash(more);
    if (kind < 60) return this.#ask('slots', 'spin', { betCoins: [100, 200, 500][more % 3]! });
    if (kind < 65)
      return this.#ask('rps', 'throw', { betCoins: 100 * (1 + (more % 5)), hand: HANDS[more % 3] });
    if (kind < 69) return this.#ask('gacha', 'pull', { count: more % 3 === 0 ? 10 : 1 });
    if (kind < 85) return this.#matches(more);
    return this.repeat(more);
  }

  /** Asks again for something: first what has no answer yet, then what has one. */
  repeat(more: number): string {
    const open = this.undecided;
    const intent =
      open.length > 0 ? open[more % open.length]! : this.intents[more % (this.intents.length || 1)];
    if (intent === undefined) return 'has nothing to ask again';
    this.send(intent);
    return `asks again: ${intent.type}`;
  }

  /** Sends it where there is a seat; otherwise goes and gets one. */
  send(intent: Intent): void {
    const seat = this.seats.get(intent.kind)!;
    if (!seat.isOpen) {
      this.join(intent.kind);
      return;
    }
    const { network, process, room, client } = seat.connection!;
    intent.sent += 1;
    network.carry(process, () => {
      if (client.state === 'leaving') return;
      room._request(client, intent.type, intent.body).then((answer) => {
        if (!(answer instanceof Rejection)) this.#world.answered(intent, answer);
        network.carry(null, () => this.#hears(intent, answer));
      });
    });
  }

  join(kind: SeatKind): void {
    const process = this.#world.entry();
    if (process === null) return;
    const listener = {
      heard: (type: string, message: unknown) => this.#heard(type, message),
      closed: () => {},
    };
    this.seats.get(kind)!.join(process, listener, () => {
      for (const intent of this.intents) if (intent.kind === kind && !isDecided(intent)) this.send(intent);
    });
  }

  #hears(intent: Intent, answer: unknown): void {
    if (answer instanceof Rejection) {
      const { code } = answer.error as { code: string };
      intent.refusal = code;
      this.#world.note(() => `${this.player.nickname} hears ${code} to ${intent.type}`);
      return;
    }
    this.#world.note(() => `${this.player.nickname} hears ${JSON.stringify(answer)} to ${intent.type}`);
    if (intent.type === 'bet') {
      const { betId, game } = answer as { betId: string; game: number };
      if (this.#bet?.betId !== betId) this.#bet = { betId, game, amountCoins: 0, state: 'open' };
    }
    if (intent.type === 'cancel' || intent.type === 'cashout') this.#bet = null;
  }

  #heard(type: string, message: unknown): void {
    if (type === 'bet') {
      const bet = message as OwnBet;
      this.#bet = bet.state === 'open' ? bet : null;
    }
    if (type === 'match') this.#match = message as MatchMessage;
    if (type === 'result') this.#match = null;
  }

  #ask(kind: SeatKind, type: RequestType, body: Record<string, unknown>): string {
    const { id, accounts, nickname } = this.player;
    const key = this.#random.uuid();
    const ledgerKind = LEDGER_KINDS[type];
    const ledgerKey = ledgerKind === undefined ? null : operationKey('player', id, ledgerKind, key);
    const intent: Intent = {
      ...{ playerId: id, kind, type, body: ledgerKey === null ? body : { key, ...body }, ledgerKey },
      ...{ answer: null, refusal: null, sent: 0, unsure: false },
    };
    if (ledgerKey !== null) this.#world.asks(ledgerKey, accounts.coins);
    this.intents.push(intent);
    this.send(intent);
    return `${nickname}: ${type} ${JSON.stringify(body)}`;
  }

  #crash(more: number): string {
    const seat = this.seats.get('crash')!;
    if (!seat.isOpen) {
      this.join('crash');
      return 'goes to the table';
    }
    const { phase, game } = seat.connection!.room.state as CrashView;
    const bet = this.#bet?.game === game ? this.#bet : null;
    // Some wait long, so that targets, limits and busts have their turn.
    if (bet !== null && phase === 'flying') {
      return more % 6 < this.#haste ? this.#ask('crash', 'cashout', { betId: bet.betId }) : 'flies on';
    }
    if (bet !== null && phase === 'betting' && more % 5 === 0) {
      return this.#ask('crash', 'cancel', { betId: bet.betId });
    }
    if (phase !== 'betting' && more % 4 > 0) return 'waits for the next round';
    // A cash-out of a round that is over, or of somebody else's bet, and a bet in a round that flies: all refused.
    if (this.#bet !== null && more % 11 === 0)
      return this.#ask('crash', 'cashout', { betId: this.#bet.betId });
    const amountCoins = 100 * (1 + (more % 20));
    const auto = more % 3 === 0 ? { autoCashoutHundredths: 101 + (more % 300) } : {};
    const named = more % 2 === 0 ? { game } : {};
    return this.#ask('crash', 'bet', { amountCoins, ...auto, ...named });
  }

  #matches(more: number): string {
    const match = this.#match;
    if (!this.seats.get('rps_match')!.isOpen) {
      this.join('rps_match');
      return 'looks for a match';
    }
    if (match === null || match.phase === 'waiting') return 'waits for a match';
    const { matchId } = match;
    if (match.phase === 'committing' && !match.you.committed) {
      const chosen = this.#hands.get(matchId) ?? { hand: HANDS[more % 3]!, salt: this.#random.hex(16) };
      this.#hands.set(matchId, chosen);
      const commit = commitOf(matchId, this.player.id, chosen.hand as (typeof HANDS)[number], chosen.salt);
      return this.#ask('rps_match', 'commit', more % 2 === 0 ? { commit, matchId } : { commit });
    }
    const chosen = this.#hands.get(matchId);
    if (match.phase !== 'revealing' || match.you.revealed || chosen === undefined)
      return 'waits for the other';
    // Now and then somebody leaves the other without a hand.
    return more % 7 === 0 ? 'keeps its hand hidden' : this.#ask('rps_match', 'reveal', { ...chosen });
  }
}
