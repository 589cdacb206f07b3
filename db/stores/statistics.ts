import type pg from 'pg';
import type {
  BannerStatistics,
  GameName,
  GameTotals,
  PlayerStatistics,
  Totals,
} from '../../domain/games/records.ts';
import { EVERY_STAKE_KIND } from '../../domain/ledger/stakes.ts';

/** PostgreSQL writes these as JSON numbers: sums of a player's coins stay safe integers. */
interface TotalsRow {
  /** Null in the row that adds up all games, which is always there. */
  game: GameName | null;
  variant: string | null;
  rounds: number;
  bet: number;
  won: number;
  biggest: number;
  streak: number;
}

interface StatisticsRow {
  totals: TotalsRow[];
  tallies: { game: GameName; variant: string; tally: Record<string, number> }[];
  gacha: BannerStatistics[];
}

/**
 * One pass over the player's games, which are found by the lines of their stakes. A game that paid nothing ends a
 * run: the paying games between two of them have the same number of losses before them. Equal tallies are counted
 * before they are taken apart, since most games have one of a few.
 */
const SELECT_STATISTICS = `
  with played as materialized (
    select t.id, coalesce(g.game, 'crash') as game, coalesce(g.variant, b.crash_table) as variant,
           coalesce(g.bet_coins, b.amount_coins) as bet, coalesce(g.payout_coins, e.payout_coins, 0) as won,
           coalesce(g.tally::text, case when e.bet_id is null then '{"lost":1}' else '{"cashed":1}' end) as tally,
           case when g.game = 'gacha' then g.outcome end as outcome
      from account a
      join transfer t on t.debit_id = a.id and t.debit_id >= 1000
      left join game g on t.kind <> 'crash.bet' and g.game_id = t.ref and g.stake_id = t.id
      left join crash_bet b on t.kind = 'crash.bet' and b.bet_id = t.ref
      left join crash_bet_end e on e.bet_id = b.bet_id
      left join crash_round r on r.crash_table = b.crash_table and r.game = b.game
     where a.player_id = $1 and a.currency = 'coins' and t.kind = any ($2)
       and (g.game_id is not null or e.outcome = 'cashed' or (e.bet_id is null and r.phase = 'settled'))
  ), runs as (
    select game, variant, bet, won,
           count(*) filter (where won = 0) over (order by id) as losses,
           count(*) filter (where won = 0) over (partition by game, variant order by id) as own_losses
      from played
  ), streaks as (
    select game, variant, max(length) as streak
      from (select game, variant, count(*) as length from runs where won > 0
             group by grouping sets ((game, variant, own_losses), (losses))) lengths
     group by game, variant
  ), totals as (
    select game, variant, count(*) as rounds, coalesce(sum(bet), 0) as bet, coalesce(sum(won), 0) as won,
           coalesce(max(won), 0) as biggest
      from runs group by grouping sets ((game, variant), ())
  ), tallies as (
    select c.game, c.variant, k.name, sum(k.count::bigint * c.games) as count
      from (select game, variant, tally, count(*) as games from played group by game, variant, tally) c,
           json_each_text(c.tally::json) as k (name, count)
     group by c.game, c.variant, k.name
  ), pulled as (
    select p.variant as banner, i.item ->> 'item' as item, count(*) as count
      from played p, json_array_elements(p.outcome -> 'items') as i (item)
     group by 1, 2
  ), banners as (
    select banner from pulled
    union select substr(scope, 7) from game_state where owner_id = $1 and scope like 'gacha/%'
  )
  select
    (select coalesce(json_agg(json_build_object(
              'game', t.game, 'variant', t.variant, 'rounds', t.rounds, 'bet', t.bet, 'won', t.won,
              'biggest', t.biggest, 'streak', coalesce(s.streak, 0)) order by t.game, t.variant), '[]')
       from totals t
       left join streaks s on (s.game, s.variant) is not distinct from (t.game, t.variant)) as totals,
    (select coalesce(json_agg(json_build_object('game', game, 'variant', variant, 'tally', tally)), '[]')
       from (select game, variant, json_object_agg(name, count order by name) as tally
               from tallies group by game, variant) t) as tallies,
    (select coalesce(json_agg(json_build_object(
              'banner', b.banner, 'pity', coalesce((s.state ->> 'pity')::int, 0), 'items', coalesce(i.items, '[]'))
              order by b.banner), '[]')
       from banners b
       left join game_state s on s.owner_id = $1 and s.scope = 'gacha/' || b.banner
       left join (select banner, json_agg(json_build_object('item', item, 'count', count) order by item) as items
                    from pulled group by banner) i on i.banner = b.banner) as gacha`;

export async function readStatistics(pool: pg.Pool, playerId: string): Promise<PlayerStatistics> {
  const { rows } = await pool.query<StatisticsRow>(SELECT_STATISTICS, [playerId, EVERY_STAKE_KIND]);
  const { totals, tallies, gacha } = rows[0]!;
  const games = totals.flatMap((row): GameTotals[] => {
    const { game, variant } = row;
    if (game === null || variant === null) return [];
    const tally = tallies.find((of) => of.game === game && of.variant === variant)?.tally ?? {};
    return [{ game, variant, ...toTotals(row), tally }];
  });
  return { overall: toTotals(totals.find(({ game }) => game === null)!), games, gacha };
}

function toTotals({ rounds, bet, won, biggest, streak }: Omit<TotalsRow, 'game' | 'variant'>): Totals {
  return {
    rounds,
    betCoins: bet,
    wonCoins: won,
    netCoins: won - bet,
    returnToPlayer: bet === 0 ? 0 : won / bet,
    biggestWinCoins: biggest,
    bestStreak: streak,
  };
}
