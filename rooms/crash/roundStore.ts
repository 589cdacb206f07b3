import type { BookClosing, BookEntry, Chain, Tenure } from '../../domain/crash/port.ts';
import type { TableRules } from '../../domain/crash/tables.data.ts';
import { betBookRoot } from '../../domain/fairness/betBook.ts';
import { crashSalt, SALT_SOURCE_BET_BOOK } from '../../domain/fairness/seedChain.ts';
import { ok, type Result } from '../../domain/result.ts';
import type { RoomPorts } from '../ports.ts';

/** What decides a game, known to its table's owner alone until it has settled. */
export interface GameSecrets {
  chain: Chain;
  hash: string;
}

export async function gameSecrets(
  ports: Pick<RoomPorts, 'seeds'>,
  table: string,
  game: number,
): Promise<Result<GameSecrets>> {
  const chain = await ports.seeds.chainOf(table, game);
  if (!chain.ok) return chain;
  const hash = await ports.seeds.gameHash(chain.value, game);
  return hash.ok ? ok({ chain: chain.value, hash: hash.value }) : hash;
}

export interface OpenedRound extends GameSecrets {
  startedAtMs: number;
  bettingEndsAtMs: number;
}

/** Opens a game in the database; a repeat opens the same game again, with a window from then. */
export async function openRound(
  ports: Pick<RoomPorts, 'seeds' | 'crash' | 'clock'>,
  tenure: Tenure,
  rules: TableRules,
  game: number,
): Promise<Result<OpenedRound>> {
  const secrets = await gameSecrets(ports, tenure.table, game);
  if (!secrets.ok) return secrets;
  const startedAtMs = ports.clock.nowMs();
  const bettingEndsAtMs = startedAtMs + rules.bettingMs;
  const chainId = secrets.value.chain.id;
  const written = await ports.crash.openRound(tenure, { game, chainId, startedAtMs, bettingEndsAtMs, rules });
  return written.ok ? ok({ ...secrets.value, startedAtMs, bettingEndsAtMs }) : written;
}

/** What the closing transaction writes. Null: the salt is not fixed and there is no bet to fix it with. */
export function closingOf(bets: BookEntry[], chain: Chain, launchedAtMs: number): BookClosing | null {
  if (bets.length === 0 && chain.salt === '') return null;
  const root = betBookRoot(bets);
  if (chain.salt !== '') return { betBookRoot: root, launchedAtMs };
  const salt = { salt: crashSalt(chain.terminator, root), saltSource: SALT_SOURCE_BET_BOOK };
  return { betBookRoot: root, launchedAtMs, salt };
}
