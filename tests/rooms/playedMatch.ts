import { Client, type Room } from '@colyseus/sdk';
import type { Hand, MatchMessage, MatchResultMessage } from '../../domain/protocol/rps.ts';
import { commitOf } from '../../domain/rps/commit.ts';
import { enter, type Guest, until } from './harness.ts';

interface Seated {
  guest: Guest;
  room: Room;
  matches: MatchMessage[];
  results: MatchResultMessage[];
}

async function sit(url: string, guest: Guest, betCoins: number): Promise<Seated> {
  const client = new Client(url);
  client.auth.token = guest.accessToken;
  const room = await enter(client, 'rps_match', { betCoins });
  room.reconnection.enabled = false;
  const seated: Seated = { guest, room, matches: [], results: [] };
  room.onMessage('match', (match: MatchMessage) => seated.matches.push(match));
  room.onMessage('result', (result: MatchResultMessage) => seated.results.push(result));
  return seated;
}

/** Plays a match to its end through real sockets. Answers each one's result, in the order of the players. */
export async function playMatch(
  url: string,
  betCoins: number,
  players: readonly { guest: Guest; hand: Hand }[],
): Promise<MatchResultMessage[]> {
  const seats: Seated[] = [];
  for (const { guest } of players) seats.push(await sit(url, guest, betCoins));
  await until(() => seats.every(({ matches }) => matches.at(-1)?.phase === 'committing'));
  const { matchId } = seats[0]!.matches.at(-1)!;
  const salts = players.map(({ guest }) => guest.id.replaceAll('-', ''));
  for (const [seat, { guest, room }] of seats.entries()) {
    const commit = commitOf(matchId, guest.id, players[seat]!.hand, salts[seat]!);
    await room.request('commit', { key: crypto.randomUUID(), commit });
  }
  for (const [seat, { room }] of seats.entries()) {
    await room.request('reveal', { hand: players[seat]!.hand, salt: salts[seat]! });
  }
  await until(() => seats.every(({ results }) => results.length > 0));
  for (const { room } of seats) await room.leave();
  return seats.map(({ results }) => results[0]!);
}
