import type { Random } from '../../simulation/random.ts';

/** Any value that JSON or MessagePack can carry. */
export type Value = unknown;

const NAMES = [
  '__proto__',
  'constructor',
  'prototype',
  'toString',
  'key',
  'then',
  'id',
  '',
  '0',
  'ref',
  '$ne',
];

/** Numbers at the edges of what types can hold. */
const NUMBERS = [
  ...[0, -0, 1, -1, 0.5, 99, 100, 101, 1e-9, 2 ** 31, -(2 ** 31), 2 ** 32, 2 ** 53, 2 ** 53 + 2, -(2 ** 53)],
  ...[1e21, 1e308, -1e308, Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY],
];

const TEXTS = [
  ...[
    '',
    ' ',
    '\0',
    'null',
    'NaN',
    '1e999',
    '100',
    '-1',
    'true',
    '[object Object]',
    '../../etc/passwd',
    '%00',
  ],
  ...['\u202E\u0000', '\uD800', '\uFFFF', '🎲'.repeat(40), "' or 1=1 --", '<script>', '{{7*7}}'],
  ...['00000000-0000-0000-0000-000000000000', 'ffffffff-ffff-ffff-ffff-ffffffffffff', '2024-02-30T25:61:61Z'],
];

/** A value that nobody asked for. */
export function nastyValue(random: Random, depth = 3): Value {
  switch (random.below(depth > 0 ? 11 : 7)) {
    case 0:
      return random.pick(NUMBERS);
    case 1:
      return random.pick(TEXTS);
    case 2:
      return random.chance(0.5);
    case 3:
      return null;
    case 4:
      return random.between(-(2 ** 31), 2 ** 31);
    case 5:
      return nastyText(random);
    case 6:
      return random.uuid();
    case 7:
    case 8:
      return Array.from({ length: random.below(5) }, () => nastyValue(random, depth - 1));
    default:
      return nastyObject(random, depth);
  }
}

/** Its keys are its own, `__proto__` included. */
function nastyObject(random: Random, depth: number): Value {
  const entries = Array.from({ length: random.below(5) }, (): [string, Value] => [
    random.chance(0.7) ? random.pick(NAMES) : nastyText(random),
    nastyValue(random, depth - 1),
  ]);
  return withOwn({}, entries);
}

export function nastyText(random: Random): string {
  const length = random.chance(0.05) ? random.between(200, 9_000) : random.below(24);
  let text = '';
  while (text.length < length)
    text += String.fromCharCode(random.chance(0.7) ? random.between(32, 126) : random.below(0x1_0000));
  return text;
}

/** Nested so deep that whoever walks it by recursion should have thought of that. */
export function deepValue(random: Random, depth: number): Value {
  let value: Value = random.below(100);
  for (let level = 0; level < depth; level += 1)
    value = random.chance(0.5) ? [value] : withOwn({}, [[random.pick(NAMES), value]]);
  return value;
}

/** The same value with a part of it changed, dropped or added. */
export function mutated(value: Value, random: Random): Value {
  if (random.chance(0.15)) return nastyValue(random);
  if (Array.isArray(value)) return mutatedList(value, random);
  if (typeof value === 'object' && value !== null)
    return mutatedObject(value as Record<string, Value>, random);
  if (typeof value === 'number' && random.chance(0.5))
    return value + random.pick([1, -1, 0.5, 2 ** 32, -value * 2]);
  if (typeof value === 'string' && random.chance(0.5)) return mutatedText(value, random);
  return nastyValue(random);
}

function mutatedList(list: readonly Value[], random: Random): Value {
  const at = random.below(Math.max(1, list.length));
  switch (random.below(4)) {
    case 0:
      return list.toSpliced(at, 1);
    case 1:
      return [...list, nastyValue(random)];
    case 2:
      return list.length === 0 ? [nastyValue(random)] : [...list, ...list, ...list];
    default:
      return list.map((part, index) => (index === at ? mutated(part, random) : part));
  }
}

function mutatedObject(object: Record<string, Value>, random: Random): Value {
  const entries = Object.entries(object);
  const at = random.below(Math.max(1, entries.length));
  switch (random.below(5)) {
    case 0:
      return withOwn({}, entries.toSpliced(at, 1));
    case 1:
      return withOwn({}, [...entries, [random.pick(NAMES), nastyValue(random)]]);
    default:
      return withOwn(
        {},
        entries.map(([name, part], index) => [name, index === at ? mutated(part, random) : part]),
      );
  }
}

function mutatedText(text: string, random: Random): string {
  const at = random.below(text.length + 1);
  switch (random.below(4)) {
    case 0:
      return text.slice(0, at);
    case 1:
      return text.slice(0, at) + random.pick(TEXTS) + text.slice(at);
    case 2:
      return text.toUpperCase();
    default:
      return text.slice(0, at) + text.slice(at + 1);
  }
}

function withOwn(target: object, entries: readonly (readonly [string, Value])[]): object {
  for (const [name, value] of entries)
    Object.defineProperty(target, name, { value, enumerable: true, configurable: true, writable: true });
  return target;
}
