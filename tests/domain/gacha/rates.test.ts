import seedrandom from 'seedrandom';
import { expect, test } from 'vitest';
import { describeBanner } from '../../../domain/gacha/disclosure.ts';
import { drawPulls } from '../../../domain/gacha/drawPulls.ts';
import starlight from '../../../domain/gacha/starlight.data.ts';
import { startOf } from './script.ts';

const PULLS = 1_000_000;
/** Pulls of one batch are dependent; batches of this many are not, to speak of. */
const BATCH = 1_000;

test('[GA20] over a million pulls each rarity comes as often as published', () => {
  const next = seedrandom('a million pulls');
  const start = startOf(starlight, {});
  const batches: Record<string, number>[] = [];
  let { pity, recent } = start;
  for (let pulls = 0; pulls < PULLS; pulls += 10) {
    if (pulls % BATCH === 0) batches.push({});
    const drawn = drawPulls(starlight, next, 10, { pity, recent, left: start.left });
    [pity, recent] = [drawn.outcome.pity, drawn.recent];
    const batch = batches.at(-1)!;
    for (const [rarity, count] of Object.entries(drawn.tally)) batch[rarity] = (batch[rarity] ?? 0) + count;
  }
  for (const { rarity, consolidatedRate } of describeBanner(starlight).rarities) {
    const rates = batches.map((batch) => (batch[rarity] ?? 0) / BATCH);
    const mean = rates.reduce((sum, rate) => sum + rate, 0) / rates.length;
    const variance = rates.reduce((sum, rate) => sum + (rate - mean) ** 2, 0) / (rates.length - 1);
    const standardError = Math.sqrt(variance / rates.length);
    expect(Math.abs(mean / consolidatedRate - 1), rarity).toBeLessThan(0.05);
    expect(Math.abs(mean - consolidatedRate), rarity).toBeLessThan(4 * standardError);
    // So narrow that it tells the consolidated rate from the base rate.
    expect(standardError).toBeLessThan(0.02 * consolidatedRate);
  }
}, 60_000);
