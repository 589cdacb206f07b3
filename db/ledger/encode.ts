import { assert } from '../../domain/assert.ts';
import type { Claim, CrashBetEndRow, CrashBetRow, LedgerItem } from '../../domain/ledger/port.ts';
import { isAmount } from '../../domain/money.ts';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** Array literals are built by hand below: what goes in unquoted is a number, a boolean or passes here. */
export function uuid(value: string): string {
  assert(UUID.test(value), `not a lowercase UUID: ${value}`);
  return value;
}

function quoted(value: string): string {
  return `"${value.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;
}

/** A column of a batch: PostgreSQL's array literal in the making. */
class Column {
  private text = '';
  add(value: string | number | bigint | boolean | null): void {
    this.text += this.text === '' ? `${value}` : `,${value}`;
  }
  toString(): string {
    return `{${this.text}}`;
  }
}

const columns = (count: number): Column[] => Array.from({ length: count }, () => new Column());

/** Index into the batch's claims, from 1; 0 is none. Most items of a batch share one of a few. */
class Claims {
  readonly columns = columns(4);
  private readonly indexes = new Map<string, number>();

  index(claim: Claim | null): number {
    if (!claim) return 0;
    const name = `${claim.fence} ${claim.game} ${claim.phase} ${claim.lease}`;
    const known = this.indexes.get(name);
    if (known !== undefined) return known;
    const [lease, fence, game, phase] = this.columns;
    lease!.add(quoted(claim.lease));
    fence!.add(claim.fence);
    game!.add(claim.game);
    phase!.add(quoted(claim.phase));
    this.indexes.set(name, this.indexes.size + 1);
    return this.indexes.size;
  }
}

function addBet(bets: Column[], row: number, bet: CrashBetRow): void {
  const [at, table, game, player, amount, auto, received, sequence] = bets;
  at!.add(row);
  table!.add(quoted(bet.table));
  game!.add(bet.game);
  player!.add(uuid(bet.playerId));
  amount!.add(bet.amountCoins);
  auto!.add(bet.autoCashoutHundredths);
  received!.add(bet.receivedAtMs);
  sequence!.add(bet.sequence);
}

function addEnd(ends: Column[], row: number, end: CrashBetEndRow): void {
  const [at, outcome, hundredths, payout, received, sequence, reason] = ends;
  at!.add(row);
  outcome!.add(end.end);
  hundredths!.add(end.atHundredths);
  payout!.add(end.payoutCoins);
  received!.add(end.receivedAtMs);
  sequence!.add(end.sequence);
  reason!.add(end.reason);
}

/** A leg that is not the one whose balance the item answers with. */
const OTHER_LEG = 3;

/** Which side of the leg the item's answer speaks of; 2: neither. */
function answerSide(item: LedgerItem, leg: number): 0 | 1 | 2 {
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

/** The arguments of `ledger_post`, in its order. Items carry no key and no bet twice. */
export function encodeBatch(items: readonly LedgerItem[]): string[] {
  const claims = new Claims();
  const legColumns = columns(14);
  const [
    item_,
    legs_,
    leg_,
    key_,
    fingerprint_,
    kind_,
    ref_,
    claim_,
    side_,
    debit_,
    credit_,
    amount_,
    bet_,
    end_,
  ] = legColumns;
  const bets = columns(8);
  const ends = columns(7);
  let row = 0;
  for (let index = 0; index < items.length; index++) {
    const item = items[index]!;
    const key = uuid(item.key);
    const ref = item.ref === null ? null : uuid(item.ref);
    const bet = item.row === null ? null : uuid(item.row.betId);
    const claim = claims.index(item.claim);
    const answer = answerLeg(item);
    const answered = answerSide(item, answer) !== 2;
    for (let leg = 0; leg < item.legs.length; leg++) {
      row++;
      const { debitAccountId, creditAccountId, amount } = item.legs[leg]!;
      item_!.add(index + 1);
      legs_!.add(item.legs.length);
      leg_!.add(leg);
      key_!.add(key);
      fingerprint_!.add(item.fingerprint);
      kind_!.add(item.kind);
      ref_!.add(ref);
      claim_!.add(claim);
      side_!.add(answered && leg !== answer ? OTHER_LEG : answerSide(item, leg));
      debit_!.add(debitAccountId);
      credit_!.add(creditAccountId);
      // What is no amount at all becomes one that the function refuses, after it looked the key up.
      amount_!.add(isAmount(amount) ? amount : 0);
      bet_!.add(bet);
      end_!.add(item.row?.type === 'crashBetEnd');
      if (leg > 0 || item.row === null) continue;
      if (item.row.type === 'crashBet') addBet(bets, row, item.row);
      else addEnd(ends, row, item.row);
    }
  }
  return [...claims.columns, ...legColumns, ...bets, ...ends].map(String);
}
