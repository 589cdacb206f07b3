import { STAKE_STEP_COINS } from '../money.ts';
import { compare, rational, toDecimal } from '../rational.ts';
import { stripProblems } from './checkStrips.ts';
import { weightedProblems } from './checkWeighted.ts';
import { exactReturn } from './expectedReturn.ts';
import { has, isList, isText, isWhole } from './form.ts';
import type { SlotMachine } from './machine.ts';

const LEAST_RETURN = rational(95, 100);
const MOST_RETURN = rational(97, 100);

const MOST_SYMBOLS = 64;

/** Stands in a room's options, in scopes and in addresses. */
const MACHINE_NAME = /^[a-z][a-z0-9_-]{0,31}$/;

/**
 * What is wrong with a machine of a data file, or null. One line that opens with the field. It is called with
 * whatever the file holds: nothing of its shape is taken for granted.
 */
export function checkMachine(machine: SlotMachine): string | null {
  for (const problem of problems(machine)) return problem;
  return null;
}

function* problems(machine: SlotMachine): Generator<string> {
  if (!has(machine, 'game', 'machine', 'name', 'betSteps', 'symbols', 'kind')) {
    yield 'machine: it needs game, machine, name, betSteps, symbols and kind';
  }
  if (machine.game !== 'slots') yield `game: it must be "slots"`;
  if (!isText(machine.machine) || !MACHINE_NAME.test(machine.machine)) {
    yield `machine: it must be 1 to 32 of a-z, 0-9, _ and -, a letter first`;
  }
  if (!areNames(machine.name)) yield 'name: it needs a text in en and in ko';
  yield* betStepProblems(machine.betSteps);
  yield* symbolProblems(machine.symbols);
  if (machine.kind === 'weighted') yield* weightedProblems(machine);
  else if (machine.kind === 'strips') yield* stripProblems(machine);
  else yield `kind: it must be "weighted" or "strips"`;
  yield* returnProblems(machine);
}

function* betStepProblems(steps: unknown): Generator<string> {
  if (!isList(steps) || steps.length === 0) yield 'betSteps: it must be a list of stakes';
  let before = 0;
  for (const [index, step] of (steps as unknown[]).entries()) {
    if (!isWhole(step, STAKE_STEP_COINS) || step % STAKE_STEP_COINS !== 0) {
      yield `betSteps[${index}]: it must be a multiple of ${STAKE_STEP_COINS} coins`;
    }
    if ((step as number) <= before) yield `betSteps[${index}]: the steps must ascend`;
    before = step as number;
  }
}

function* symbolProblems(symbols: unknown): Generator<string> {
  if (!isList(symbols) || !isWhole(symbols.length, 1, MOST_SYMBOLS)) {
    yield `symbols: it must be a list of 1 to ${MOST_SYMBOLS}`;
  }
  const known = new Set<string>();
  for (const [index, symbol] of (symbols as SlotMachine['symbols']).entries()) {
    if (!has(symbol, 'id', 'name', 'art') || !isText(symbol.id))
      yield `symbols[${index}].id: it must be a text`;
    if (known.has(symbol.id)) yield `symbols[${index}].id: "${symbol.id}" is there twice`;
    if (!areNames(symbol.name)) yield `symbols[${index}].name: it needs a text in en and in ko`;
    if (!isText(symbol.art)) yield `symbols[${index}].art: it must be a text`;
    known.add(symbol.id);
  }
}

function* returnProblems(machine: SlotMachine): Generator<string> {
  const value = exactReturn(machine);
  if (compare(value, LEAST_RETURN) < 0 || compare(value, MOST_RETURN) > 0) {
    yield `pays: they return ${toDecimal(value, 6)} of the stakes, it must be 0.95 to 0.97`;
  }
}

function areNames(name: unknown): boolean {
  return has(name, 'en', 'ko') && isText(name.en) && isText(name.ko);
}
