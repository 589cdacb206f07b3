import { randomUUID } from 'node:crypto';
import { openTestDatabase } from '../support/database.ts';
import { ledgerStoreContract } from './ledgerStore.contract.ts';

ledgerStoreContract('the ledger on PostgreSQL', async () => {
  const database = await openTestDatabase();
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
    close: () => database.dispose(),
  };
});
