import { type MikroORM, raw, UniqueConstraintViolationException } from '@mikro-orm/postgresql';
import type pg from 'pg';
import { assert } from '../../domain/assert.ts';
import type { Balances, IdentityStore, Player } from '../../domain/identity/port.ts';
import { CURRENCIES, type Currency } from '../../domain/money.ts';
import { AccountEntity } from '../entities/account.ts';
import { PlayerEntity } from '../entities/player.ts';
import { skeletonOf } from '../nameSkeleton.ts';
import { orThrow } from '../transact.ts';
import { PLAYER_COLUMNS, type PlayerRow, toPlayer } from './playerRow.ts';

const FIND_PLAYER = { name: 'player', text: `select ${PLAYER_COLUMNS} from player p where p.id = $1` };

/** The database's clock, whole epoch milliseconds. */
const databaseNowMs = () => raw<number>('floor(extract(epoch from clock_timestamp()) * 1000)');

/** The nickname as wished, then with more and more of the player's id behind it. */
function nicknames(nickname: string, id: string): string[] {
  const digits = id.replaceAll('-', '');
  return [nickname, ...[4, 8, 32].map((length) => `${nickname}-${digits.slice(0, length)}`)];
}

export function identityStore(orm: MikroORM, pool: pg.Pool): IdentityStore {
  async function find(id: string): Promise<Player | null> {
    const { rows } = await pool.query<PlayerRow>({ ...FIND_PLAYER, values: [id] });
    return rows[0] ? toPlayer(rows[0]) : null;
  }

  async function insert(player: {
    id: string;
    nickname: string;
    bot: boolean;
    ageConfirmed: boolean;
  }): Promise<void> {
    await orm.em.fork().transactional(async (em) => {
      em.create(PlayerEntity, {
        ...player,
        skeleton: skeletonOf(player.nickname),
        createdAtMs: databaseNowMs(),
      });
      for (const currency of CURRENCIES) {
        em.create(AccountEntity, { player: player.id, currency, kind: 'player' });
      }
      await em.flush();
    });
  }

  return {
    createPlayer: (player) =>
      orThrow(async () => {
        for (const nickname of nicknames(player.nickname, player.id)) {
          try {
            await insert({ ...player, nickname });
          } catch (error) {
            if (
              error instanceof UniqueConstraintViolationException &&
              /nickname|skeleton/.test(error.message)
            )
              continue;
            throw error;
          }
          const made = await find(player.id);
          assert(made, `player ${player.id} is missing right after it was made`);
          return made;
        }
        assert(false, `no free nickname for ${player.id}`);
      }),

    player: (id) => orThrow(() => find(id)),

    confirmAge: (id) =>
      orThrow(async () => {
        await pool.query('update player set age_confirmed = true where id = $1', [id]);
      }),

    balances: (player) =>
      orThrow(async () => {
        const { rows } = await pool.query<{ currency: Currency; balance: string }>({
          name: 'balances',
          text: 'select currency, balance from account where player_id = $1',
          values: [player.id],
        });
        const balances: Balances = { coins: 0, credits: 0, gems: 0 };
        for (const { currency, balance } of rows) balances[currency] = Number(balance);
        return balances;
      }),
  };
}
