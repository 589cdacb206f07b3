import { parentPort } from 'node:worker_threads';
import { playStream } from './simulate.ts';
import { loadSubjects } from './subjects.ts';
import type { StreamOrder } from './threads.ts';

// Functions can't be handed to a thread: it loads the subjects itself and is told a name.
const subjects = new Map((await loadSubjects()).map((subject) => [subject.name, subject]));

parentPort!.on('message', ({ name, seed, stream, games }: StreamOrder) => {
  parentPort!.postMessage(playStream(subjects.get(name)!, seed, stream, games));
});
