import { randomUUID } from 'node:crypto';
import { LockMode, MikroORM } from '@mikro-orm/postgresql';
import { AccountEntity } from '../../db/entities/account.ts';
import { ENTITIES } from '../../db/entities/index.ts';
import { TransferEntity } from '../../db/entities/transfer.ts';

export interface OrmPerBet {
  /** One bet, one transaction: both accounts locked in order of id, checked, changed; one transfer. */
  stake(playerAccountId: number, houseAccountId: number, amount: number): Promise<void>;
  close(): Promise<void>;
}

/** The usual way, as a measure for ours: one ORM transaction a bet, row locks, 8 connections. */
export async function openOrmPerBet(url: string): Promise<OrmPerBet> {
  const orm = await MikroORM.init({
    clientUrl: url,
    entities: ENTITIES,
    pool: { min: 8, max: 8 },
    driverOptions: { application_name: 'bench orm per bet' },
  });
  return {
    stake: (playerAccountId, houseAccountId, amount) =>
      orm.em.fork().transactional(async (em) => {
        // Before the locks: what is done under them, every other bet waits for.
        const [row] = await em.execute<{ id: string }[]>(`select nextval('transfer_block') as id`);
        const ids = [playerAccountId, houseAccountId];
        const accounts = await em.find(
          AccountEntity,
          { id: { $in: ids } },
          { orderBy: { id: 'asc' }, lockMode: LockMode.PESSIMISTIC_WRITE },
        );
        const player = accounts.find(({ id }) => id === playerAccountId)!;
        const house = accounts.find(({ id }) => id === houseAccountId)!;
        if (player.balance < BigInt(amount)) throw new Error('insufficient funds');
        player.balance -= BigInt(amount);
        house.balance += BigInt(amount);
        em.create(TransferEntity, {
          ...{ idemKey: randomUUID(), leg: 0, legs: 1, answerSide: 0, id: Number(row!.id) },
          ...{ debitId: playerAccountId, creditId: houseAccountId, amount },
          ...{ debitAfter: player.balance, creditAfter: house.balance },
          ...{ fingerprint: 0n, ref: randomUUID(), kind: 'crash.bet' },
        });
        await em.flush();
      }),
    close: () => orm.close(true),
  };
}
