import { assert } from '../../domain/assert.ts';
import { bodyFingerprint, operationKey } from '../../domain/ledger/keys.ts';
import { type Failure, failure } from '../../domain/protocol/errors.ts';
import { fail, ok, type Result } from '../../domain/result.ts';
import { ANSWER_WITHIN_MS, within } from '../answerInTime.ts';
import { readCoins } from '../coins.ts';
import { limitRefusal } from '../mayStake.ts';
import type { RoomPorts } from '../ports.ts';
import { inTries } from './inTries.ts';
import { type FinishedGame, type GameOrder, gameItem, type Seen } from './order.ts';
import type { PlayerDesk } from './playerDesk.ts';

/** How often a game is computed again because another process was faster; then it is `busy`. */
const TRIES = 12;
/** So often it is taken for what another pull here has changed, which is known without asking the database. */
const TRIES_WITH_WHAT_IS_HELD = 6;
const NOTHING_LIMITED: ReadonlyMap<string, number> = new Map();

type Ports = Pick<
  RoomPorts,
  'balances' | 'clock' | 'events' | 'feed' | 'games' | 'ledger' | 'limits' | 'log' | 'newUuid' | 'seedPairs'
>;

interface Identity {
  key: string;
  fingerprint: bigint;
}

/**
 * The way of one game: computed from what this process holds of the player, posted as one item, and computed
 * again if the ledger finds that outdated. A repeat of its key gets the stored game, whatever the rules would
 * say by now. The answer comes after the commit, or within 2 s as `store_unavailable`: then the outcome is open.
 */
export async function play<Outcome>(
  ports: Ports,
  desk: PlayerDesk,
  order: GameOrder<Outcome>,
): Promise<Result<FinishedGame<Outcome>>> {
  const receivedAtMs = ports.clock.nowMs();
  const answered = desk.turns.take(() => playInTurn(ports, desk, order, receivedAtMs));
  return (await within(answered, ANSWER_WITHIN_MS)) ? answered : fail('store_unavailable');
}

async function playInTurn<Outcome>(
  ports: Ports,
  desk: PlayerDesk,
  order: GameOrder<Outcome>,
  receivedAtMs: number,
): Promise<Result<FinishedGame<Outcome>>> {
  const identity = {
    key: operationKey('player', order.player.id, order.kind, order.clientKey),
    fingerprint: bodyFingerprint(order.body),
  };
  if (isLate(ports, receivedAtMs)) return fail('store_unavailable');
  const settled = desk.isCareful ? await withoutDrawing(ports, desk, order, identity) : null;
  if (settled !== null) return settled;
  let tries = 0;
  const attempt = () => {
    tries += 1;
    return playOnce(ports, desk, order, identity, receivedAtMs, tries);
  };
  const outcome = await (order.stock === null ? inTries(TRIES, attempt) : order.stock.pull(TRIES, attempt));
  return outcome === 'outdated' ? fail('busy') : outcome;
}

/** Nobody waits for it any more, and nothing has been written: a queue behind an outage runs empty at once. */
function isLate({ clock }: Ports, receivedAtMs: number): boolean {
  return clock.nowMs() - receivedAtMs >= ANSWER_WITHIN_MS;
}

/** The game of a repeated key, or why there can be none, as far as that is known before one is drawn; else null. */
async function withoutDrawing<Outcome>(
  ports: Ports,
  desk: PlayerDesk,
  order: GameOrder<Outcome>,
  identity: Identity,
): Promise<Result<FinishedGame<Outcome>> | null> {
  const known = await knownGame(ports, order, identity);
  if (known !== null) return known;
  const seen = await see(ports, desk, order);
  if (!seen.ok) return seen;
  const allowed = order.check(seen.value);
  if (!allowed.ok) return allowed;
  const reason = await lack(ports, order);
  return reason === null ? null : { ok: false, error: reason };
}

async function playOnce<Outcome>(
  ports: Ports,
  desk: PlayerDesk,
  order: GameOrder<Outcome>,
  identity: Identity,
  startedAtMs: number,
  tries: number,
): Promise<Result<FinishedGame<Outcome>> | 'outdated'> {
  if (isLate(ports, startedAtMs)) return fail('store_unavailable');
  const known = await see(ports, desk, order);
  if (!known.ok) return known;
  const seen = known.value;
  const allowed = order.check(seen);
  if (!allowed.ok) return (await knownGame(ports, order, identity)) ?? allowed;
  desk.isCareful = true;
  const computed = order.compute(seen);
  const gameId = ports.newUuid();
  const { nonce } = seen.pair;
  const posted = await ports.ledger.post(gameItem(order, identity, gameId, seen, computed, startedAtMs));
  if (!posted.ok) {
    const { code } = posted.error;
    const otherPulls = tries <= TRIES_WITH_WHAT_IS_HELD && order.stock?.hasChangedSince(seen.left);
    // After an outage it is open whether the game was written: what is held may be outdated too.
    if ((code === 'outdated' && !otherPulls) || code === 'store_unavailable') {
      desk.forget();
      order.stock?.forget(seen.left);
    }
    return code === 'outdated' ? code : posted;
  }
  const { ref, balance, repeated } = posted.value;
  if (repeated) return stored(ports, order, ref, balance);
  const { played, states, stock } = computed;
  const { id, nickname, bot } = order.player;
  ports.events.publish({ ...order.event(gameId, played, seen), player: { id, nickname }, bot });
  desk.played(states);
  order.stock?.taken(stock);
  ports.feed.publish(order.player.id, { type: 'balance', balances: { coins: balance } });
  const { betCoins, payoutCoins, inputs, outcome } = played;
  return ok({ gameId, nonce, betCoins, payoutCoins, inputs, outcome, balanceCoins: balance });
}

async function see<Outcome>(
  ports: Ports,
  desk: PlayerDesk,
  order: GameOrder<Outcome>,
): Promise<Result<Seen>> {
  const pair = await desk.pair(ports);
  if (!pair.ok) return pair;
  const documents = await desk.documents(ports, order.scopes);
  if (!documents.ok) return documents;
  const left = order.stock === null ? ok(NOTHING_LIMITED) : await order.stock.left();
  if (!left.ok) return left;
  return ok({
    pair: pair.value,
    documents: documents.value,
    left: left.value,
    nowMs: ports.clock.nowMs(),
  });
}

/**
 * The game that the key has already; null: it is a new one. What is refused may be the repeat of a game that was
 * played, so this is asked before a refusal counts.
 */
async function knownGame<Outcome>(
  ports: Ports,
  order: GameOrder<Outcome>,
  identity: Identity,
): Promise<Result<FinishedGame<Outcome>> | null> {
  const posting = await ports.ledger.lookup(identity.key);
  if (!posting.ok) return posting;
  if (posting.value === null) return null;
  if (posting.value.fingerprint !== identity.fingerprint) return fail('key_conflict');
  return stored(ports, order, posting.value.ref, posting.value.balance);
}

/** Why the player can't stake so much; null: it can, as far as is known before the ledger decides. */
async function lack<Outcome>(
  ports: Ports,
  { player, stakeCoins }: GameOrder<Outcome>,
): Promise<Failure | null> {
  const overLimit = await limitRefusal(ports, player, stakeCoins);
  if (overLimit !== null) return overLimit;
  const coins = await readCoins(ports, player.id);
  if (!coins.ok) return coins.error;
  return coins.value >= stakeCoins ? null : failure('insufficient_funds', { balance: coins.value });
}

async function stored<Outcome>(
  ports: Ports,
  order: GameOrder<Outcome>,
  gameId: string | null,
  balanceCoins: number,
): Promise<Result<FinishedGame<Outcome>>> {
  assert(gameId !== null, 'a game was posted without its id');
  const found = await ports.games.stored(order.player.id, gameId);
  if (!found.ok) return found;
  assert(found.value?.pair != null, `game ${gameId} has money but no record`);
  const { pair, betCoins, payoutCoins, inputs, outcome } = found.value;
  return ok({
    ...{ gameId, nonce: pair.nonce, betCoins, payoutCoins, balanceCoins, inputs },
    outcome: outcome as Outcome,
  });
}
