import { expect, test } from 'vitest';
import type { JsonValue } from '../../domain/canonicalJson.ts';
import type { Bus } from '../../domain/cluster/bus.ts';

/** A member on a bus of the implementation under test, and what it heard in `news` and `weather`. */
export interface BusMember {
  bus: Bus;
  heard: [channel: string, message: JsonValue, fromMemberId: string][];
  gaps: { count: number };
}

export interface BusWorld {
  member(): Promise<BusMember>;
  /** What listeners threw, and other trouble. */
  errors: unknown[];
  /** Breaks every member's connection; they are made again. */
  breakConnections(): Promise<void>;
}

export function listening(bus: Bus): BusMember {
  const heard: BusMember['heard'] = [];
  const gaps = { count: 0 };
  for (const channel of ['news', 'weather'])
    bus.subscribe(channel, (message, from) => void heard.push([channel, message, from]));
  bus.onGap(() => {
    gaps.count += 1;
  });
  return { bus, heard, gaps };
}

const PATIENT = { timeout: 10_000 };

/** What every bus between the members of a cluster does. */
export function busContract(world: () => BusWorld): void {
  test('members hear each other in order, by channel, and never themselves', async () => {
    const { member } = world();
    const [one, other, third] = [await member(), await member(), await member()];
    const text = '안녕 "fair\nground" \ud800 🎪';
    one.bus.publish('news', { first: 1, text });
    one.bus.publish('weather', null);
    one.bus.publish('nobody listens', 'to this');
    one.bus.publish('news', [2]);
    other.bus.publish('news', 'from the other');
    const { memberId } = one.bus;
    const ofOne = [
      ['news', { first: 1, text }, memberId],
      ['weather', null, memberId],
      ['news', [2], memberId],
    ];
    await expect.poll(() => third.heard, PATIENT).toHaveLength(4);
    expect(third.heard.filter(([, , from]) => from === memberId)).toEqual(ofOne);
    await expect.poll(() => other.heard, PATIENT).toEqual(ofOne);
    await expect.poll(() => one.heard, PATIENT).toEqual([['news', 'from the other', other.bus.memberId]]);
    expect([one, other, third].map(({ gaps }) => gaps.count)).toEqual([0, 0, 0]);
  });

  test('a message of 100 KB arrives whole, as it was, and what was published in its turn with it', async () => {
    const { member } = world();
    const [one, other] = [await member(), await member()];
    const large = { text: 'x한'.repeat(50_000) };
    const sent = { ...large };
    one.bus.publish('news', sent);
    sent.text = 'changed afterwards';
    one.bus.publish('news', 'after it');
    await expect.poll(() => other.heard, PATIENT).toHaveLength(2);
    expect(other.heard.map(([, message]) => message)).toEqual([large, 'after it']);
  });

  test('a listener that throws, or has ended, leaves the others alone', async () => {
    const { member, errors } = world();
    const [one, other] = [await member(), await member()];
    const ended: JsonValue[] = [];
    other.bus.subscribe('alarm', () => {
      throw new Error('a bug of one listener');
    });
    other.bus.subscribe('alarm', (message) => void ended.push(message))();
    const kept: JsonValue[] = [];
    other.bus.subscribe('alarm', (message) => void kept.push(message));
    one.bus.publish('alarm', 1);
    await expect.poll(() => kept, PATIENT).toEqual([1]);
    expect(ended).toEqual([]);
    expect(errors.map(String)).toContain('Error: a bug of one listener');
  });

  test('a broken connection is made again: its member is told of the gap, and goes on hearing and telling', async () => {
    const { member, breakConnections } = world();
    const [one, other] = [await member(), await member()];
    one.bus.publish('news', 'before');
    await expect.poll(() => other.heard, PATIENT).toHaveLength(1);
    await breakConnections();
    one.bus.publish('news', 'told while it was away');
    await expect.poll(() => Math.min(one.gaps.count, other.gaps.count), PATIENT).toBeGreaterThan(0);
    one.bus.publish('news', 'after');
    other.bus.publish('news', 'back');
    await expect.poll(() => other.heard.at(-1)?.[1], PATIENT).toBe('after');
    await expect.poll(() => one.heard.at(-1)?.[1], PATIENT).toBe('back');
  });
}
