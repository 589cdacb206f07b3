import { sha256Bytes, utf8ToBytes } from '../fairness/sha256.ts';

/** What a member weighs for a table: the first 48 bits of a hash of both names. */
function weight(table: string, memberId: string): number {
  const hash = sha256Bytes(utf8ToBytes(`${table}|${memberId}`));
  let value = 0;
  for (let at = 0; at < 6; at += 1) value = value * 256 + hash[at]!;
  return value;
}

/**
 * The members in the order in which a table belongs to them: rendezvous hashing (Thaler and Ravishankar, 1998).
 * The order of two members never depends on a third, so few tables move when one comes or goes.
 */
export function placement(table: string, memberIds: readonly string[]): string[] {
  return memberIds
    .map((memberId) => ({ memberId, weighs: weight(table, memberId) }))
    .sort((one, other) => other.weighs - one.weighs || (one.memberId < other.memberId ? -1 : 1))
    .map(({ memberId }) => memberId);
}
