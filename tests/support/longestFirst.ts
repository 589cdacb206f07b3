import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Folders whose files wait for whole rounds, browsers and restarts: half a minute and more. */
const LONG = ['tests/e2e/', 'tests/rooms/', 'tests/simulation/', 'tests/db/'];

/** What takes long begins first, so that no worker stands idle at the end while the other plays rounds. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    return sorted.toSorted((a, b) => place(a) - place(b));
  }
}

function place({ moduleId }: TestSpecification): number {
  const found = LONG.findIndex((folder) => moduleId.includes(folder));
  return found < 0 ? LONG.length : found;
}
