import { type Mismatch, mismatch } from './mismatch.ts';

/**
 * The first place where what was recorded is not what a replay gives, in the replay's order: `outcome.turns[1].stops[0]`.
 * What the replay does not have at all comes last.
 * @param recorded any JSON
 */
export function firstDifference(path: string, recorded: unknown, replayed: unknown): Mismatch | null {
  if (Array.isArray(replayed)) {
    if (!Array.isArray(recorded)) return shouldBe(path, replayed);
    for (const [index, value] of replayed.entries()) {
      const found = firstDifference(`${path}[${index}]`, recorded[index], value);
      if (found !== null) return found;
    }
    const isLonger = recorded.length > replayed.length;
    return isLonger ? mismatch(`${path}[${replayed.length}]`, 'should not be there') : null;
  }
  if (typeof replayed === 'object' && replayed !== null) {
    if (typeof recorded !== 'object' || recorded === null || Array.isArray(recorded)) {
      return shouldBe(path, replayed);
    }
    for (const [name, value] of Object.entries(replayed)) {
      const given = Object.hasOwn(recorded, name) ? (recorded as Record<string, unknown>)[name] : undefined;
      const found = firstDifference(`${path}.${name}`, given, value);
      if (found !== null) return found;
    }
    const more = Object.keys(recorded).find((name) => !Object.hasOwn(replayed, name));
    return more === undefined ? null : mismatch(`${path}.${more}`, 'should not be there');
  }
  return recorded === replayed ? null : shouldBe(path, replayed);
}

function shouldBe(path: string, replayed: unknown): Mismatch {
  return mismatch(path, `should be ${JSON.stringify(replayed)}`);
}
