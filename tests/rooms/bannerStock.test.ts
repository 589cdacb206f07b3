import { describe, expect, it } from 'vitest';
import starlight from '../../domain/gacha/starlight.data.ts';
import { BannerStock, FREE_TRIES } from '../../rooms/play/bannerStock.ts';
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
    pull: (name: string) => stock.pull(TRIES, () => attempt(name)),
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
    const free = 2 * FREE_TRIES;
    for (let at = 0; at < free; at += 1) await end(at, 'outdated');
    expect(names().slice(0, 4)).toEqual(['unlucky', 'hapless', 'unlucky', 'hapless']);
    expect(names().slice(free)).toEqual(['unlucky']);
    all.push(pull('newcomer'));
    await end(free, 'outdated');
    expect(names().slice(free)).toEqual(['unlucky', 'unlucky']);
    await end(free + 1, 'of unlucky');
    expect(names().slice(free + 2)).toContain('hapless');
    for (let at = free + 2; at < free + 4; at += 1) await end(at, `of ${names()[at]}`);
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
    const broken = stock.pull(TRIES, async () => {
      tried += 1;
      if (tried <= FREE_TRIES) return 'outdated';
      throw new Error('broken');
    });
    await expect(broken).rejects.toThrow('broken');
    expect(await stock.pull(TRIES, async () => 'pulled')).toBe('pulled');
  });
});
