import pg from 'pg';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import type { en } from '../../client/app/i18n/en.ts';
import { until, type Visitor } from '../e2e/browser.ts';

/** What somebody does who tries a strategy, step by step, and what must be seen at each. */

type Shoot = Visitor['shoot'];
type Words = Record<keyof typeof en, string>;

const DAY_MS = 86_400_000;
const DAYS = 320;

/**
 * Daily bars of a wave around a price, which a moving-average cross trades. Workers remember data: another price is data
 * that none has read yet. With `brokenRow` the high of that row is too low.
 */
export function marketCsv(price: number, brokenRow?: number): string {
  const rows = Array.from({ length: DAYS }, (_, day) => {
    const open = price + 20 * Math.sin(day / 12);
    const close = price + 20 * Math.sin((day + 1) / 12);
    // The header is row 1.
    const high = day + 2 === brokenRow ? open / 2 : Math.max(open, close) + 1;
    const time = new Date(Date.UTC(2024, 0, 1) + day * DAY_MS).toISOString().slice(0, 10);
    return [time, open, high, Math.min(open, close) - 1, close, 1_000].join(',');
  });
  return ['time,open,high,low,close,volume', ...rows].join('\n');
}

/** Waits in steps: workers give up a lock after 2 s, but not a slow read within 10 s. Their snapshots are old; locks are now. */
const HELD = `
  create or replace function let_go() returns boolean language plpgsql volatile as $$
    begin
      while not pg_try_advisory_lock_shared(42) loop perform pg_sleep(0.02); end loop;
      perform pg_advisory_unlock_shared(42);
      return true;
    end $$;
  select pg_advisory_lock(42);
  alter table dataset_chunk rename to dataset_chunk_kept;
  create view dataset_chunk as select * from dataset_chunk_kept where let_go()`;
const LET_GO = `
  drop view dataset_chunk;
  alter table dataset_chunk_kept rename to dataset_chunk`;

/** Keeps every worker from reading bars until it is let go: a job then stands where a watcher can look at it. */
export async function holdData(databaseUrl: string): Promise<() => Promise<void>> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  await client.query(HELD);
  return async () => {
    await client.query('select pg_advisory_unlock(42)');
    await client.query(LET_GO);
    await client.end();
  };
}

/** Uploads a file with a mistake, which is named; then the mended one, which is chosen. */
export async function uploadCsv(page: Page, shoot: Shoot, words: Words, price: number): Promise<void> {
  await page.goto('/backtest');
  await page.waitForSelector('[data-testid=dataset]');
  await page.click('[data-testid=upload]');
  await setCsv(page, marketCsv(price, 42));
  await page.click('.upload button[type=submit]');
  await page.waitForSelector('[data-testid=csv-problem]');
  const said = words['backtest.csvCell']
    .replace('{row}', '42')
    .replace('{column}', 'high')
    .replace('{what}', words['backtest.csv.high_below']);
  expect(await page.textContent('[data-testid=csv-problem]')).toBe(said);
  await shoot('40-csv-refused');
  await setCsv(page, marketCsv(price));
  await page.click('.upload button[type=submit]');
  await page.waitForSelector('.upload', { state: 'detached' });
  await until(
    () => page.locator('[data-testid=dataset] option:checked').textContent(),
    (name) => name === 'wave',
  );
  await page.waitForSelector('[data-chart=price] canvas');
}

function setCsv(page: Page, csv: string): Promise<void> {
  const file = { name: 'wave.csv', mimeType: 'text/csv', buffer: Buffer.from(csv) };
  return page.setInputFiles('[data-testid=csv]', file);
}

/** A period that fits no strategy is refused at its field, in the form as in JSON. */
export async function mendAStrategy(page: Page, shoot: Shoot): Promise<void> {
  await page.click('[data-template=smaCross]');
  await page.fill('[data-field="ind.fast[2]"]', '1');
  await page.waitForSelector('[data-field="ind.fast[2]"][aria-invalid=true]');
  expect(await page.textContent('[data-testid=problem]')).toContain('ind.fast[2]');
  expect(await page.isDisabled('[data-testid=run]')).toBe(true);
  await shoot('41-strategy-refused');
  await page.click('#strategy-tab-json');
  const json = await page.inputValue('[data-testid=strategy-json]');
  await page.fill('[data-testid=strategy-json]', json.replace(/("fast": \[\s+"sma",\s+"close",\s+)1/, '$15'));
  await page.click('#strategy-tab-form');
  expect(await page.inputValue('[data-field="ind.fast[2]"]')).toBe('5');
  await until(
    () => page.isDisabled('[data-testid=run]'),
    (disabled) => !disabled,
  );
}

/** Runs what is in the editor; answers the job's id. */
export async function submit(page: Page): Promise<string> {
  expect(await page.getAttribute('[data-testid=price]', 'data-credits')).toBe('3');
  await page.click('[data-testid=run]');
  await page.waitForURL(/\/backtest\/[0-9a-f-]{36}$/);
  await page.waitForSelector('[data-testid=progress], [data-testid=result]');
  return page.url().split('/').at(-1)!;
}

export async function seeResult(page: Page, shoot: Shoot): Promise<void> {
  await page.waitForSelector('[data-testid=result] canvas');
  await page.waitForSelector('[data-status=completed]');
  expect(Number(await page.textContent('[data-metric=trades].num, dd[data-metric=trades]'))).toBeGreaterThan(
    5,
  );
  expect(await page.locator('.metrics tr[data-metric]').count()).toBeGreaterThanOrEqual(20);
  expect(await page.textContent('[data-testid=result-hash]')).toMatch(/^[0-9a-f]{64}$/);
  await shoot('43-result');
  await page.click('[data-testid=recompute]');
  await page.waitForSelector('[data-testid=recomputed][data-check=valid]');
}

/** From the list of one's runs. */
export async function compareTwo(page: Page, shoot: Shoot, jobs: readonly string[]): Promise<void> {
  await page.goto('/backtest');
  for (const job of jobs) await page.check(`[data-job="${job}"] .compare-box`);
  await shoot('44-runs');
  await page.click('a[href^="/backtest/compare/"]');
  await page.waitForSelector('[data-testid=comparison] canvas');
  expect(await page.locator('.metrics tr[data-metric=sharpe] td').count()).toBe(2);
  await shoot('45-compared');
}

/** Every page about backtests says what they are not. */
export async function expectDisclaimer(page: Page, words: Words): Promise<void> {
  expect(await page.textContent('[data-testid=disclaimer]')).toBe(words['backtest.disclaimer']);
  const sideways = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
  expect(sideways).toBe(false);
}
