const DIGITS = [1, 2, 5] as const;

/** Round stakes from the least to the most: 100, 200, 500, 1,000 ... all of them multiples of the step. */
export function stakeLadder(minCoins: number, maxCoins: number, stepCoins: number): number[] {
  const stakes = new Set([minCoins]);
  for (let power = 1; power <= maxCoins; power *= 10) {
    for (const digit of DIGITS) {
      const coins = digit * power;
      if (coins > minCoins && coins < maxCoins && coins % stepCoins === 0) stakes.add(coins);
    }
  }
  return [...stakes.add(maxCoins)];
}
