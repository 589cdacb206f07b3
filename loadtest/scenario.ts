import { tellCounts } from './measures.ts';
import { tellBeliefs } from './purse.ts';
import { enter, type Run } from './run.ts';

/** What each virtual user does: it plays its part, and tells what its players believe. */
export function scenario(play: () => Promise<void>): (run: Run) => Promise<void> {
  return async (run) => {
    enter(run);
    await play();
    tellBeliefs();
    tellCounts();
  };
}
