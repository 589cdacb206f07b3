import fc from 'fast-check';
import { expect, test } from 'vitest';
import { dayAt, dayEndsAtMs, isTimeZone } from '../../../domain/gacha/day.ts';
import { pull } from '../../../domain/gacha/pull.ts';
import starlight from '../../../domain/gacha/starlight.data.ts';
import {
  type GachaState,
  gachaScope,
  parseState,
  serialiseState,
  standing,
} from '../../../domain/gacha/state.ts';

// When the clocks were or will be changed: the published rules of each zone (IANA time zone database).
test.each(
  table(`
    Asia/Seoul        | 2026-11-21T06:30:00Z | 2026-11-21 | 2026-11-21T15:00:00Z | nine hours ahead, always
    Asia/Seoul        | 2026-11-21T14:59:59Z | 2026-11-21 | 2026-11-21T15:00:00Z |
    Asia/Seoul        | 2026-11-21T15:00:00Z | 2026-11-22 | 2026-11-22T15:00:00Z |
    America/New_York  | 2026-03-08T04:59:59Z | 2026-03-07 | 2026-03-08T05:00:00Z | clocks go forward at 07:00Z
    America/New_York  | 2026-03-08T05:00:00Z | 2026-03-08 | 2026-03-09T04:00:00Z | a day of 23 hours
    America/New_York  | 2026-03-09T03:59:59Z | 2026-03-08 | 2026-03-09T04:00:00Z |
    America/New_York  | 2026-11-01T04:00:00Z | 2026-11-01 | 2026-11-02T05:00:00Z | a day of 25 hours
    America/New_York  | 2026-11-02T04:59:59Z | 2026-11-01 | 2026-11-02T05:00:00Z |
    America/New_York  | 2026-11-02T05:00:00Z | 2026-11-02 | 2026-11-03T05:00:00Z |
    Pacific/Apia      | 2011-12-30T09:59:59Z | 2011-12-29 | 2011-12-30T10:00:00Z | the next day is the 31st
    Pacific/Apia      | 2011-12-30T10:00:00Z | 2011-12-31 | 2011-12-31T10:00:00Z | the 30th never was
    America/Sao_Paulo | 2018-11-04T02:59:59Z | 2018-11-03 | 2018-11-04T03:00:00Z | clocks jump over midnight
    America/Sao_Paulo | 2018-11-04T03:00:00Z | 2018-11-04 | 2018-11-05T02:00:00Z |
    America/Sao_Paulo | 2018-02-18T01:59:59Z | 2018-02-17 | 2018-02-18T03:00:00Z | at midnight, back to 23:00
    America/Sao_Paulo | 2018-02-18T02:30:00Z | 2018-02-17 | 2018-02-18T03:00:00Z | 23:30 for the second time
    Asia/Kathmandu    | 2026-11-21T18:14:59Z | 2026-11-21 | 2026-11-21T18:15:00Z | 5:45 ahead
    UTC               | 1969-12-31T23:59:59Z | 1969-12-31 | 1970-01-01T00:00:00Z |
  `),
)('[GA15] in %s at %s it is %s, until %s (%s)', (timeZone, at, day, ends) => {
  expect(dayAt(Date.parse(at!), timeZone!)).toBe(day);
  expect(new Date(dayEndsAtMs(day!, timeZone!)).toISOString()).toBe(ends!.replace('Z', '.000Z'));
});

test('[GA15] a day ends at the first instant that shows a later one', () => {
  // Set back over midnight (to 23:01) at 00:01: the new day is shown at 02:30Z, and again at 03:30Z.
  const zone = 'America/St_Johns';
  expect(dayAt(Date.parse('2010-11-07T02:30:30Z'), zone)).toBe('2010-11-07');
  expect(dayAt(Date.parse('2010-11-07T02:31:30Z'), zone)).toBe('2010-11-06');
  expect(new Date(dayEndsAtMs('2010-11-06', zone)).toISOString()).toBe('2010-11-07T02:30:00.000Z');
});

test('[GA15] in every zone and at any time the day goes on until its end, and no longer', () => {
  const zones = fc.constantFrom(...Intl.supportedValuesOf('timeZone'));
  const atMs = fc.integer({ min: Date.UTC(2012, 0), max: Date.UTC(2037, 0) });
  fc.assert(
    fc.property(zones, atMs, (timeZone, nowMs) => {
      const day = dayAt(nowMs, timeZone);
      const endsAtMs = dayEndsAtMs(day, timeZone);
      expect(endsAtMs).toBeGreaterThan(nowMs);
      expect(endsAtMs - nowMs).toBeLessThanOrEqual(25 * 3_600_000);
      expect(dayAt(endsAtMs, timeZone) > day).toBe(true);
      expect(dayAt(endsAtMs - 1, timeZone)).toBe(day);
    }),
    { numRuns: 300 },
  );
});

test('[GA15] what is no time zone is known as such', () => {
  expect(['Asia/Seoul', 'UTC', 'Asia/Nowhere', ''].map(isTimeZone)).toEqual([true, true, false, false]);
});

const DRAW = { serverSeed: 'a'.repeat(64), clientSeed: 'days', nonce: 0 };
const PLENTY = new Map(starlight.items.map(({ item }) => [item, 50]));

/** One game a row: `when | pulls | games used of that day after it, or the refusal`. */
function playDays(dailyLimit: number, rows: string): void {
  let state: GachaState | null = null;
  for (const [at, count, expected] of table(rows)) {
    const nowMs = Date.parse(at!);
    const pulled = pull(
      starlight,
      DRAW,
      { count: count === '10' ? 10 : 1, dailyLimit, nowMs },
      { state, left: PLENTY },
    );
    if (pulled.ok) {
      state = pulled.value.state;
      const { dailyRemaining, dailyResetsAtMs } = pulled.value;
      expect([at, `${state.day} ${state.used}`]).toEqual([at, expected]);
      expect({ pity: state.pity, dailyRemaining, dailyResetsAtMs }).toEqual(
        standing(starlight, state, dailyLimit, nowMs),
      );
      expect(dailyRemaining).toBe(dailyLimit - state.used);
    } else {
      const { limit, used, resetsAtMs } = pulled.error.details;
      expect(pulled.error.code).toBe('daily_gacha_limit');
      const resetsAt = new Date(resetsAtMs as number).toISOString();
      expect([at, `${used} of ${limit} until ${resetsAt}`]).toEqual([at, expected]);
    }
  }
}

test('[GA14] three games a day, a ten-pull is one; the fourth says when to come back', () => {
  playDays(
    3,
    `
    2026-11-21T06:00:00Z | 1  | 2026-11-21 1
    2026-11-21T07:00:00Z | 10 | 2026-11-21 2
    2026-11-21T08:00:00Z | 10 | 2026-11-21 3
    2026-11-21T09:00:00Z | 1  | 3 of 3 until 2026-11-21T15:00:00.000Z
    2026-11-21T14:59:59Z | 10 | 3 of 3 until 2026-11-21T15:00:00.000Z
    2026-11-21T15:00:00Z | 10 | 2026-11-22 1
  `,
  );
});

test('[GA14] five for VIPs, and a rank that was lost does not give games back', () => {
  const day = '2026-11-21T06:00:00Z';
  playDays(
    starlight.dailyPulls.VIP,
    [1, 2, 3, 4, 5].map((used) => `${day} | 1 | 2026-11-21 ${used}`).join('\n'),
  );
  const state = { pity: 0, recent: [], day: '2026-11-21', used: 5 };
  expect(standing(starlight, state, starlight.dailyPulls.STANDARD, Date.parse(day)).dailyRemaining).toBe(0);
});

test('[GA16] a clock that lags does not give out the day before again', () => {
  playDays(
    2,
    `
    2026-11-21T14:59:59Z | 1 | 2026-11-21 1
    2026-11-21T15:00:01Z | 1 | 2026-11-22 1
    2026-11-21T14:59:59Z | 1 | 2026-11-22 2
    2026-11-21T15:00:02Z | 1 | 2 of 2 until 2026-11-22T15:00:00.000Z
    2026-11-21T14:59:59Z | 1 | 2 of 2 until 2026-11-22T15:00:00.000Z
  `,
  );
});

test('[GA17] a document comes back as it was written, as canonical JSON', () => {
  const written = serialiseState({ used: 2, recent: ['fox', 'pebble'], pity: 7, day: '2026-11-21' });
  expect(written).toBe('{"day":"2026-11-21","pity":7,"recent":["fox","pebble"],"used":2}');
  expect(serialiseState(parseState(written))).toBe(written);
  expect(gachaScope('starlight')).toBe('gacha/starlight');
});

test.each(['{}', '{"pity":-1,"recent":[],"day":"","used":0}', '{"pity":0,"recent":{},"day":"","used":0}'])(
  '[GA17] %s is no document',
  (text) => {
    expect(() => parseState(text)).toThrow('no document');
  },
);

test('[GA17] before the first game nothing is used, and nothing counts', () => {
  const nowMs = Date.parse('2026-11-21T06:00:00Z');
  const fresh = { pity: 0, dailyRemaining: 3, dailyResetsAtMs: Date.parse('2026-11-21T15:00:00Z') };
  expect(standing(starlight, null, 3, nowMs)).toEqual(fresh);
  expect(standing(starlight, parseState(null), 3, nowMs)).toEqual(fresh);
});

test('[GA17] a pity from before an earlier guarantee is due at once', () => {
  const state = { pity: 89, recent: [], day: '', used: 0 };
  const earlier = { ...starlight, pityAt: 50 };
  const pulled = pull(earlier, DRAW, { count: 1, dailyLimit: 3, nowMs: 0 }, { state, left: PLENTY });
  if (!pulled.ok) throw new Error(pulled.error.code);
  expect(pulled.value.outcome).toMatchObject({ items: [{ animation: 'pity' }], pity: 0 });
  expect(standing(earlier, state, 3, 0).pity).toBe(49);
});

function table(rows: string): string[][] {
  const lines = rows.trim().split('\n');
  return lines.map((row) => row.split('|').map((cell) => cell.trim()));
}
