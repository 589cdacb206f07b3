import { expect, test } from 'vitest';
import { draftOf, readDraft } from '../../client/app/screens/account/limitDraft.ts';
import { noLimits } from '../../domain/limits/limits.ts';
import { viewOf } from '../../domain/limits/state.ts';

const limits = noLimits();
limits.stakeCoins.day.value = 5_000;
limits.playedMs.week.value = 90 * 60_000;
const view = viewOf(
  { limits, bars: { pausedUntilMs: null, excludedUntilMs: null }, counted: true, days: [] },
  0,
);

test('the fields show what holds, times in minutes, and what is unchanged is not sent', () => {
  const draft = draftOf(view);
  expect([draft.stakeCoins.day, draft.playedMs.week, draft.lossCoins.month]).toEqual(['5000', '90', '']);
  expect(readDraft(draft, view)).toEqual({ wish: {}, wrong: [] });
  draft.stakeCoins.day = ' 5,000 ';
  expect(readDraft(draft, view)).toEqual({ wish: {}, wrong: [] });
});

test('what has changed is sent in the server’s units, and what is no whole number is named', () => {
  const draft = draftOf(view);
  draft.stakeCoins = { day: '', week: '1,000,000', month: '0' };
  draft.playedMs.day = '2';
  expect(readDraft(draft, view)).toEqual({
    wish: { stakeCoins: { day: null, week: 1_000_000, month: 0 }, playedMs: { day: 120_000 } },
    wrong: [],
  });
  draft.lossCoins = { day: '1.5', week: '-1', month: '1,5' };
  draft.playedMs.month = '99999999999999999';
  expect(readDraft(draft, view).wrong).toEqual([
    'lossCoins.day',
    'lossCoins.week',
    'lossCoins.month',
    'playedMs.month',
  ]);
});
