import { setTimeout as pause } from 'node:timers/promises';
import seedrandom from 'seedrandom';
import { reconcileData } from '../support/reconcileData.ts';
import { startServer } from '../support/serverProcess.ts';
import { oddsDirectory, smallBanner } from '../support/smallBanner.ts';
import { booksOf, unpairedGames } from './books.ts';
import { everyoneHasPlayed, killOnce } from './kills.ts';
import { SessionPlayer } from './sessionPlayer.ts';

const PLAYERS = 12;
const STOCK = 40;
/** How long after play goes on the kill may come. */
const LATEST_MS = 700;
const SESSIONS_END_WITHIN_MS = 60_000;

export interface SessionKills {
  differences: number[];
  players: PlayerAudit[];
}

/** What the database, by what the routes tell, says of a player beside what the player was told. */
export interface PlayerAudit {
  acknowledged: number;
  games: number;
  /** Acknowledged games that the history does not have exactly once, with the same nonce and balance. */
  lost: string[];
  /** Keys whose repeat was answered with another game. */
  changed: string[];
  /** Pairs whose games do not have the nonces from 0 to their number, each once. */
  gaps: string[];
  /** Stakes without their record, and records without their stake. */
  unpaired: string[];
  /** What the ledger's lines and the balance differ by. */
  differenceCoins: number;
  /** Rounds of all ended sessions. */
  sessionRounds: number;
}

/**
 * Players spin, pull and throw, each as fast as it is answered, while the server is killed (`kill -9`) at drawn
 * moments and started again on what the database holds.
 */
export async function playSessionsThroughKills(options: {
  kills: number;
  seed: string;
}): Promise<SessionKills> {
  const random = seedrandom(options.seed);
  const banner = smallBanner(STOCK, 100_000, { 1: 100, 10: 900 });
  const server = await startServer({ env: { ODDS_DIR: await oddsDirectory(banner) } });
  try {
    const players = await Promise.all(
      Array.from({ length: PLAYERS }, (_, index) =>
        SessionPlayer.join(server.url, seedrandom(`${options.seed}|${index}`), index),
      ),
    );
    for (const player of players) player.start();
    const differences: number[] = [];
    for (let kill = 0; kill < options.kills; kill += 1) {
      await everyoneHasPlayed(players);
      await pause(random() * LATEST_MS);
      differences.push(await killOnce(server));
    }
    await everyoneHasPlayed(players);
    await Promise.all(players.map((player) => player.finish()));
    differences.push((await reconcileData(server.dataDir)).differenceCoins);
    return { differences, players: await Promise.all(players.map(audit)) };
  } finally {
    await server.dispose();
  }
}

async function audit(player: SessionPlayer): Promise<PlayerAudit> {
  const games = new Map<string, { nonce: number; balanceAfterCoins: number; times: number }>();
  const nonces = new Map<string, number[]>();
  for await (const game of player.history()) {
    if (game.game === 'crash' || game.game === 'rps_match') throw new Error(`a game of ${game.game}`);
    const { pairId, nonce } = game.proof;
    const { balanceAfterCoins } = game;
    games.set(game.gameId, { nonce, balanceAfterCoins, times: (games.get(game.gameId)?.times ?? 0) + 1 });
    nonces.set(pairId, [nonce, ...(nonces.get(pairId) ?? [])]);
  }
  const active = await player.fairground.seeds();
  const counts = new Map([...player.revealed, [active.pairId, active.nonce]]);
  const books = await booksOf(player.fairground);
  return {
    acknowledged: player.acknowledged.length,
    games: games.size,
    lost: player.acknowledged
      .filter(({ gameId, nonce, balanceCoins }) => {
        const game = games.get(gameId);
        return game?.times !== 1 || game.nonce !== nonce || game.balanceAfterCoins !== balanceCoins;
      })
      .map(({ gameId }) => gameId),
    changed: player.changed,
    gaps: [...nonces]
      .filter(([pairId, of]) => {
        const count = counts.get(pairId) ?? of.length;
        return of.length !== count || of.some((nonce, at) => nonce !== at);
      })
      .map(([pairId]) => pairId),
    unpaired: unpairedGames(books, new Set(games.keys())),
    differenceCoins: books.differenceCoins,
    sessionRounds: await sessionRounds(player, games.size),
  };
}

/** Of all ended sessions, once they have so many, or after a while; those of dead processes end when the next starts. */
async function sessionRounds(player: SessionPlayer, expected: number): Promise<number> {
  const deadlineMs = performance.now() + SESSIONS_END_WITHIN_MS;
  for (;;) {
    let rounds = 0;
    for await (const session of player.sessions()) rounds += session.rounds;
    if (rounds >= expected || performance.now() > deadlineMs) return rounds;
    await pause(200);
  }
}
