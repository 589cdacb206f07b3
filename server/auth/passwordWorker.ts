import { parentPort } from 'node:worker_threads';
import { hashSync, verifySync } from '@node-rs/argon2';
import { lowerThreadPriority } from '../jobs/threadPriority.ts';
import { ARGON2 } from './argon2.ts';

/** One task of a hashing thread. */
export type PasswordTask = { hash: string } | { verify: string; against: string };
/** What came of it: the hash, or whether the password is the one. */
export type PasswordTaskEnd = { value: string | boolean } | { failed: string };

lowerThreadPriority();

parentPort!.on('message', (task: PasswordTask) => {
  parentPort!.postMessage(ended(task));
});

function ended(task: PasswordTask): PasswordTaskEnd {
  try {
    if ('hash' in task) return { value: hashSync(task.hash, ARGON2) };
    return { value: verifySync(task.against, task.verify) };
  } catch (error) {
    return { failed: String(error) };
  }
}
