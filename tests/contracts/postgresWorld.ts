import { randomUUID } from 'node:crypto';
import { canonicalJson } from '../../domain/canonicalJson.ts';
import { DAY_MS, dayOf, firstDayOf } from '../../domain/limits/periods.ts';
import type { TestDatabase } from '../support/database.ts';
import type { LedgerWorld } from './ledgerWorld.ts';

/** Closing it closes the database. */
export function postgresWorld(database: TestDatabase): LedgerWorld {
  const { pool } = database;
  return {
    ledger: database.ledger,
    secondWriter: async () => (await database.another()).ledger,
    async player() {
      const id = randomUUID();
      const player = await database.identity.createPlayer({
        ...{ id, nickname: `p${id.slice(0, 8)}`, bot: false, ageConfirmed: true },
      });
      return { playerId: id, coins: player.accounts.coins, credits: player.accounts.credits };
    },
    async block(accountId, blocked) {
      await pool.query('update account set blocked = $2 where id = $1', [accountId, blocked]);
    },
    async limit({ playerId }, wish) {
      await database.limits.change(playerId, wish);
    },
    async pause({ playerId }, hours) {
      await database.limits.pause(playerId, hours);
    },
    async exclude({ playerId }, days) {
      await database.limits.exclude(playerId, days);
    },
    async played({ coins }, ms) {
      await pool.query(
        `insert into played_day as d values ($1, floor(extract(epoch from now()) / 86400), $2)
         on conflict (account_id, day) do update set played_ms = d.played_ms + excluded.played_ms`,
        [coins, ms],
      );
    },
    used: async ({ playerId }, kind, period) => (await database.limits.read(playerId))[kind][period].used,
    async passDay() {
      await pool.query(`
        set session_replication_role = replica;
        update transfer set created_at = created_at - interval '1 day';
        set session_replication_role = default;
        update limit_day set day = day - 1;
        update played_day set day = day - 1;
        update play_limit set next_from_ms = next_from_ms - ${DAY_MS};
        update play_bar set paused_until_ms = paused_until_ms - ${DAY_MS},
                            excluded_until_ms = excluded_until_ms - ${DAY_MS}`);
    },
    async otherDayOfWeek({ coins }) {
      const isFirst = firstDayOf('week', Date.now()) === dayOf(Date.now());
      await pool.query('update limit_day set day = day + $2 where account_id = $1', [
        coins,
        isFirst ? 1 : -1,
      ]);
    },
    async lease(table, { fence, game, phase }) {
      await pool.query(
        `insert into table_lease (name, crash_table, fence, expires_at, game, phase) values ($1, $2, $3, now(), $4, $5)
         on conflict (name) do update set fence = excluded.fence, game = excluded.game, phase = excluded.phase`,
        [`crash/${table}`, table, fence, game, phase],
      );
    },
    async balance(accountId) {
      const { rows } = await pool.query('select balance from account where id = $1', [accountId]);
      return Number(rows[0].balance);
    },
    async transfers() {
      const { rows } = await pool.query('select * from transfer order by id');
      return rows.map((row) => ({
        key: row.idem_key,
        debitAccountId: Number(row.debit_id),
        creditAccountId: Number(row.credit_id),
        amount: Number(row.amount),
      }));
    },
    async total(currency) {
      const { rows } = await pool.query('select sum(balance) as sum from account where currency = $1', [
        currency,
      ]);
      return Number(rows[0].sum);
    },
    async betIds() {
      const { rows } = await pool.query('select bet_id from crash_bet');
      return rows.map((row) => row.bet_id);
    },
    async endedBetIds() {
      const { rows } = await pool.query('select bet_id from crash_bet_end');
      return rows.map((row) => row.bet_id);
    },
    async pair(playerId) {
      const pairId = randomUUID();
      await pool.query(
        `update seed_pair set status = 'revealed' where player_id = $1 and status = 'active'`,
        [playerId],
      );
      await pool.query(
        `insert into seed_pair (pair_id, player_id, status, sealed, server_seed_hash, created_at_ms)
         values ($1, $2, 'active', '', '', 0)`,
        [pairId, playerId],
      );
      return pairId;
    },
    async reveal(pairId) {
      await pool.query(`update seed_pair set status = 'revealed' where pair_id = $1`, [pairId]);
    },
    async nonce(pairId) {
      const { rows } = await pool.query('select nonce from seed_pair where pair_id = $1', [pairId]);
      return rows[0].nonce;
    },
    async document(ownerId, scope) {
      const { rows } = await pool.query('select state from game_state where owner_id = $1 and scope = $2', [
        ownerId,
        scope,
      ]);
      return rows[0] ? canonicalJson(rows[0].state) : null;
    },
    async setStock(banner, item, left) {
      await pool.query(
        `insert into gacha_stock (banner, item, remaining) values ($1, $2, $3)
         on conflict (banner, item) do update set remaining = excluded.remaining`,
        [banner, item, left],
      );
    },
    async stock(banner, item) {
      const { rows } = await pool.query('select remaining from gacha_stock where banner = $1 and item = $2', [
        banner,
        item,
      ]);
      return rows[0].remaining;
    },
    async games() {
      const { rows } = await pool.query('select * from game order by stake_id');
      return rows.map((row) => ({
        ...{ gameId: row.game_id, playerId: row.player_id, inputs: row.inputs, outcome: row.outcome },
        pair: row.pair_id === null ? null : { pairId: row.pair_id, nonce: row.nonce },
        ...{ betCoins: Number(row.bet_coins), payoutCoins: Number(row.payout_coins) },
        ...{ stakeId: Number(row.stake_id), payoutId: row.payout_id === null ? null : Number(row.payout_id) },
      }));
    },
    close: () => database.dispose(),
  };
}
