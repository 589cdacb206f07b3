import type pg from 'pg';
import type { BannerStore } from '../../domain/gacha/port.ts';
import { ok } from '../../domain/result.ts';
import { orUnavailable, transact } from '../transact.ts';

export function bannerStore(pool: pg.Pool): BannerStore {
  return {
    inactive: () =>
      orUnavailable(async () => {
        const { rows } = await pool.query<{ banner: string }>(
          'select banner from banner_setting where not active order by banner',
        );
        return ok(rows.map(({ banner }) => banner));
      }),

    setActive: (banner, active) =>
      orUnavailable(() =>
        transact(pool, async (client) => {
          await client.query(
            'insert into banner_setting (banner, active) values ($1, true) on conflict (banner) do nothing',
            [banner],
          );
          const { rows } = await client.query<{ active: boolean }>(
            'select active from banner_setting where banner = $1 for update',
            [banner],
          );
          await client.query('update banner_setting set active = $2 where banner = $1', [banner, active]);
          return ok(rows[0]!.active);
        }),
      ),

    // The row alone is locked, and nothing after it: a pull under way waits, then finds what it saw outdated.
    setStock: (banner, item, remaining) =>
      orUnavailable(() =>
        transact(pool, async (client) => {
          const { rows } = await client.query<{ remaining: number }>(
            'select remaining from gacha_stock where banner = $1 and item = $2 for update',
            [banner, item],
          );
          await client.query(
            `insert into gacha_stock (banner, item, remaining) values ($1, $2, $3)
             on conflict (banner, item) do update set remaining = excluded.remaining`,
            [banner, item, remaining],
          );
          return ok(rows[0]?.remaining ?? null);
        }),
      ),
  };
}
