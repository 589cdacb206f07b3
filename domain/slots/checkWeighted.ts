import { MOST_CHOICES } from '../fairness/pick.ts';
import { has, isList, isText, isWhole } from './form.ts';
import type { WeightedMachine } from './machine.ts';

const REELS = 3;
/** Beyond that a bonus is no bonus any more. */
const MOST_STREAK_HUNDREDTHS = 100;
const MOST_VARIATION_HUNDREDTHS = 50;

/** Fields of a weighted machine; those of every machine were checked before. */
export function* weightedProblems(machine: WeightedMachine): Generator<string> {
  const symbols = new Set(machine.symbols.map(({ id }) => id));
  if (!isList(machine.reels) || machine.reels.length !== REELS) yield `reels: there must be ${REELS} of them`;
  for (const [index, reel] of machine.reels.entries()) yield* reelProblems(`reels[${index}]`, reel, symbols);
  if (!has(machine.streak, 'perWinHundredths', 'mostHundredths')) {
    yield 'streak: it needs perWinHundredths and mostHundredths (both 0: no streak)';
  }
  const { perWinHundredths, mostHundredths } = machine.streak;
  if (!isWhole(mostHundredths, 0, MOST_STREAK_HUNDREDTHS)) {
    yield `streak.mostHundredths: it must be 0 to ${MOST_STREAK_HUNDREDTHS}`;
  }
  if (!isWhole(perWinHundredths, mostHundredths > 0 ? 1 : 0, mostHundredths)) {
    yield 'streak.perWinHundredths: it must be from 1 to mostHundredths';
  }
  if (!isWhole(machine.variationHundredths, 0, MOST_VARIATION_HUNDREDTHS)) {
    yield `variationHundredths: it must be 0 to ${MOST_VARIATION_HUNDREDTHS}`;
  }
  yield* payProblems('triples', machine.triples, symbols, machine);
  yield* payProblems('pairs', machine.pairs, symbols, machine);
  if (!machine.triples.some(({ symbol }) => symbol === machine.jackpotSymbol)) {
    yield 'jackpotSymbol: it must be a symbol of triples';
  }
}

function* reelProblems(
  field: string,
  reel: WeightedMachine['reels'][number],
  symbols: ReadonlySet<string>,
): Generator<string> {
  if (!isList(reel) || reel.length === 0) yield `${field}: it must be a list of symbols with weights`;
  let total = 0;
  for (const [index, entry] of reel.entries()) {
    if (!has(entry, 'symbol', 'weight') || !isText(entry.symbol) || !symbols.has(entry.symbol)) {
      yield `${field}[${index}].symbol: it is not among the machine's symbols`;
    }
    if (!isWhole(entry.weight, 1)) yield `${field}[${index}].weight: it must be a whole number from 1`;
    total += entry.weight;
  }
  if (total > MOST_CHOICES)
    yield `${field}: the weights add up to ${total}, at most ${MOST_CHOICES} are drawn from`;
}

function* payProblems(
  field: 'triples' | 'pairs',
  pays: WeightedMachine['triples'],
  symbols: ReadonlySet<string>,
  machine: WeightedMachine,
): Generator<string> {
  if (!isList(pays)) yield `${field}: it must be a list`;
  const highestBet = machine.betSteps.at(-1)!;
  const most = Number.MAX_SAFE_INTEGER / (highestBet * (100 + machine.streak.mostHundredths) * 200);
  // The lowest pay is still a hundredth when it was varied downwards: every win pays.
  const least = Math.ceil(100 / (100 - machine.variationHundredths));
  const paid = new Set<string>();
  for (const [index, pay] of pays.entries()) {
    if (!has(pay, 'symbol', 'payHundredths') || !isText(pay.symbol) || !symbols.has(pay.symbol)) {
      yield `${field}[${index}].symbol: it is not among the machine's symbols`;
    }
    if (paid.has(pay.symbol)) yield `${field}[${index}].symbol: "${pay.symbol}" is there twice`;
    if (!isWhole(pay.payHundredths, least, Math.floor(most))) {
      yield `${field}[${index}].payHundredths: it must be a whole number from ${least} to ${Math.floor(most)}`;
    }
    paid.add(pay.symbol);
  }
}
