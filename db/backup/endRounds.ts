import { createHash } from 'node:crypto';
import type pg from 'pg';
import { assert } from '../../domain/assert.ts';
import { judgeVoid } from '../../domain/crash/voiding.ts';
import type { VoidedRound } from '../../domain/crash/voids.ts';
import { checkpointOf, hashOfGame, placeInChain } from '../../domain/fairness/seedChain.ts';
import type { Cipher } from '../../domain/identity/cipher.ts';
import { checkpointPurpose } from '../stores/chains.ts';
import { readChain } from '../stores/crashClosing.ts';
import { voidWithin } from '../stores/crashVoiding.ts';

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

/**
 * Voids every round that was open at the snapshot: its stakes go back. Its bust may be known to everybody by now, so it can't be
 * played on. Whatever was cashed out by then stays paid.
 */
export async function endRounds(
  client: pg.PoolClient,
  cipher: Cipher,
  reason: string,
): Promise<VoidedRound[]> {
  const { rows } = await client.query<{ crash_table: string; game: string; chain_id: number }>(
    `select crash_table, game, chain_id from crash_round where phase <> 'settled' order by 1, 2`,
  );
  const voided: VoidedRound[] = [];
  for (const { crash_table: table, game: number, chain_id } of rows) {
    const game = Number(number);
    const hash = await gameHash(client, cipher, chain_id, game);
    voided.push(
      await voidWithin(client, { table, game, reason, hash }, (facts) =>
        judgeVoid({ ...facts, owned: false, chainEnds: true }),
      ),
    );
  }
  return voided;
}

async function gameHash(
  client: pg.ClientBase,
  cipher: Cipher,
  chainId: number,
  game: number,
): Promise<string> {
  const chain = await readChain(client, chainId);
  const place = placeInChain(chain, game);
  const index = checkpointOf(place);
  const { rows } = await client.query<{ sealed: Buffer }>(
    'select sealed from seed_checkpoint where chain_id = $1 and index = $2',
    [chainId, index],
  );
  assert(rows[0], `no checkpoint ${index} of seed chain ${chainId}`);
  const checkpoint = cipher.open(rows[0].sealed, checkpointPurpose(chain.terminator, index));
  return hashOfGame(Buffer.from(checkpoint).toString('hex'), place, chain.length, sha256);
}
