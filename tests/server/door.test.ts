import { expect, test } from 'vitest';
import { CONNECTIONS } from '../../domain/rates/rates.ts';
import { createDoor, type DoorSettings } from '../../server/transport/door.ts';

function door(settings: Partial<DoorSettings> = {}) {
  const clock = { ms: 1_000_000 };
  const away: string[] = [];
  const made = createDoor({
    ...{ rateLimits: 'on', loadAddresses: ['10.0.0.0/8'], trustedProxies: ['192.0.2.1'] },
    ...{ maxSocketsPerAddress: 3, nowMs: () => clock.ms },
    onTurnedAway: (what, isShadow) => void away.push(isShadow ? `${what} in shadow` : what),
    ...settings,
  });
  return { ...{ clock, away }, ...made };
}

const admitted = (count: number, admit: () => boolean) =>
  Array.from({ length: count }, admit).filter(Boolean).length;

test('[RT12] 1,000 connections of an address are let in within 10 s, each further one is turned away', () => {
  const { admits, clock, away } = door();
  const { requests, withinMs } = CONNECTIONS;
  expect(admitted(requests + 5, () => admits('203.0.113.9'))).toBe(requests);
  expect(away).toEqual(Array(5).fill('connection'));
  expect(admits('203.0.113.10')).toBe(true);
  clock.ms += withinMs;
  expect(admits('203.0.113.9')).toBe(true);
});

test('[RT12] what comes through a trusted proxy is not counted, a load generator may a thousand times as much', () => {
  const { admits } = door();
  const many = CONNECTIONS.requests * 3;
  for (const address of ['192.0.2.1', '10.1.1.1']) expect(admitted(many, () => admits(address))).toBe(many);
});

test('[RT13] of an address so many websockets are open at once; who leaves makes room, once', () => {
  const { enter, away } = door();
  const left = ['2001:db8::1', '2001:db8::2', '2001:db8::3'].map((address) => enter(address)!);
  expect(enter('2001:db8::4')).toBeNull();
  expect(away).toEqual(['socket']);
  expect(enter('2001:db8:0:1::1')).not.toBeNull();
  left[0]!();
  left[0]!();
  expect(enter('2001:db8::5')).not.toBeNull();
  expect(enter('2001:db8::6')).toBeNull();
  for (let each = 0; each < 100; each += 1) expect(enter('10.1.1.1')).not.toBeNull();
});

test('[RT9] shadow tells of it and lets everybody in; off does neither', () => {
  const shadow = door({ rateLimits: 'shadow', maxSocketsPerAddress: 1 });
  expect([shadow.enter('203.0.113.9'), shadow.enter('203.0.113.9')]).not.toContain(null);
  expect(admitted(CONNECTIONS.requests + 1, () => shadow.admits('203.0.113.9'))).toBe(
    CONNECTIONS.requests + 1,
  );
  expect(shadow.away).toEqual(['socket in shadow', 'connection in shadow']);
  const off = door({ rateLimits: 'off', maxSocketsPerAddress: 1 });
  expect([off.enter('203.0.113.9'), off.enter('203.0.113.9')]).not.toContain(null);
  expect(off.away).toEqual([]);
});
