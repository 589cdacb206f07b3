import fc from 'fast-check';
import { expect, test } from 'vitest';
import { placement } from '../../../domain/cluster/placement.ts';

const members = fc.uniqueArray(fc.uuid(), { minLength: 1, maxLength: 8 });
const table = fc.string({ minLength: 1, maxLength: 12 });

test('[CL1] every member computes the same order, whatever order it knows the others in', () => {
  fc.assert(
    fc.property(table, members, fc.nat(), (name, ids, turn) => {
      const turned = [...ids.slice(turn % ids.length), ...ids.slice(0, turn % ids.length)];
      expect(placement(name, turned)).toEqual(placement(name, ids));
      expect([...placement(name, ids)].sort()).toEqual([...ids].sort());
    }),
  );
});

test('[CL2] one that leaves or joins changes nothing in the order of the others', () => {
  fc.assert(
    fc.property(table, members, fc.uuid(), (name, ids, one) => {
      const others = ids.filter((id) => id !== one);
      expect(placement(name, [...others, one]).filter((id) => id !== one)).toEqual(placement(name, others));
    }),
  );
});

test('[CL2] tables spread evenly, and a fourth member takes a quarter of them', () => {
  const three = ['a', 'b', 'c'];
  const tables = Array.from({ length: 3_000 }, (_, at) => `table${at}`);
  const first = (name: string, ids: string[]) => placement(name, ids)[0]!;
  for (const id of three) {
    const share = tables.filter((name) => first(name, three) === id).length;
    expect(share).toBeGreaterThan(900);
    expect(share).toBeLessThan(1_100);
  }
  const moved = tables.filter((name) => first(name, three) !== first(name, [...three, 'd']));
  expect(moved.every((name) => first(name, [...three, 'd']) === 'd')).toBe(true);
  expect(moved.length).toBeGreaterThan(650);
  expect(moved.length).toBeLessThan(850);
});
