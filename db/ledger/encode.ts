import type { Claim, CrashBetEndRow, CrashBetRow, LedgerItem } from '../../domain/ledger/port.ts';
import { isAmount } from '../../domain/money.ts';
import { ConstantColumn, columns, literals, quoted, uuid } from './columns.ts';
import { Plays } from './encodePlays.ts';

/** The batch's distinct claims, referred to by their place from 1; 0 is none. */
class Claims {
  readonly columns = columns('lease', 'fence', 'game', 'phase');
  private readonly places = new Map<string, number>();

  place(claim: Claim | null): number {
    if (!claim) return 0;
    const name = `${claim.fence} ${claim.game} ${claim.phase} ${claim.lease}`;
    const known = this.places.get(name);
    if (known !== undefined) return known;
    this.columns.lease.add(quoted(claim.lease));
    this.columns.fence.add(claim.fence);
    this.columns.game.add(claim.game);
    this.columns.phase.add(quoted(claim.phase));
    this.places.set(name, this.places.size + 1);
    return this.places.size;
  }
}

/** The batch's distinct accounts in ascending order, and what each gains or loses on the way. */
export class Accounts {
  readonly ids: number[];
  /** Places from 1. */
  readonly place: ReadonlyMap<number, number>;
  private readonly net: number[];
  /** False once a sum left the safe integers: then the database adds up by itself. */
  exact = true;

  constructor(items: readonly LedgerItem[]) {
    const distinct = new Set<number>();
    for (const { legs } of items) {
      for (const { debitAccountId, creditAccountId } of legs) {
        distinct.add(debitAccountId);
        distinct.add(creditAccountId);
      }
    }
    this.ids = [...distinct].sort((a, b) => a - b);
    this.place = new Map(this.ids.map((id, index) => [id, index + 1]));
    this.net = this.ids.map(() => 0);
  }

  /** Adds to the account's net change, and answers it. */
  move(place: number, change: number): number {
    const net = this.net[place - 1]! + change;
    this.net[place - 1] = net;
    if (!Number.isSafeInteger(net)) this.exact = false;
    return net;
  }

  parameters(): [ids: string, delta: string | null] {
    return [`{${this.ids.join(',')}}`, this.exact ? `{${this.net.join(',')}}` : null];
  }
}

/** A leg that is not the one whose balance the item answers with. */
const OTHER_LEG = 3;

/** Which side of the leg the item's answer speaks of; 2: neither. */
export function answerSide(item: LedgerItem, leg: number): 0 | 1 | 2 {
  const { debitAccountId, creditAccountId } = item.legs[leg]!;
  return item.answerAccountId === debitAccountId ? 0 : item.answerAccountId === creditAccountId ? 1 : 2;
}

/** The last leg that moves the answer's account: its balance afterwards is the answer. */
export function answerLeg(item: LedgerItem): number {
  for (let leg = item.legs.length - 1; leg > 0; leg--) {
    if (answerSide(item, leg) !== 2) return leg;
  }
  return 0;
}

function betColumns() {
  return {
    ...columns('row', 'bet', 'table', 'game', 'player', 'amount', 'auto', 'received', 'sequence'),
    ...{ table: new ConstantColumn(), game: new ConstantColumn() },
  };
}

function addBet(to: ReturnType<typeof betColumns>, row: number, bet: CrashBetRow): void {
  to.row.add(row);
  to.bet.add(uuid(bet.betId));
  to.table.add(quoted(bet.table));
  to.game.add(bet.game);
  to.player.add(uuid(bet.playerId));
  to.amount.add(bet.amountCoins);
  to.auto.add(bet.autoCashoutHundredths);
  to.received.add(bet.receivedAtMs);
  to.sequence.add(bet.sequence);
}

function endColumns() {
  return columns('row', 'bet', 'outcome', 'at', 'payout', 'received', 'sequence', 'reason');
}

function addEnd(to: ReturnType<typeof endColumns>, row: number, end: CrashBetEndRow): void {
  to.row.add(row);
  to.bet.add(uuid(end.betId));
  to.outcome.add(end.end);
  to.at.add(end.atHundredths);
  to.payout.add(end.payoutCoins);
  to.received.add(end.receivedAtMs);
  to.sequence.add(end.sequence);
  to.reason.add(end.reason);
}

export interface EncodedBatch {
  /** The arguments of `ledger_post`, in its order. */
  parameters: (string | null)[];
  /** Of each item: the place of its answer's account, and that account's net change up to and with it. */
  answers: { place: number; net: number }[];
}

/** @param items share nothing that `ledger_post` decides side by side (`BatchQueue`) */
export function encodeBatch(items: readonly LedgerItem[]): EncodedBatch {
  const claims = new Claims();
  const accounts = new Accounts(items);
  const places = columns('item', 'legs', 'leg');
  const rows = {
    ...columns('key', 'fingerprint', 'kind', 'ref', 'claim', 'side', 'play', 'debit', 'credit'),
    ...columns('debitNet', 'creditNet', 'amount'),
    ...{ kind: new ConstantColumn(), claim: new ConstantColumn(), side: new ConstantColumn() },
    play: new ConstantColumn(),
  };
  const bets = betColumns();
  const ends = endColumns();
  const plays = new Plays();
  const answers: EncodedBatch['answers'] = [];
  const single = items.every(({ legs }) => legs.length === 1);
  let row = 0;
  for (let index = 0; index < items.length; index++) {
    const item = items[index]!;
    const key = uuid(item.key);
    const ref = item.ref === null ? null : uuid(item.ref);
    const claim = claims.place(item.claim);
    const answer = answerLeg(item);
    const side = answerSide(item, answer);
    for (let leg = 0; leg < item.legs.length; leg++) {
      row++;
      const { debitAccountId, creditAccountId } = item.legs[leg]!;
      // What is no amount at all becomes one that the function refuses, after it looked the key up.
      const amount = isAmount(item.legs[leg]!.amount) ? item.legs[leg]!.amount : 0;
      const debit = accounts.place.get(debitAccountId)!;
      const credit = accounts.place.get(creditAccountId)!;
      const debitNet = accounts.move(debit, -amount);
      const creditNet = accounts.move(credit, amount);
      if (!single) {
        places.item.add(index + 1);
        places.legs.add(item.legs.length);
        places.leg.add(leg);
      }
      rows.key.add(key);
      rows.fingerprint.add(item.fingerprint);
      rows.kind.add(item.kind);
      rows.ref.add(ref);
      rows.claim.add(claim);
      rows.side.add(side !== 2 && leg !== answer ? OTHER_LEG : side);
      rows.play.add(item.row?.type === 'play' ? 1 : 0);
      rows.debit.add(debit);
      rows.credit.add(credit);
      rows.debitNet.add(debitNet);
      rows.creditNet.add(creditNet);
      rows.amount.add(amount);
      if (leg === answer)
        answers.push(side === 1 ? { place: credit, net: creditNet } : { place: debit, net: debitNet });
      if (leg > 0 || item.row === null) continue;
      if (item.row.type === 'crashBet') addBet(bets, row, item.row);
      else if (item.row.type === 'crashBetEnd') addEnd(ends, row, item.row);
      else plays.add(row, item.row, item.legs.length);
    }
  }
  return {
    parameters: [
      ...literals(claims.columns),
      ...accounts.parameters(),
      ...literals(places),
      ...literals(rows),
      ...literals(bets),
      ...literals(ends),
      ...plays.parameters(),
    ],
    answers,
  };
}
