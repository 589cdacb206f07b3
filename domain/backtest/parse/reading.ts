import type { Indicator } from '../strategy.ts';

/** What is read so far of a strategy, and the first thing that is wrong with it. */
export interface Reading {
  readonly mostPeriod: number;
  readonly ind: Map<string, Indicator>;
  nodes: number;
  refusal: { field: string; problem: string } | null;
}

/** Notes what is wrong with a field, unless something was wrong before. Readers return null after it. */
export function refuse(reading: Reading, field: string, problem: string): null {
  reading.refusal ??= { field, problem };
  return null;
}

/** The fields of an object whose names are all among `known`; null after a refusal. */
export function fieldsOf(
  reading: Reading,
  value: unknown,
  field: string,
  known: readonly string[],
): Map<string, unknown> | null {
  const entries = entriesOf(value);
  if (entries === null) return refuse(reading, field, 'must be an object');
  for (const [name] of entries) {
    if (known.includes(name)) continue;
    const place = field === '' ? name : `${field}.${name}`;
    return refuse(reading, place, `is not known here; there are ${known.join(', ')}`);
  }
  return new Map(entries);
}

/** An object's own entries, whatever their names; null: it is no object. */
export function entriesOf(value: unknown): [string, unknown][] | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.entries(value) : null;
}

export function isWithin(value: unknown, over: number, most: number): value is number {
  return typeof value === 'number' && value > over && value <= most;
}

const MOST_BYTES = 16_384;
/** Rules stop at 8 levels; each is two of JSON (`{"not":{"not":...}}` one), and the whole has some around them. */
const MOST_NESTING = 32;

/** What is wrong with a value before anything in it is looked at; null: it is small enough to be read. */
export function sizeProblem(value: unknown): string | null {
  if (isDeeper(value, MOST_NESTING)) return 'is nested too deeply';
  const text = JSON.stringify(value);
  return text !== undefined && utf8Length(text) > MOST_BYTES ? `is over ${MOST_BYTES} bytes of JSON` : null;
}

function isDeeper(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return levels === 0 || Object.values(value).some((part) => isDeeper(part, levels - 1));
}

function utf8Length(text: string): number {
  let bytes = 0;
  for (const character of text) {
    const code = character.codePointAt(0)!;
    bytes += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
  }
  return bytes;
}
