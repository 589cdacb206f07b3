import type { LockedPackage } from './lockfile.ts';

/** Read in their LICENSE files: their package.json says none. */
const STATED_ELSEWHERE: Readonly<Record<string, string>> = {
  '@colyseus/playground': 'MIT',
  'typed-function': 'MIT',
};

/** What we may ship beside a MIT-licensed program, and what we may build with. One more is a person's decision. */
const FINE = new Set([
  '0BSD',
  'Apache-2.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'CC0-1.0',
  'ISC',
  'MIT',
  // Binds only who changes the package itself.
  'MPL-2.0',
]);

export function licenceOf({ name, licence }: Pick<LockedPackage, 'name' | 'licence'>): string {
  return STATED_ELSEWHERE[name] ?? licence ?? 'unknown';
}

/** Of a choice (`MIT OR GPL-2.0`) one has to be fine; of a sum (`MIT AND CC0-1.0`) all. */
export function isFine(licence: string): boolean {
  return licence
    .replaceAll(/[()]/g, '')
    .split(' OR ')
    .some((choice) => choice.split(' AND ').every((part) => FINE.has(part.trim())));
}

/** `docs/LICENCES.md`: what runs with us and what we build with, by licence. */
export function licenceList(packages: readonly LockedPackage[]): string {
  return [
    '# Licences of others’ packages',
    '',
    'Written by `npm run supply -- --write` from `package-lock.json`; a test tells when it is out of date. Of packages for several',
    'platforms one is installed.',
    '',
    '## Of the server, the SDK and the web app, and optional ones of other platforms',
    '',
    ...byLicence(packages.filter(({ dev }) => !dev)),
    '## That we develop and test with',
    '',
    ...byLicence(packages.filter(({ dev }) => dev)),
  ]
    .join('\n')
    .replace(/\n+$/, '\n');
}

function byLicence(packages: readonly LockedPackage[]): string[] {
  const groups = Map.groupBy(packages, licenceOf);
  return [...groups.keys()].toSorted().flatMap((licence) => {
    const members = groups.get(licence)!;
    return [`### ${licence}`, '', ...members.map(({ name, version }) => `- ${name} ${version}`), ''];
  });
}
