import type { EventDraft } from '../../domain/events/event.ts';
import type { Log } from '../../rooms/ports.ts';
import { time } from '../virtualTime.ts';

/** A rule of SPEC.md that did not hold. */
export interface Violation {
  rule: string;
  problem: string;
  atMs: number;
}

/** Who looks on: keeps the first violation, and the story of the run if somebody wants to read it. */
export class Watch {
  violation: Violation | null = null;
  readonly story: string[] = [];
  readonly #tells: boolean;
  readonly #startMs: number;
  /** What rooms told the world of: checked by whoever knows the tables. */
  onTold: (draft: EventDraft) => void = () => {};

  constructor(startMs: number, tells: boolean) {
    this.#startMs = startMs;
    this.#tells = tells;
  }

  violated(rule: string, problem: string): void {
    this.violation ??= { rule, problem, atMs: time.nowMs - this.#startMs };
  }

  /** A line of the story; made only if somebody reads it. */
  note(line: () => string): void {
    if (!this.#tells) return;
    const seconds = ((time.nowMs - this.#startMs) / 1000).toFixed(3).padStart(8);
    this.story.push(`${seconds} s  ${line()}`);
  }

  told(draft: EventDraft): void {
    this.onTold(draft);
  }

  /** Whatever the product calls a bug is one. */
  log(name: string): Log {
    const line = (bindings: object, message: string) => {
      const { err, ...others } = bindings as { err?: Error };
      const about = JSON.stringify(others);
      return `${name}: ${message} ${about}${err === undefined ? '' : ` ${err.stack ?? err}`}`;
    };
    return {
      info: (bindings, message) => this.note(() => line(bindings, message)),
      warn: (bindings, message) => this.note(() => line(bindings, message)),
      error: (bindings, message) => this.violated('SI9', line(bindings, message)),
    };
  }
}
