import { describe, expect, it } from 'vitest';
import starlight from '../../domain/gacha/starlight.data.ts';
import { BannerStock } from '../../rooms/play/bannerStock.ts';
import type { RoomPorts } from '../../rooms/ports.ts';

type Attempt = (name: string) => Promise<string>;
const TRIES = 12;

const aStock = () => new BannerStock({} as Pick<RoomPorts, 'games'>, starlight);
const immediate = () => new Promise<void>((resolve) => setImmediate(resolve));

/** Pulls of a stock whose attempts end as they are told to, in the order in which they began. */
function underWay(stock: BannerStock) {
  const begun: { name: string; end: (outcome: string) => void }[] = [];
  const attempt: Attempt = (name) => new Promise((end) => begun.push({ name, end }));
  return {
    begun,
    names: () => begun.map(({ name }) => name),
    pull: (name: string) => stock.pull(() => attempt(name), TRIES),
    async end(at: number, outcome: string) {
      begun[at]!.end(outcome);
      await immediate();
    },
  };
}

describe('pulls of a banner with limited items', () => {
  it('are tried at once, beside each other, and again at once where another was first', async () => {
    const { names, pull, end } = underWay(aStock());
    const all = ['a', 'b', 'c'].map(pull);
    expect(names()).toEqual(['a', 'b', 'c']);
    await end(0, 'outdated');
    await end(1, 'outdated');
    expect(names()).toEqual(['a', 'b', 'c', 'a', 'b']);
    for (const [at, name] of [[4, 'b'], [2, 'c'], [3, 'a']] as const) await end(at, `of ${name}`); // biome-ignore format: a row
    expect(await Promise.all(all)).toEqual(['of a', 'of b', 'of c']);
  });

  it('wait for one that others have outdated again and again; two of those take turns', async () => {
    const { names, pull, end } = underWay(aStock());
    const all = ['unlucky', 'hapless'].map(pull);
    for (let at = 0; at < 6; at += 1) await end(at, 'outdated');
    const tried = ['unlucky', 'hapless', 'unlucky', 'hapless', 'unlucky', 'hapless'];
    expect(names()).toEqual([...tried, 'unlucky']);
    all.push(pull('newcomer'));
    await end(6, 'outdated');
    expect(names()).toEqual([...tried, 'unlucky', 'unlucky']);
    await end(7, 'of unlucky');
    expect(names().slice(8)).toContain('hapless');
    for (let at = 8; at < 10; at += 1) await end(at, `of ${names()[at]}`);
    expect(await Promise.all(all)).toEqual(['of unlucky', 'of hapless', 'of newcomer']);
  });

  it('end as outdated after so many tries, and nobody waits for them any more', async () => {
    const { begun, names, pull, end } = underWay(aStock());
    const given = pull('given up');
    for (let at = 0; at < TRIES; at += 1) await end(at, 'outdated');
    expect(await given).toBe('outdated');
    expect(begun).toHaveLength(TRIES);
    void pull('next');
    expect(names().at(-1)).toBe('next');
  });

  it('that fail let the next one go on', async () => {
    const stock = aStock();
    let tried = 0;
    const broken = stock.pull(async () => {
      tried += 1;
      if (tried <= 4) return 'outdated';
      throw new Error('broken');
    }, TRIES);
    await expect(broken).rejects.toThrow('broken');
    expect(await stock.pull(async () => 'pulled', TRIES)).toBe('pulled');
  });
});
