import type pg from 'pg';
import type { NewAccount, SignUpOutcome, SignUpStore } from '../../domain/identity/invites.ts';
import { CURRENCIES } from '../../domain/money.ts';
import { skeletonOf } from '../nameSkeleton.ts';
import { orThrow, transact } from '../transact.ts';
import { inviteState } from './invites.ts';
import { NOW_MS } from './nowMs.ts';

/** Rolls the sign-up back. */
class Refused extends Error {
  readonly outcome: SignUpOutcome;
  constructor(outcome: SignUpOutcome) {
    super(outcome);
    this.outcome = outcome;
  }
}

export function signUpStore(pool: pg.Pool): SignUpStore {
  return {
    signUp: (account, inviteCode) =>
      orThrow(async () => {
        try {
          await transact(pool, async (client) => {
            if (inviteCode !== null) await useInvite(client, inviteCode);
            if (account.isGuest) await promote(client, account);
            else await insert(client, account);
          });
          return 'done';
        } catch (error) {
          if (error instanceof Refused) return error.outcome;
          const { code, constraint } = error as { code?: string; constraint?: string };
          if (code === '23505' && /nickname|skeleton/.test(constraint ?? '')) return 'taken';
          throw error;
        }
      }),
  };
}

async function useInvite(client: pg.PoolClient, code: string): Promise<void> {
  const state = await inviteState(client, code, true);
  if (state !== 'valid') throw new Refused(state);
  await client.query('update invite set uses = uses + 1 where code = $1', [code]);
}

async function promote(client: pg.PoolClient, account: NewAccount): Promise<void> {
  const { rowCount } = await client.query(
    `update player set nickname = $2, skeleton = $3, password_hash = $4, age_confirmed = age_confirmed or $5
      where id = $1 and password_hash is null`,
    [
      account.playerId,
      account.nickname,
      skeletonOf(account.nickname),
      account.passwordHash,
      account.ageConfirmed,
    ],
  );
  if (rowCount !== 1) throw new Refused('registered');
}

async function insert(client: pg.PoolClient, account: NewAccount): Promise<void> {
  await client.query(
    `insert into player (id, nickname, skeleton, password_hash, age_confirmed, created_at_ms)
     values ($1, $2, $3, $4, $5, ${NOW_MS})`,
    [
      account.playerId,
      account.nickname,
      skeletonOf(account.nickname),
      account.passwordHash,
      account.ageConfirmed,
    ],
  );
  await client.query(
    `insert into account (player_id, currency, kind) select $1, currency, 'player' from unnest($2::text[]) as currency`,
    [account.playerId, CURRENCIES],
  );
}
