import { Client, type Room } from '@colyseus/sdk';
import { expect } from 'vitest';
import type {
  CommitAnswer,
  Hand,
  MatchMessage,
  MatchResultMessage,
  RevealAnswer,
} from '../../domain/protocol/rps.ts';
import { commitOf } from '../../domain/rps/commit.ts';
import { enter, type Guest, guest, until } from './harness.ts';

/** A player at a match table, by Colyseus' own SDK, which sends whatever a test wants to send. */
export interface MatchPlayer {
  guest: Guest;
  room: Room;
  matches: MatchMessage[];
  results: MatchResultMessage[];
  closed: Promise<number>;
}

export async function sitAtMatch(url: string, guest: Guest, betCoins: number): Promise<MatchPlayer> {
  const client = new Client(url);
  client.auth.token = guest.accessToken;
  return watchMatch(guest, await enter(client, 'rps_match', { betCoins }));
}

export async function watchMatch(guest: Guest, room: Room): Promise<MatchPlayer> {
  room.reconnection.enabled = false;
  const player: MatchPlayer = {
    guest,
    room,
    matches: [],
    results: [],
    closed: new Promise<number>((resolve) => {
      room.onLeave((code) => resolve(code));
      room.onDrop((code) => resolve(code));
    }),
  };
  room.onMessage('match', (match: MatchMessage) => player.matches.push(match));
  room.onMessage('result', (result: MatchResultMessage) => player.results.push(result));
  await until(() => player.matches.length > 0);
  return player;
}

/** What a player chose, as it has to be sent. */
export interface Choice {
  matchId: string;
  commit: { key: string; commit: string; matchId: string };
  reveal: { hand: Hand; salt: string };
}

export async function choose(player: MatchPlayer, hand: Hand): Promise<Choice> {
  await phase(player, 'committing');
  const { matchId } = player.matches.at(-1)!;
  const salt = crypto.randomUUID().replaceAll('-', '');
  const commit = commitOf(matchId, player.guest.id, hand, salt);
  return { matchId, commit: { key: crypto.randomUUID(), commit, matchId }, reveal: { hand, salt } };
}

/** Waits for the match to be in this phase. */
export function phase(player: MatchPlayer, wanted: MatchMessage['phase']): Promise<void> {
  return until(() => player.matches.at(-1)?.phase === wanted);
}

export function commit(player: MatchPlayer, choice: Choice): Promise<CommitAnswer> {
  return player.room.request<unknown, CommitAnswer>('commit', choice.commit);
}

export function reveal(player: MatchPlayer, choice: Choice): Promise<RevealAnswer> {
  return player.room.request<unknown, RevealAnswer>('reveal', choice.reveal);
}

/** Two new players at one table. */
export async function pair(url: string, betCoins: number): Promise<[MatchPlayer, MatchPlayer]> {
  const first = await sitAtMatch(url, await guest(url), betCoins);
  const second = await sitAtMatch(url, await guest(url), betCoins);
  await Promise.all([phase(first, 'committing'), phase(second, 'committing')]);
  expect(second.room.roomId).toBe(first.room.roomId);
  return [first, second];
}

/** Two new players who have committed these hands. */
export async function bothCommitted(
  url: string,
  betCoins: number,
  hands: [Hand, Hand],
): Promise<{ players: [MatchPlayer, MatchPlayer]; choices: [Choice, Choice] }> {
  const players = await pair(url, betCoins);
  const choices: [Choice, Choice] = [await choose(players[0], hands[0]), await choose(players[1], hands[1])];
  await commit(players[0], choices[0]);
  await commit(players[1], choices[1]);
  return { players, choices };
}

export async function leave(...players: MatchPlayer[]): Promise<void> {
  await Promise.all(players.map(({ room }) => room.leave()));
}
