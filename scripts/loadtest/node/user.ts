/** One virtual user, started by `main.ts`: plays its part of the scenario, then sends what it measured. */
import { loadScript } from './engine.ts';
import type { Measured } from './figures.ts';

const [path, run] = process.argv.slice(2) as [string, string];
/** As `main.ts` has opened it. */
const TOLD = 3;

// Also when `main.ts` is gone: nothing is left running.
process.once('disconnect', () => process.exit());

const script = await loadScript(path, TOLD);
// After the hooks: it is the module that the scenario measures with.
const { counted, timed } = (await import('k6/metrics')) as unknown as Measured;
await script.default(JSON.parse(run));
process.send!({ counted, timed } satisfies Measured, undefined, {}, () => process.disconnect());
