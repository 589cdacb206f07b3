import { registerHooks } from 'node:module';
import { fileURLToPath } from 'node:url';

/** A change of the code that must be noticed: `find` stands exactly once in the file. */
export interface Mutation {
  name: string;
  /** From the root of the repository. */
  file: string;
  find: string;
  replace: string;
}

const ROOT = new URL('../', import.meta.url);
const edge = (file: string) => new URL(`./edges/${file}`, import.meta.url).href;

/** Where the code under simulation ends: what is loaded in place of what talks to sockets. */
const EDGES: ReadonlyMap<string, string> = new Map([
  ['@colyseus/core', edge('colyseus.ts')],
  [new URL('db/ledger/connection.ts', ROOT).href, edge('ledgerConnection.ts')],
  [new URL('db/ledger/encode.ts', ROOT).href, edge('ledgerBatch.ts')],
  [new URL('db/ledger/decode.ts', ROOT).href, edge('ledgerBatch.ts')],
  [new URL('domain/fairness/sha256.ts', ROOT).href, edge('nativeHashes.ts')],
  [new URL('domain/games/odds.ts', ROOT).href, edge('rememberedOdds.ts')],
]);

/** From now on modules of this thread are loaded with these edges, and with the mutation if there is one. */
export function hookModules(mutation: Mutation | null): { applied(): boolean } {
  const target = mutation === null ? null : new URL(mutation.file, ROOT).href;
  let applied = false;
  registerHooks({
    resolve(specifier, context, next) {
      const named = EDGES.get(specifier);
      const resolved = named === undefined ? next(specifier, context) : next(named, context);
      const replaced = EDGES.get(resolved.url);
      return replaced === undefined ? resolved : { ...resolved, url: replaced };
    },
    load(url, context, next) {
      const loaded = next(url, context);
      if (url !== target || mutation === null) return loaded;
      applied = true;
      return { ...loaded, source: mutated(String(loaded.source), mutation) };
    },
  });
  return { applied: () => applied };
}

/** @throws when the text is not there exactly once: the code has moved, and the mutation with it */
export function mutated(source: string, { name, file, find, replace }: Mutation): string {
  const times = source.split(find).length - 1;
  if (times !== 1) throw new Error(`mutation "${name}": its text stands ${times} times in ${file}, not once`);
  return source.replace(find, () => replace);
}

export function pathOf(file: string): string {
  return fileURLToPath(new URL(file, ROOT));
}
