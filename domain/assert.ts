/** A broken invariant: a bug of ours, never something a player or an operator can cause. */
export class AssertionError extends Error {
  override readonly name = 'AssertionError';
}

/**
 * States an invariant. What a player or operator can cause is a `Result` with a code instead;
 * a failed assertion stops the table from taking bets and leaves the rest of the process running.
 */
export function assert(condition: unknown, message: string): asserts condition {
  if (!condition) throw new AssertionError(message);
}

/** Marks a branch that the types say cannot be reached. */
export function unreachable(value: never): never {
  throw new AssertionError(`unreachable: ${JSON.stringify(value)}`);
}
