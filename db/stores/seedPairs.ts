import type pg from 'pg';
import { assert } from '../../domain/assert.ts';
import { sha256Hex } from '../../domain/fairness/sha256.ts';
import type { RevealedPair, SeedPairStore, SeedsView } from '../../domain/games/seeds.ts';
import type { Cipher } from '../../domain/identity/cipher.ts';
import { ok } from '../../domain/result.ts';
import { orUnavailable, transact } from '../transact.ts';
import { openServerSeed, sealServerSeed } from './serverSeeds.ts';

const SERVER_SEED_BYTES = 32;
const CLIENT_SEED_BYTES = 16;

export interface SeedPairSource {
  cipher: Cipher;
  newUuid: () => string;
  /** Random bytes as lowercase hex. */
  randomHex: (bytes: number) => string;
  nowMs: () => number;
}

interface PairRow {
  pair_id: string;
  status: 'next' | 'active';
  sealed: Buffer;
  server_seed_hash: string;
  client_seed: string;
  chosen_by_player: boolean;
  nonce: number;
}

interface StandingPairs {
  active: PairRow;
  next: PairRow;
}

const PAIR_COLUMNS = 'pair_id, status, sealed, server_seed_hash, client_seed, chosen_by_player, nonce';

const STANDING = {
  name: 'seed_pairs',
  text: `select ${PAIR_COLUMNS} from seed_pair where player_id = $1 and status <> 'revealed'`,
};

const INSERT = `
  insert into seed_pair (pair_id, player_id, status, sealed, server_seed_hash, client_seed, created_at_ms,
                         activated_at_ms)
  values ($1, $2, $3, $4, $5, $6, $7, $8)
  on conflict (player_id, status) where status <> 'revealed' do nothing`;

/** The row that games lock as well: none is drawn from a pair that is being revealed. */
const LOCK_ACTIVE = `
  select ${PAIR_COLUMNS} from seed_pair where player_id = $1 and status = 'active' for update`;

const ACTIVATE = `
  update seed_pair p
     set status = 'active', client_seed = $2, activated_at_ms = $3,
         chosen_by_player = $4 and not exists (
           select 1 from seed_pair used where used.player_id = $1 and used.client_seed = $2)
   where p.player_id = $1 and p.status = 'next'
  returning ${PAIR_COLUMNS}`;

export function seedPairStore(pool: pg.Pool, source: SeedPairSource): SeedPairStore {
  const { cipher, newUuid, randomHex, nowMs } = source;
  const newClientSeed = () => randomHex(CLIENT_SEED_BYTES);

  /** A fresh secret, committed to by its hash; not inserted where the player has one of this status. */
  async function commit(
    to: pg.Pool | pg.PoolClient,
    playerId: string,
    status: PairRow['status'],
  ): Promise<void> {
    const pairId = newUuid();
    const serverSeed = randomHex(SERVER_SEED_BYTES);
    const sealed = sealServerSeed(cipher, pairId, serverSeed);
    const active = status === 'active';
    const atMs = nowMs();
    await to.query(INSERT, [
      ...[pairId, playerId, status, sealed, sha256Hex(serverSeed)],
      ...[active ? newClientSeed() : '', atMs, active ? atMs : null],
    ]);
  }

  async function standing(playerId: string): Promise<StandingPairs | null> {
    const { rows } = await pool.query<PairRow>({ ...STANDING, values: [playerId] });
    const active = rows.find(({ status }) => status === 'active');
    const next = rows.find(({ status }) => status === 'next');
    return active && next ? { active, next } : null;
  }

  async function ensured(playerId: string): Promise<StandingPairs> {
    const found = await standing(playerId);
    if (found) return found;
    // In this order, and not in one transaction: whoever else is at it gets the same two in the end.
    await commit(pool, playerId, 'active');
    await commit(pool, playerId, 'next');
    const made = await standing(playerId);
    assert(made, `no seed pairs of ${playerId} after they were made`);
    return made;
  }

  function rotated(
    playerId: string,
    clientSeed: string | null,
  ): Promise<{ revealed: RevealedPair; active: SeedsView }> {
    return transact(pool, async (client) => {
      const revealed = await lockActive(client, playerId);
      const atMs = nowMs();
      await client.query(`update seed_pair set status = 'revealed', revealed_at_ms = $2 where pair_id = $1`, [
        revealed.pair_id,
        atMs,
      ]);
      const { rows } = await client.query<PairRow>(ACTIVATE, [
        ...[playerId, clientSeed ?? newClientSeed(), atMs, clientSeed !== null],
      ]);
      const active = rows[0];
      assert(active, `player ${playerId} has an active seed pair and no next one`);
      await commit(client, playerId, 'next');
      const { rows: committed } = await client.query<PairRow>({ ...STANDING, values: [playerId] });
      const next = committed.find(({ status }) => status === 'next')!;
      return { revealed: toRevealed(revealed), active: toView({ active, next }) };
    });
  }

  function toRevealed(row: PairRow): RevealedPair {
    return {
      pairId: row.pair_id,
      serverSeed: openServerSeed(cipher, row),
      serverSeedHash: row.server_seed_hash,
      clientSeed: row.client_seed,
      gameCount: row.nonce,
    };
  }

  return {
    seeds: (playerId) => orUnavailable(async () => ok(toView(await ensured(playerId)))),

    activePair: (playerId) =>
      orUnavailable(async () => {
        const { active } = await ensured(playerId);
        return ok({
          pairId: active.pair_id,
          serverSeed: openServerSeed(cipher, active),
          clientSeed: active.client_seed,
          nonce: active.nonce,
        });
      }),

    rotate: (playerId, clientSeed) =>
      orUnavailable(async () => {
        await ensured(playerId);
        return ok(await rotated(playerId, clientSeed));
      }),
  };
}

/** Again after each rotation that came first: what it waited for is then no longer the active pair. */
async function lockActive(client: pg.PoolClient, playerId: string): Promise<PairRow> {
  for (;;) {
    const { rows } = await client.query<PairRow>(LOCK_ACTIVE, [playerId]);
    if (rows[0]) return rows[0];
  }
}

function toView({ active, next }: StandingPairs): SeedsView {
  return {
    pairId: active.pair_id,
    serverSeedHash: active.server_seed_hash,
    nextServerSeedHash: next.server_seed_hash,
    clientSeed: active.client_seed,
    chosenByPlayer: active.chosen_by_player,
    nonce: active.nonce,
  };
}
