import { type RunOptions, type RunResult, World } from './world.ts';

let world: World | null = null;

// A promise that nobody waits for is a bug like any other.
process.on('unhandledRejection', (error) => {
  world?.watch.violated('SI9', `unhandled rejection: ${(error as Error)?.stack ?? error}`);
});

export function run(options: RunOptions): RunResult {
  world = new World(options);
  return world.run();
}
