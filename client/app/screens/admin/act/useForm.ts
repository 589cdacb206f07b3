import { type ReadonlySignal, useSignal } from '@preact/signals';
import { asFairgroundError } from '../useAsked.ts';
import { type Problems, problemsOf } from './problem.ts';

export interface Form {
  readonly busy: ReadonlySignal<boolean>;
  readonly problems: ReadonlySignal<Problems>;
  /** Checks, then does it, once at a time. True when it is done. */
  submit(check: () => Problems, work: () => Promise<unknown>): Promise<boolean>;
}

/** @param fields the names that a refusal of the server may be shown at */
export function useForm(fields: readonly string[]): Form {
  const busy = useSignal(false);
  const problems = useSignal<Problems>({});
  return {
    busy,
    problems,
    async submit(check, work) {
      if (busy.value) return false;
      problems.value = check();
      if (Object.values(problems.value).some((problem) => problem !== undefined)) return false;
      busy.value = true;
      try {
        await work();
        return true;
      } catch (caught) {
        problems.value = problemsOf(asFairgroundError(caught), fields);
        return false;
      } finally {
        busy.value = false;
      }
    },
  };
}
