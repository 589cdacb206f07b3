import { BaseSequencer, type TestSpecification } from 'vitest/node';

/**
 * What waits for whole rounds, browsers and restarts: half a minute and more. Browsers take both cores, so that one
 * file of them runs beside files that mostly wait, and not beside another.
 */
const LONG = [
  'tests/e2e/play',
  'tests/simulation/killed.',
  'tests/rooms/rpsMatchTime',
  'tests/scripts/backup',
  'tests/rooms/databaseAway',
  'tests/scripts/loadtest',
  'tests/sdk/package',
  'tests/rooms/crashRoom',
  'tests/rooms/monitorRoom',
  'tests/simulation/',
  'tests/rooms/',
  'tests/fuzz/',
  'tests/scripts/',
  'tests/db/',
  'tests/browser/screens',
  'tests/browser/networks',
  'tests/browser/operators',
  'tests/browser/lobby',
  'tests/browser/games',
];

/** What takes long begins first, so that no worker stands idle at the end while the other plays rounds. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    return sorted.toSorted((a, b) => place(a) - place(b));
  }
}

function place({ moduleId }: TestSpecification): number {
  const found = LONG.findIndex((start) => moduleId.includes(start));
  return found < 0 ? LONG.length : found;
}
