import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { DEFAULT_TABLES } from '../../domain/crash/tables.data.ts';
import { oddsHash } from '../../domain/games/odds.ts';
import neon3 from '../../domain/slots/neon3.data.ts';
import { everyOddsTable, loadOddsTables } from '../../server/oddsTables.ts';
import { temporaryDirectory } from '../support/temporaryDirectory.ts';

async function directoryWith(files: Record<string, object>): Promise<string> {
  const directory = await temporaryDirectory();
  for (const [name, odds] of Object.entries(files)) {
    await writeFile(join(directory, name), `export default ${JSON.stringify(odds)};\n`);
  }
  return directory;
}

describe('odds tables', () => {
  test('our own are found by their files, each under its hash', async () => {
    const tables = await loadOddsTables(null);
    expect(tables.machines.get('neon3')!.odds).toEqual(neon3);
    expect([...tables.machines.keys()]).toContain('cascade5');
    expect(tables.banners.size).toBeGreaterThan(0);
    const every = everyOddsTable(tables, DEFAULT_TABLES);
    expect(every).toHaveLength(tables.machines.size + tables.banners.size + 1 + DEFAULT_TABLES.length);
    for (const { odds, oddsHash: hash } of every) expect(hash).toBe(oddsHash(odds));
  });

  test('a third machine is one data file', async () => {
    const directory = await directoryWith({
      'third.data.ts': { ...neon3, machine: 'third' },
      'notes.txt': {},
    });
    const { machines } = await loadOddsTables(directory);
    expect(machines.get('third')!.odds).toEqual({ ...neon3, machine: 'third' });
    expect(machines.get('third')!.oddsHash).not.toBe(machines.get('neon3')!.oddsHash);
  });

  test.each([
    ['a stake that is no multiple of 100', { ...neon3, machine: 'third', betSteps: [150] }, /betSteps/],
    ['a name that is taken', neon3, /another "neon3"/],
    ['a game that we do not have', { ...neon3, game: 'roulette' }, /default export/],
    ['a banner without items', { game: 'gacha', banner: 'bare' }, /odd\.data\.ts: /],
  ])('%s is refused, and the file named', async (_what, odds, problem) => {
    const directory = await directoryWith({ 'odd.data.ts': odds });
    await expect(loadOddsTables(directory)).rejects.toThrow(problem);
    await expect(loadOddsTables(directory)).rejects.toThrow('odd.data.ts');
  });

  test('a directory that is not there is named', async () => {
    await expect(loadOddsTables('/nowhere/odds')).rejects.toThrow('/nowhere/odds');
  });
});
