import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { exclude, pause } from '../../../domain/limits/bars.ts';
import { changeLimit, type Limit, limitAt, noLimits, RAISE_AFTER_MS } from '../../../domain/limits/limits.ts';
import { DAY_MS, dayOf, firstDayOf, PERIODS, resetsAtMs } from '../../../domain/limits/periods.ts';
import { countSpan, NEVER_PLAYED, NEW_SESSION_AFTER_MS } from '../../../domain/limits/playedTime.ts';
import { limitRefusal } from '../../../domain/limits/refusal.ts';
import { factsOf, type LimitState, viewOf } from '../../../domain/limits/state.ts';

/** A Saturday. */
const NOW = Date.parse('2026-11-28T16:00:00Z');
const HOUR_MS = 3_600_000;
const instant = fc.integer({ min: 0, max: 4_000_000_000_000 });

describe('periods', () => {
  test('[RG2] days, weeks from Monday and months of UTC', () => {
    const dateOf = (day: number) => new Date(day * DAY_MS).toISOString().slice(0, 10);
    const periods = (text: string) =>
      PERIODS.map((period) => {
        const at = Date.parse(text);
        return `${dateOf(firstDayOf(period, at))} to ${new Date(resetsAtMs(period, at)).toISOString().slice(0, 10)}`;
      });
    expect(periods('2026-11-28T23:59:59.999Z')).toEqual([
      '2026-11-28 to 2026-11-29',
      '2026-11-23 to 2026-11-30',
      '2026-11-01 to 2026-12-01',
    ]);
    expect(periods('2027-02-28T00:00:00Z')[2]).toBe('2027-02-01 to 2027-03-01');
    expect(periods('2026-12-31T12:00:00Z').slice(1)).toEqual([
      '2026-12-28 to 2027-01-04',
      '2026-12-01 to 2027-01-01',
    ]);
  });

  test('[RG2] each instant is in one period, which ends where the next begins', () => {
    fc.assert(
      fc.property(instant, fc.constantFrom(...PERIODS), (at, period) => {
        const end = resetsAtMs(period, at);
        expect(firstDayOf(period, at)).toBeLessThanOrEqual(dayOf(at));
        expect(end).toBeGreaterThan(at);
        expect(firstDayOf(period, end) * DAY_MS).toBe(end);
        expect(firstDayOf(period, end - 1)).toBe(firstDayOf(period, at));
        const first = new Date(firstDayOf('month', at) * DAY_MS);
        expect([first.getUTCDate(), first.getUTCMonth()]).toEqual([1, new Date(at).getUTCMonth()]);
      }),
    );
  });
});

describe('limits', () => {
  const limit = (value: number | null, pending: Limit['pending'] = null): Limit => ({ value, pending });
  const raised = (value: number | null) => ({ value, fromAtMs: NOW + RAISE_AFTER_MS });

  test('[RG3] a first and a lower one hold at once, a higher one and none a day later', () => {
    expect(changeLimit(limit(null), 500, NOW)).toEqual(limit(500));
    expect(changeLimit(limit(500), 400, NOW)).toEqual(limit(400));
    expect(changeLimit(limit(500), 600, NOW)).toEqual(limit(500, raised(600)));
    expect(changeLimit(limit(500), null, NOW)).toEqual(limit(500, raised(null)));
    expect(changeLimit(limit(null), null, NOW)).toEqual(limit(null));
    const waiting = limit(500, raised(600));
    expect(changeLimit(waiting, 600, NOW + HOUR_MS)).toEqual(waiting);
    expect(changeLimit(waiting, 500, NOW + HOUR_MS)).toEqual(limit(500));
    expect(changeLimit(waiting, 400, NOW + HOUR_MS)).toEqual(limit(400));
    expect(changeLimit(waiting, 700, NOW + RAISE_AFTER_MS)).toEqual({
      value: 600,
      pending: { value: 700, fromAtMs: NOW + 2 * RAISE_AFTER_MS },
    });
  });

  test('[RG3] a higher limit comes only from the last wish, a day after it was first said', () => {
    const step = fc.record({
      waitMs: fc.nat({ max: RAISE_AFTER_MS }),
      wished: fc.option(fc.nat({ max: 4 }), { nil: null }),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
        let stands = limit(2);
        let nowMs = NOW;
        let last = { wished: 2 as number | null, sinceMs: NOW };
        for (const { waitMs, wished } of steps) {
          const before = stands.value ?? Infinity;
          nowMs += waitMs;
          const after = limitAt(stands, nowMs).value ?? Infinity;
          expect(after).toBeGreaterThanOrEqual(before);
          if (after > before) {
            expect(after).toBe(last.wished ?? Infinity);
            expect(nowMs - last.sinceMs).toBeGreaterThanOrEqual(RAISE_AFTER_MS);
          }
          stands = changeLimit(stands, wished, nowMs);
          expect(stands.value ?? Infinity).toBe(Math.min(after, wished ?? Infinity));
          if (wished !== last.wished) last = { wished, sinceMs: nowMs };
        }
      }),
    );
  });
});

describe('pauses and exclusions', () => {
  const none = { pausedUntilMs: null, excludedUntilMs: null };

  test('[RG4] [RG5] are made longer, never shorter', () => {
    const paused = pause(none, 24, NOW);
    const excluded = exclude(none, 30, NOW);
    expect(paused).toEqual({ ok: true, value: { ...none, pausedUntilMs: NOW + DAY_MS } });
    expect(excluded).toEqual({ ok: true, value: { ...none, excludedUntilMs: NOW + 30 * DAY_MS } });
    if (!paused.ok || !excluded.ok) return;
    const shorter = { ok: false, error: { code: 'invalid_request', details: { reason: 'shorter' } } };
    expect(pause(paused.value, 23, NOW)).toMatchObject(shorter);
    expect(exclude(excluded.value, 29, NOW)).toMatchObject(shorter);
    expect(exclude(excluded.value, 29, NOW + DAY_MS)).toEqual(excluded);
    expect(pause(paused.value, 1, NOW + DAY_MS)).toMatchObject({ ok: true });
  });
});

describe('a refusal', () => {
  const state = (change: Partial<LimitState> = {}): LimitState => ({
    limits: noLimits(),
    bars: { pausedUntilMs: null, excludedUntilMs: null },
    counted: true,
    days: [
      { day: dayOf(NOW) - 1, stakedCoins: 500, lostCoins: 100, playedMs: 0 },
      { day: dayOf(NOW), stakedCoins: 300, lostCoins: -200, playedMs: 0 },
      { day: dayOf(NOW), stakedCoins: 0, lostCoins: 0, playedMs: 7 * 60_000 },
    ],
    ...change,
  });
  const limited = (wish: Record<string, Record<string, number>>) => {
    const limits = noLimits();
    for (const [kind, periods] of Object.entries(wish))
      for (const [period, value] of Object.entries(periods))
        limits[kind as 'stakeCoins'][period as 'day'] = { value, pending: null };
    return state({ limits });
  };
  const detailsOf = (stakeCoins: number, of: LimitState) =>
    limitRefusal(factsOf(of, NOW), stakeCoins)?.details ?? null;

  test('[RG6] names the limit, the period, what remains and when it counts anew', () => {
    const stakes = limited({ stakeCoins: { day: 1_000, week: 1_000 }, lossCoins: { day: 0, month: 100 } });
    expect(detailsOf(200, stakes)).toBeNull();
    expect(detailsOf(201, stakes)).toEqual({
      ...{ limit: 'stake', period: 'week', limitCoins: 1_000, remainingCoins: 200 },
      resetsAtMs: Date.parse('2026-11-30T00:00:00Z'),
    });
    expect(detailsOf(701, stakes)).toMatchObject({ limit: 'stake', period: 'day', remainingCoins: 700 });
    expect(detailsOf(201, limited({ lossCoins: { day: 0, month: 100 } }))).toEqual({
      ...{ limit: 'loss', period: 'day', limitCoins: 0, remainingCoins: 200 },
      resetsAtMs: Date.parse('2026-11-29T00:00:00Z'),
    });
    expect(detailsOf(1, limited({ playedMs: { month: 420_000 }, stakeCoins: { day: 0 } }))).toEqual({
      ...{ limit: 'time', period: 'month', limitMs: 420_000, remainingMs: 0 },
      resetsAtMs: Date.parse('2026-12-01T00:00:00Z'),
    });
    const barred = { ...stakes, bars: { pausedUntilMs: NOW + 1, excludedUntilMs: NOW + 2 } };
    expect(detailsOf(1, barred)).toEqual({ limit: 'exclusion', untilAtMs: NOW + 2 });
    expect(detailsOf(1, { ...barred, bars: { pausedUntilMs: NOW, excludedUntilMs: NOW } })).toBeNull();
  });

  test('[RG2] what is shown of the running periods; stakes of who is not limited are not counted', () => {
    const shown = viewOf(state({ counted: false, bars: { pausedUntilMs: NOW, excludedUntilMs: null } }), NOW);
    expect(shown.stakeCoins.day).toEqual({ value: null, pending: null, used: null });
    expect(shown.playedMs.day.used).toBe(420_000);
    expect(shown.pausedUntilMs).toBeNull();
    expect(viewOf(state(), NOW).lossCoins.week.used).toBe(-100);
  });
});

describe('time played', () => {
  const span = fc
    .tuple(fc.nat({ max: 3 * DAY_MS }), fc.nat({ max: HOUR_MS }))
    .map(([from, length]) => ({ fromMs: NOW + from, toMs: NOW + from + length }));

  test('[RG8] counts once, on the day on which it was played', () => {
    const midnight = Date.parse('2026-11-29T00:00:00Z');
    const first = countSpan(NEVER_PLAYED, { fromMs: midnight - 1_000, toMs: midnight + 3_000 });
    expect(first.days).toEqual([
      { day: dayOf(midnight) - 1, playedMs: 1_000 },
      { day: dayOf(midnight), playedMs: 3_000 },
    ]);
    const second = countSpan(first.session, { fromMs: midnight, toMs: midnight + 5_000 });
    expect(second).toEqual({
      session: { startedAtMs: midnight - 1_000, playedMs: 6_000, untilMs: midnight + 5_000 },
      days: [{ day: dayOf(midnight), playedMs: 2_000 }],
    });
    expect(countSpan(second.session, { fromMs: midnight, toMs: midnight + 5_000 }).days).toEqual([]);
  });

  test('[RG8] never counts more than the time there was, told by however many', () => {
    fc.assert(
      fc.property(fc.array(span, { minLength: 1, maxLength: 20 }), (spans) => {
        let session = NEVER_PLAYED;
        let counted = 0;
        for (const each of spans) {
          const told = countSpan(session, each);
          session = told.session;
          for (const { playedMs } of told.days) counted += playedMs;
        }
        const from = Math.min(...spans.map(({ fromMs }) => fromMs));
        const to = Math.max(...spans.map(({ toMs }) => toMs));
        expect(counted).toBeLessThanOrEqual(to - from);
        expect(counted).toBeLessThanOrEqual(spans.reduce((sum, each) => sum + each.toMs - each.fromMs, 0));
        expect(session.playedMs).toBeLessThanOrEqual(counted);
      }),
    );
  });

  test('[RG10] a break of 15 minutes begins a new session', () => {
    const first = countSpan(NEVER_PLAYED, { fromMs: NOW, toMs: NOW + 1_000 }).session;
    const breakMs = NEW_SESSION_AFTER_MS;
    const soon = { fromMs: NOW + breakMs, toMs: NOW + breakMs + 2_000 };
    expect(countSpan(first, soon).session).toMatchObject({ startedAtMs: NOW, playedMs: 3_000 });
    const late = { fromMs: soon.fromMs + 1_000, toMs: soon.toMs };
    expect(countSpan(first, late).session).toMatchObject({ startedAtMs: late.fromMs, playedMs: 1_000 });
  });
});
