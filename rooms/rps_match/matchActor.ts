import { assert } from '../../domain/assert.ts';
import type { Player } from '../../domain/identity/port.ts';
import { type Failure, failure } from '../../domain/protocol/errors.ts';
import type { CommitAnswer, CommitRequest, RevealAnswer, RevealRequest } from '../../domain/protocol/rps.ts';
import { fail, ok, type Result } from '../../domain/result.ts';
import { commitOf } from '../../domain/rps/commit.ts';
import {
  commitHand,
  isOver,
  type Match,
  matchPlayer,
  openMatch,
  restartWindow,
  revealHand,
} from '../../domain/rps/match.ts';
import { stakeRefusal } from '../mayStake.ts';
import { Turns } from '../play/turns.ts';
import type { RoomPorts, StallGuard } from '../ports.ts';
import { type EndedGame, finishMatch, recordedGames } from './finishing.ts';
import { stakeIdentity, stakeItem } from './ledgerItems.ts';
import { changeMatch, storedMatch, unfinishedMatchId } from './matchStore.ts';
import { storedCommitOr } from './storedCommit.ts';

/** How often a request computes again after the stored match was found changed by somebody else. */
const TRIES = 3;
const LOOK_AGAIN_AFTER_MS = 1_000;

export interface MatchEvents {
  /** What the players are shown of the match is another. */
  changed(): void;
  ended(match: Match, games: readonly EndedGame[]): Promise<void>;
  /** Another room hosts the match now, or this one can't go on with it. */
  lost(): void;
}

/**
 * The matches of one room, one after the other: what was asked for and the deadline take turns. The stored document
 * decides: each step is written only if it still is what was seen, so that a host that stood still is harmless.
 */
export class MatchActor {
  /** Open or standing; null while there is no opponent. */
  match: Match | null = null;
  stopped = false;
  readonly #ports: RoomPorts;
  readonly #roomId: string;
  readonly #events: MatchEvents;
  readonly #turns = new Turns();
  readonly #stall: StallGuard;
  /** What ended last, for a reveal whose answer was lost. */
  #last: { match: Match; games: readonly EndedGame[] } | null = null;
  /** The stored match may be another than the one here: a write was refused, or its outcome is unknown. */
  #unsure = false;
  /** The database was away while this window ran. */
  #outage = false;
  #wake: ReturnType<typeof setTimeout> | undefined;

  constructor(ports: RoomPorts, roomId: string, events: MatchEvents) {
    this.#ports = ports;
    this.#roomId = roomId;
    this.#events = events;
    this.#stall = ports.newStallGuard();
  }

  /** A stake is held in it, or may be. */
  get stands(): boolean {
    return this.match !== null && (this.match.startedAtMs > 0 || this.#unsure);
  }

  /** A new match between these two, unless it is open already. */
  open(betCoins: number, players: readonly [Player, Player]): void {
    assert(!this.stands, 'a match stands');
    if (players.every(({ id }) => this.match?.players.some((player) => player.playerId === id))) return;
    const [first, second] = players.map(({ id, nickname, accounts }) =>
      matchPlayer({ playerId: id, nickname, accountId: accounts.coins, gameId: this.#ports.newUuid() }),
    );
    const setting = { matchId: this.#ports.newUuid(), betCoins, host: this.#roomId };
    this.match = openMatch(this.#ports.odds.rps, setting, [first!, second!]);
  }

  /** The opponent is gone, before anybody committed. */
  close(): void {
    assert(!this.stands, 'a match stands');
    this.match = null;
  }

  commit(player: Player, request: CommitRequest): Promise<Result<CommitAnswer>> {
    const nowMs = this.#ports.clock.nowMs();
    return this.#turns.take(async () => {
      const barred = player.ageConfirmed ? null : await stakeRefusal(this.#ports, player);
      if (barred === null) return this.#tries(() => this.#commit(player.id, request, nowMs));
      const identity = stakeIdentity(player.id, request.key, request.commit);
      return storedCommitOr(this.#ports, player.id, identity, barred);
    });
  }

  reveal(player: Player, request: RevealRequest): Promise<Result<RevealAnswer>> {
    const nowMs = this.#ports.clock.nowMs();
    return this.#turns.take(() => this.#tries(() => this.#reveal(player.id, request, nowMs)));
  }

  /** True if this match stands here: asked by whoever looks for its host. */
  hosts(matchId: string): Promise<boolean> {
    return this.#turns.take(async () => !this.stopped && this.stands && this.match!.matchId === matchId);
  }

  /** Takes over a match from a host that is gone; its running window starts again. False: somebody else was first. */
  takeOver({ matchId, host }: Pick<Match, 'matchId' | 'host'>): Promise<boolean> {
    return this.#turns.take(async () => {
      if (this.stands) return this.match!.matchId === matchId;
      const stored = await storedMatch(this.#ports, matchId);
      if (!stored.ok || stored.value?.host !== host) return false;
      const after = this.#windowAgain(stored.value);
      const changed = await changeMatch(this.#ports, stored.value, after);
      if (changed.ok) this.#keep(after);
      return changed.ok;
    });
  }

  /** The match is left to its next host as it is stored. */
  stop(): void {
    this.stopped = true;
    clearTimeout(this.#wake);
    this.#tellStakes();
  }

  /** Does its work by what is stored, and again when that turns out to have changed. */
  async #tries<T>(work: () => Promise<Result<T>>): Promise<Result<T>> {
    try {
      for (let tries = 1; ; tries += 1) {
        if (this.stopped) return fail('fenced');
        const seen = await this.#look();
        if (!seen.ok) return seen;
        const result = await work();
        if (result.ok || tries === TRIES || !(await this.#isWorthATry(result.error))) return result;
      }
    } finally {
      this.#arm();
    }
  }

  /** After a refusal: the stored match is another than the one here, or its window starts again. */
  async #isWorthATry({ code }: Failure): Promise<boolean> {
    if (code === 'outdated') return this.#unsure;
    if (code !== 'too_late') return false;
    // Nobody has seen to the deadline yet: this is the time to.
    const { matchId } = this.match!;
    await this.#decide();
    return (
      this.#unsure || (this.match?.matchId === matchId && !isOver(this.match, this.#ports.clock.nowMs()))
    );
  }

  async #commit(playerId: string, request: CommitRequest, nowMs: number): Promise<Result<CommitAnswer>> {
    const identity = stakeIdentity(playerId, request.key, request.commit);
    const decided = this.#commitHand(playerId, request, identity.key, nowMs);
    if (!decided.ok) return storedCommitOr(this.#ports, playerId, identity, decided.error);
    const { match, player } = decided.value;
    const before = this.match!;
    this.#unsure = true;
    const posted = await this.#ports.ledger.post(stakeItem(before, match, player, identity));
    if (!posted.ok) return this.#stakeRefused(playerId, before, posted.error);
    // The key was used before: in an earlier match, or in this one by an attempt whose answer was lost.
    if (posted.value.repeated) return storedCommitOr(this.#ports, playerId, identity, failure('internal'));
    this.#keep(match);
    const coins = posted.value.balance;
    this.#ports.feed.publish(playerId, { type: 'balance', balances: { coins } });
    return ok({ matchId: match.matchId, balanceCoins: coins });
  }

  #commitHand(
    playerId: string,
    { commit, matchId }: CommitRequest,
    stakeKey: string,
    nowMs: number,
  ): ReturnType<typeof commitHand> {
    const banned = this.#ports.bans.refusal(playerId);
    if (banned !== null) return { ok: false, error: banned };
    if (this.match === null) return fail('outdated', { phase: 'waiting' }, 'There is no opponent yet.');
    if (matchId !== undefined && matchId !== this.match.matchId) {
      return fail('outdated', { matchId: this.match.matchId });
    }
    return commitHand(this.#ports.odds.rps.odds, this.match, { playerId, commit, stakeKey }, nowMs);
  }

  async #stakeRefused(playerId: string, before: Match, error: Failure): Promise<Result<never>> {
    if (error.code === 'store_unavailable') return this.#failed(error);
    if (error.code !== 'outdated') {
      this.#unsure = false;
      // Who left meanwhile has left an open match, not one that stands.
      this.#events.changed();
      return { ok: false, error };
    }
    const unfinished = await unfinishedMatchId(this.#ports, playerId);
    if (!unfinished.ok) return unfinished;
    const matchId = unfinished.value;
    if (matchId !== null && matchId !== before.matchId) return fail('unfinished_game', { matchId });
    return { ok: false, error };
  }

  async #reveal(playerId: string, request: RevealRequest, nowMs: number): Promise<Result<RevealAnswer>> {
    if (this.#countedLast(playerId, request)) return ok({ matchId: this.#last!.match.matchId });
    const { match } = this;
    if (match === null) return fail('outdated', { phase: 'waiting' });
    const decided = revealHand(match, { playerId, ...request }, nowMs);
    if (!decided.ok) return decided;
    const change = decided.value;
    if (change.type === 'store') {
      const stored = await changeMatch(this.#ports, match, change.match);
      if (!stored.ok) return this.#failed(stored.error);
      this.#keep(change.match);
    } else if (change.type === 'finish') {
      const games = await finishMatch(this.#ports, match, change.match);
      if (!games.ok) return this.#failed(games.error);
      await this.#ended(change.match, games.value);
    }
    return ok({ matchId: match.matchId });
  }

  /** The deadline has passed: what is there decides, unless the time was not the players' to use. */
  async #decide(): Promise<Result<void>> {
    const { match } = this;
    const nowMs = this.#ports.clock.nowMs();
    if (match === null || !isOver(match, nowMs)) return ok(undefined);
    if (this.#stall.check(nowMs) !== null || this.#outage) {
      const after = this.#windowAgain(match);
      const stored = await changeMatch(this.#ports, match, after);
      if (!stored.ok) return this.#failed(stored.error);
      this.#keep(after);
      return ok(undefined);
    }
    const games = await finishMatch(this.#ports, match);
    if (!games.ok) return this.#failed(games.error);
    await this.#ended(match, games.value);
    return ok(undefined);
  }

  /** After a write that was refused, or may have happened: reads what is stored. */
  async #look(): Promise<Result<void>> {
    if (!this.#unsure) return ok(undefined);
    const known = this.match!;
    const stored = await storedMatch(this.#ports, known.matchId);
    if (!stored.ok) return this.#failed(stored.error);
    if (stored.value !== null) {
      if (stored.value.host === this.#roomId) this.#keep(stored.value);
      else this.#lose();
      return this.stopped ? fail('fenced') : ok(undefined);
    }
    if (known.startedAtMs === 0) {
      this.#unsure = false;
      this.#events.changed();
      return ok(undefined);
    }
    const games = await recordedGames(this.#ports, known);
    if (!games.ok) return this.#failed(games.error);
    await this.#ended(known, games.value);
    return ok(undefined);
  }

  /** True for the reveal that counted in the match that ended last. */
  #countedLast(playerId: string, { hand, salt }: RevealRequest): boolean {
    if (this.#last === null) return false;
    const { match, games } = this.#last;
    const game = games.find((each) => each.playerId === playerId);
    const own = match.players.find((player) => player.playerId === playerId);
    return game?.outcome.hands.you === hand && commitOf(match.matchId, playerId, hand, salt) === own?.commit;
  }

  #windowAgain(match: Match): Match {
    return restartWindow(this.#ports.odds.rps.odds, match, this.#roomId, this.#ports.clock.nowMs());
  }

  #failed(error: Failure): { ok: false; error: Failure } {
    this.#unsure = true;
    if (error.code === 'store_unavailable') this.#outage = true;
    return { ok: false, error };
  }

  #keep(match: Match): void {
    if (match.deadlineAtMs !== this.match?.deadlineAtMs) {
      // A new window: what stood still before does not count in it.
      this.#outage = false;
      this.#stall.check(this.#ports.clock.nowMs());
    }
    this.match = match;
    this.#unsure = false;
    this.#tellStakes();
    this.#arm();
    this.#events.changed();
  }

  async #ended(match: Match, games: readonly EndedGame[]): Promise<void> {
    this.#last = { match, games };
    this.match = null;
    this.#tellStakes();
    this.#unsure = false;
    this.#outage = false;
    clearTimeout(this.#wake);
    await this.#events.ended(match, games);
  }

  #tellStakes(): void {
    const staked = this.match?.players.filter(({ stakeKey }) => stakeKey !== null).length ?? 0;
    const coins = this.stopped || this.match === null ? 0 : staked * this.match.betCoins;
    this.#ports.occupancy.openStakes(`rps_match/${this.#roomId}`, coins);
  }

  #arm(): void {
    clearTimeout(this.#wake);
    if (this.stopped || !this.stands) return;
    const untilDueMs = this.match!.deadlineAtMs - this.#ports.clock.nowMs();
    this.#wake = setTimeout(() => this.#due(), this.#unsure ? LOOK_AGAIN_AFTER_MS : Math.max(0, untilDueMs));
  }

  #due(): void {
    this.#turns
      .take(() => this.#tries(() => this.#decide()))
      .catch((error: unknown) => {
        const { matchId } = this.match ?? {};
        this.#ports.log.error({ err: error, matchId, code: 'internal' }, 'a match met a bug');
        this.#lose();
      });
  }

  #lose(): void {
    if (this.stopped) return;
    this.stop();
    this.#events.lost();
  }
}
