import type { BookClosing, BookEntry, Chain, Tenure } from '../../domain/crash/port.ts';
import { rulesInForce } from '../../domain/crash/tableSetting.ts';
import type { TableRules } from '../../domain/crash/tables.data.ts';
import { betBookRoot } from '../../domain/fairness/betBook.ts';
import { crashSalt, SALT_SOURCE_BET_BOOK } from '../../domain/fairness/seedChain.ts';
import { ok, type Result } from '../../domain/result.ts';
import type { RoomPorts } from '../ports.ts';

/** How often a table that operators have paused asks whether it is to go on. */
export const LOOK_WHILE_PAUSED_MS = 250;

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
  /** With the limits that operators have set. */
  rules: TableRules;
  startedAtMs: number;
  bettingEndsAtMs: number;
}

/** A game that is to be opened. */
export interface Opening {
  game: number;
  /**
   * Those of an attempt whose end was not heard: the game may be open with them already, so that it is played by them,
   * whatever operators have set since. Null before.
   */
  rules: TableRules | null;
}

/**
 * Opens a game in the database, or answers null when operators have paused the table; a repeat opens the same game again, with a window from
 * then. What is set is read now, so that it holds from the very next round, whatever this process has heard of it.
 */
export async function openRound(
  ports: Pick<RoomPorts, 'seeds' | 'crash' | 'clock' | 'tableSettings'>,
  tenure: Tenure,
  published: TableRules,
  opening: Opening,
): Promise<Result<OpenedRound | null>> {
  const { game } = opening;
  let { rules } = opening;
  if (rules === null) {
    const setting = await ports.tableSettings.read(tenure.table);
    if (!setting.ok) return setting;
    if (setting.value.paused !== null) return ok(null);
    rules = rulesInForce(published, setting.value);
  }
  const secrets = await gameSecrets(ports, tenure.table, game);
  if (!secrets.ok) return secrets;
  const startedAtMs = ports.clock.nowMs();
  const bettingEndsAtMs = startedAtMs + rules.bettingMs;
  const chainId = secrets.value.chain.id;
  opening.rules = rules;
  const written = await ports.crash.openRound(tenure, { game, chainId, startedAtMs, bettingEndsAtMs, rules });
  return written.ok ? ok({ ...secrets.value, rules, startedAtMs, bettingEndsAtMs }) : written;
}

/** What the closing transaction writes. Null: the salt is not fixed and there is no bet to fix it with. */
export function closingOf(bets: BookEntry[], chain: Chain, launchedAtMs: number): BookClosing | null {
  if (bets.length === 0 && chain.salt === '') return null;
  const root = betBookRoot(bets);
  if (chain.salt !== '') return { betBookRoot: root, launchedAtMs };
  const salt = { salt: crashSalt(chain.terminator, root), saltSource: SALT_SOURCE_BET_BOOK };
  return { betBookRoot: root, launchedAtMs, salt };
}
