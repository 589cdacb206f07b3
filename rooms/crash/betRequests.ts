import type { Player } from '../../domain/identity/port.ts';
import type { BetAnswer, BetRequest, CancelAnswer, CashoutAnswer } from '../../domain/protocol/crash.ts';
import { type Failure, failure } from '../../domain/protocol/errors.ts';
import { fail, type Result } from '../../domain/result.ts';
import { ANSWER_WITHIN_MS, within } from '../answerInTime.ts';
import { mayStakeAnywhere, tableRefusal } from '../mayStake.ts';
import type { RoomPorts } from '../ports.ts';
import { betIdentity } from './ledgerItems.ts';
import { storedBetOr, storedCancelOr, storedCashoutOr } from './storedAnswers.ts';
import type { TableActor } from './tableActor.ts';

/**
 * A bet. The key comes first: a repeat is answered from this round's orders or from the database, and
 * only a key that is bound to nothing meets phase, limits and funds.
 */
export async function requestBet(
  ports: RoomPorts,
  actor: TableActor,
  player: Player,
  message: BetRequest,
): Promise<Result<BetAnswer>> {
  const { amountCoins } = message;
  const autoCashoutHundredths = message.autoCashoutHundredths ?? null;
  const { table } = actor.tenure;
  const identity = betIdentity(table, player.id, message.key, amountCoins, autoCashoutHundredths);
  const underway = actor.ledger.stakeAnswer(identity);
  if (underway !== null) return underway;
  const banned = ports.bans.refusal(player.id);
  if (banned !== null) return storedBetOr(ports, identity, banned);
  const game = actor.round?.game ?? actor.restsAfterGame;
  if (game !== null && message.game !== undefined && message.game !== game) {
    return storedBetOr(ports, identity, failure('round_closed', { game }));
  }
  const minBetCoins = ports.tables.rules(table)?.minBetCoins ?? 0;
  if (!mayStakeAnywhere(player, minBetCoins)) {
    const barred = await tableRefusal(ports, player, minBetCoins);
    if (barred !== null) return storedBetOr(ports, identity, barred);
  }
  const betId = ports.newUuid();
  actor.ledger.announce(betId, identity);
  const refusal = take(actor, {
    type: 'bet',
    betId,
    playerId: player.id,
    nickname: player.nickname,
    bot: player.bot,
    accountId: player.accounts.coins,
    amountCoins,
    autoCashoutHundredths,
  });
  if (refusal === null) return actor.ledger.stakeAnswer(identity)!;
  actor.ledger.withdraw(betId);
  return storedBetOr(ports, identity, refusal);
}

/** A cancellation of one's own bet while betting; idempotent by the bet. */
export async function requestCancel(
  ports: RoomPorts,
  actor: TableActor,
  player: Player,
  betId: string,
): Promise<Result<CancelAnswer>> {
  if (ownsLive(actor, player, betId)) {
    const underway = actor.ledger.cancelAnswer(betId);
    if (underway !== null) return underway;
  }
  const refusal = take(actor, { type: 'cancel', betId, playerId: player.id });
  if (refusal === null) return actor.ledger.cancelAnswer(betId)!;
  return storedCancelOr(ports, player.id, betId, refusal);
}

/** A cash-out of one's own bet in flight; idempotent by the bet. It stands at this instant. */
export async function requestCashout(
  ports: RoomPorts,
  actor: TableActor,
  player: Player,
  betId: string,
): Promise<Result<CashoutAnswer>> {
  if (ownsLive(actor, player, betId)) {
    const underway = actor.ledger.cashoutAnswer(betId);
    if (underway !== null) return underway;
  }
  const refusal = take(actor, { type: 'cashout', betId, playerId: player.id });
  if (ownsLive(actor, player, betId)) {
    // Accepted, or found cashed out by its own target in the same step: one answer either way.
    const underway = actor.ledger.cashoutAnswer(betId);
    if (underway !== null) return underway;
  }
  if (refusal?.code === 'too_late') {
    // Its bust is a secret until it has settled: before, nobody learns by asking, nor by how long it takes.
    const told = await within(actor.settled, ANSWER_WITHIN_MS);
    if (!told) return fail('store_unavailable');
  }
  return storedCashoutOr(ports, player.id, betId, refusal ?? failure('busy'));
}

function ownsLive(actor: TableActor, player: Player, betId: string): boolean {
  return actor.round?.bets.get(betId)?.playerId === player.id;
}

/** Null when the round took it. A table that is not live takes nothing, for now; one that operators have paused, for good. */
function take(actor: TableActor, command: Parameters<TableActor['run']>[0]): Failure | null {
  if (actor.stopped) return failure('fenced');
  if (actor.round !== null) return actor.run(command);
  const game = actor.restsAfterGame;
  if (game === null) return failure('busy');
  return command.type === 'bet' ? failure('round_closed', { game }) : failure('no_active_bet');
}
