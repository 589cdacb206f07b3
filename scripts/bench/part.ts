import { type ChildProcess, fork } from 'node:child_process';

/** A process of a benchmark that does what it is asked, and answers each time. */
export class Part {
  readonly #child: ChildProcess;

  constructor(file: URL) {
    this.#child = fork(file);
  }

  get pid(): number {
    return this.#child.pid!;
  }

  ask<Answer>(what: object | string): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const failed = () => reject(new Error('a process of the benchmark failed'));
      this.#child.once('exit', failed);
      this.#child.once('message', (answer) => {
        this.#child.off('exit', failed);
        resolve(answer as Answer);
      });
      this.#child.send(what);
    });
  }

  end(): void {
    this.#child.kill('SIGKILL');
  }
}
