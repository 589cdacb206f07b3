import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { JsonValue } from '../domain/canonicalJson.ts';
import { crashOdds } from '../domain/crash/odds.ts';
import type { TableRules } from '../domain/crash/tables.data.ts';
import type { GachaBanner } from '../domain/gacha/banner.ts';
import { checkBanner } from '../domain/gacha/checkBanner.ts';
import { type LoadedOdds, oddsHash } from '../domain/games/odds.ts';
import type { RpsOdds } from '../domain/rps/odds.ts';
import rps from '../domain/rps/rps.data.ts';
import { checkMachine } from '../domain/slots/checkMachine.ts';
import type { SlotMachine } from '../domain/slots/machine.ts';

/** What the session rooms play by, each table with its hash. */
export interface OddsTables {
  machines: ReadonlyMap<string, LoadedOdds<SlotMachine>>;
  banners: ReadonlyMap<string, LoadedOdds<GachaBanner>>;
  rps: LoadedOdds<RpsOdds>;
}

/** A data file that can't be played by: the message names it and the field. */
export class OddsError extends Error {
  override readonly name = 'OddsError';
}

const OWN_DIRECTORIES = ['slots', 'gacha'].map((folder) =>
  fileURLToPath(new URL(`../domain/${folder}`, import.meta.url)),
);
const DATA_FILE = /\.data\.ts$/;

/**
 * Reads every `*.data.ts` among our own odds tables and in one more directory: a machine or banner more is one
 * file, and no code. Each is checked before anyone can play by it.
 * @throws OddsError
 */
export async function loadOddsTables(moreIn: string | null): Promise<OddsTables> {
  const machines = new Map<string, LoadedOdds<SlotMachine>>();
  const banners = new Map<string, LoadedOdds<GachaBanner>>();
  for (const directory of moreIn === null ? OWN_DIRECTORIES : [...OWN_DIRECTORIES, moreIn]) {
    for (const path of await dataFiles(directory)) {
      const odds = await read(path);
      if (odds.game === 'slots') add(machines, odds.machine, odds, path, checkMachine(odds));
      else add(banners, odds.banner, odds, path, checkBanner(odds));
    }
  }
  return { machines, banners, rps: loaded(rps) };
}

/** All of them in one list, with those of the crash tables. */
export function everyOddsTable(
  { machines, banners, rps: hands }: OddsTables,
  tables: readonly TableRules[],
): LoadedOdds<JsonValue>[] {
  return [
    ...machines.values(),
    ...banners.values(),
    hands,
    ...tables.map((rules) => loaded(crashOdds(rules))),
  ];
}

async function dataFiles(directory: string): Promise<string[]> {
  const names = await readdir(directory).catch((error: NodeJS.ErrnoException) => {
    throw new OddsError(`${directory} can't be read: ${error.code}`);
  });
  return names
    .filter((name) => DATA_FILE.test(name))
    .toSorted()
    .map((name) => join(directory, name));
}

async function read(path: string): Promise<SlotMachine | GachaBanner> {
  const module = await import(pathToFileURL(path).href).catch((error: Error) => {
    throw new OddsError(`${path} can't be loaded: ${error.message.split('\n')[0]}`);
  });
  const odds = module.default as SlotMachine | GachaBanner | undefined;
  if (odds?.game !== 'slots' && odds?.game !== 'gacha') {
    throw new OddsError(
      `${path}: its default export must be a machine (game: 'slots') or a banner (game: 'gacha')`,
    );
  }
  return odds;
}

function add<Odds extends JsonValue>(
  to: Map<string, LoadedOdds<Odds>>,
  name: string,
  odds: Odds,
  path: string,
  problem: string | null,
): void {
  if (problem !== null) throw new OddsError(`${path}: ${problem}`);
  if (to.has(name)) throw new OddsError(`${path}: there is another "${name}"`);
  to.set(name, loaded(odds));
}

function loaded<Odds extends JsonValue>(odds: Odds): LoadedOdds<Odds> {
  return Object.freeze({ odds, oddsHash: oddsHash(odds) });
}
