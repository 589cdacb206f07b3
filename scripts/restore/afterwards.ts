import type pg from 'pg';
import { endRounds } from '../../db/backup/endRounds.ts';
import { fenceOff } from '../../db/backup/fenceOff.ts';
import { queueJobs } from '../../db/backup/queueJobs.ts';
import { replaceSeeds } from '../../db/backup/replaceSeeds.ts';
import { skipNotices } from '../../db/backup/skipNotices.ts';
import { finish } from '../../db/backup/target.ts';
import { openJobMessages } from '../../db/jobMessages.ts';
import { reconcileWithin } from '../../db/reconcile.ts';
import { NOW_MS } from '../../db/stores/nowMs.ts';
import type { Cipher } from '../../domain/identity/cipher.ts';
import { endMatches } from './endMatches.ts';
import { type RestoreSummary, tellPlayers } from './tellPlayers.ts';

const VOID_REASON = 'the database was restored from an earlier state';

interface EarlierState {
  url: string;
  cipher: Cipher;
  takenAtMs: number | null;
  differenceCoins: number;
}

/** @throws Error when money was made or lost on the way */
export function assertDifference(coins: number, expectedCoins: number): void {
  if (coins !== expectedCoins)
    throw new Error(`the books differ by ${coins}, not by ${expectedCoins}: this database must not be used`);
}

/**
 * What has to happen before the first bet on a database that was brought back from an earlier state (FA19), in one
 * transaction: until it commits no server starts.
 * @param takenAtMs when that state was; null when nobody knows
 * @param differenceCoins what its books differ by: no more and no less afterwards
 */
export async function afterRestore(
  client: pg.PoolClient,
  { url, cipher, takenAtMs, differenceCoins }: EarlierState,
): Promise<RestoreSummary> {
  const messages = await openJobMessages(url, () => {});
  try {
    await client.query('begin');
    const { rows } = await client.query<{ now_ms: string }>(`select ${NOW_MS} as now_ms`);
    const nowMs = Number(rows[0]!.now_ms);
    await skipNotices(client);
    const voided = await endRounds(client, cipher, VOID_REASON);
    const endedMatches = await endMatches(client, nowMs);
    const replaced = await replaceSeeds(client, nowMs);
    const requeuedBacktests = await queueJobs(client, messages, nowMs);
    const endedSessions = await fenceOff(client);
    const summary: RestoreSummary = {
      takenAtMs,
      voidedRounds: voided.length,
      refundedBets: voided.reduce((sum, { refunds }) => sum + refunds.length, 0),
      endedMatches,
      replacedChains: replaced.chains,
      revealedPairs: replaced.pairs,
      ...{ requeuedBacktests, endedSessions },
    };
    await tellPlayers(client, summary, nowMs);
    assertDifference((await reconcileWithin(client)).differenceCoins, differenceCoins);
    await finish(client);
    await client.query('commit');
    return summary;
  } catch (error) {
    await client.query('rollback').catch(() => {});
    throw error;
  } finally {
    await messages.close();
  }
}
