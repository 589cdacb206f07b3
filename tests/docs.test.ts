import { posix } from 'node:path';
import { describe, expect, test } from 'vitest';
import { PERMISSIONS } from '../domain/identity/permissions.ts';
import { ERRORS } from '../domain/protocol/errors.ts';
import { SERVER_WORDS } from '../scripts/serverWords.mjs';
import { createMetrics } from '../server/metrics.ts';
import { schemaFieldsOf, settingsOf, wireNamesOf } from './docs/contract.ts';
import { brokenLinks, codeWords, scriptsNamed, section, tableRows } from './docs/markdown.ts';
import { parse, repositoryFiles, textOf } from './tidy/sources.ts';

const files = repositoryFiles();
const documents = files.filter((path) => path.endsWith('.md'));
const read = (path: string) => parse(path, textOf(path));

test('docs/ERRORS.md is the catalogue: every code with its status and message, and no other', () => {
  const rows = tableRows(textOf('docs/ERRORS.md')).filter(([code]) => /^`[a-z_]+`$/.test(code!));
  const documented = rows.map(([code, status, message]) => [code!.slice(1, -1), Number(status), message]);
  const catalogue = Object.entries(ERRORS).map(([code, { status, message }]) => [code, status, message]);
  expect(documented.toSorted()).toEqual(catalogue.toSorted());
});

test('docs/OPERATIONS.md has every setting with its default, and no other', () => {
  const rows = tableRows(section(textOf('docs/OPERATIONS.md'), '## Settings'));
  const documented = rows.map(([name, unset]) => [name!.replaceAll('`', ''), unset!.replaceAll('`', '')]);
  const settings = settingsOf(read('server/config.ts'));
  expect(settings).not.toEqual([]);
  expect(documented.toSorted()).toEqual(settings.map(({ name, unset }) => [name, shown(unset)]).toSorted());
});

test('docs/OPERATIONS.md has every permission with the roles that have it, and no other', () => {
  const rows = tableRows(section(textOf('docs/OPERATIONS.md'), '## Operators'));
  const documented = rows.map(([name, roles]) => [name!.replaceAll('`', ''), roles]);
  const table = Object.entries(PERMISSIONS).map(([name, roles]) => [
    name,
    roles.length === 4 ? 'everybody' : roles.join(', '),
  ]);
  expect(documented.toSorted()).toEqual(table.toSorted());
});

test('wherever a server is started, Node is given the same words', () => {
  expect(textOf('docs/OPERATIONS.md')).toContain(`\`node ${SERVER_WORDS.join(' ')}\``);
  const command = /^CMD (.+)$/m.exec(textOf('ops/compose/Dockerfile'))![1]!;
  expect(JSON.parse(command)).toEqual(['node', ...SERVER_WORDS]);
});

/** A default as the table shows it. */
function shown(unset: string): string {
  if (unset === 'null' || unset.startsWith('[]')) return '';
  return unset.replaceAll(/[_'[\]]/g, '');
}

test('docs/OPERATIONS.md has every metric of ours, and no other', async () => {
  const rows = tableRows(section(textOf('docs/OPERATIONS.md'), '## Watching it'));
  const documented = rows.map(([name]) => name!.replaceAll('`', ''));
  const metrics = createMetrics({ eventLoopDelayMs: () => 0 });
  const names = [...(await metrics.render()).matchAll(/^# TYPE (\w+)/gm)].map((match) => match[1]!);
  metrics.stop();
  const ours = names.filter((name) => !/^fairground_(process|nodejs)_/.test(name));
  expect(documented.toSorted()).toEqual(ours.toSorted());
});

describe('docs/ROOMS.md describes the rooms', () => {
  const text = textOf('docs/ROOMS.md');
  const rooms = files.filter((path) => /^rooms\/[^/]+\/\w+Room\.ts$/.test(path));

  test('it has a section for each room and no other', () => {
    const described = [...text.matchAll(/^## `(\w+)`$/gm)].map((match) => match[1]);
    expect(described.toSorted()).toEqual(rooms.map((path) => path.split('/')[1]).toSorted());
  });

  test.each(rooms)('%s: its requests, messages and state', (path) => {
    const room = path.split('/')[1]!;
    const part = (title: string) => section(section(text, `## \`${room}\``), `### ${title}`);
    const source = read(path);
    const { requests, messages } = wireNamesOf(source);
    const inherited = source.imports
      .filter(({ specifier }) => specifier.startsWith('.'))
      .map(({ specifier }) => posix.join(posix.dirname(path), specifier))
      .filter((imported) => new RegExp(`^rooms/(play|${room})/`).test(imported))
      .flatMap((imported) => wireNamesOf(read(imported)).messages);
    const first = (title: string) => tableRows(part(title)).map(([cell]) => /`(\w+)/.exec(cell!)![1]!);
    expect(first('Requests').toSorted()).toEqual(requests.toSorted());
    expect(first('Messages').toSorted()).toEqual([...new Set([...messages, ...inherited])].toSorted());
    const stateFile = `rooms/${room}/state.ts`;
    if (!files.includes(stateFile)) return expect(part('State')).toContain('None');
    const state = codeWords(part('State'));
    expect(schemaFieldsOf(read(stateFile)).filter((field) => !state.has(field))).toEqual([]);
  });
});

test('every npm script that a document names exists, and every script is documented', () => {
  const { scripts } = JSON.parse(textOf('package.json')) as { scripts: Record<string, string> };
  const named = documents.flatMap((path) => scriptsNamed(textOf(path)));
  expect([...new Set(named)].toSorted()).toEqual(Object.keys(scripts).toSorted());
});

test('the files that npm scripts run are there', () => {
  const { scripts } = JSON.parse(textOf('package.json')) as { scripts: Record<string, string> };
  const run = Object.values(scripts).flatMap((script) => script.match(/\S+\.(?:ts|mjs)\b/g) ?? []);
  expect(run.filter((path) => !files.includes(path))).toEqual([]);
});

test('every relative link leads somewhere', () => {
  const exists = (path: string) => files.some((file) => file === path || file.startsWith(`${path}/`));
  const findings = documents.flatMap((path) => brokenLinks(path, textOf(path), exists, textOf));
  expect(findings.map(({ path, problem }) => `${path}: ${problem}`)).toEqual([]);
});
