import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { choosePaths } from '../../db/embedded/paths.ts';
import { findPostmaster } from '../../db/embedded/postmaster.ts';
import type { BetAnswer, CashoutAnswer } from '../../domain/protocol/crash.ts';
import type { SessionSummary } from '../../domain/protocol/session.ts';
import type { SlotsStanding, SpinAnswer } from '../../domain/protocol/slots.ts';
import { reconcileData } from '../support/reconcileData.ts';
import type { ServerProcess } from '../support/serverProcess.ts';
import { betWhenOpen, type Guest, guest, refused, serve, sit, until } from './harness.ts';
import { ask, coins, openSession, untilAnswered } from './sessions.ts';

describe('a table whose database goes away', () => {
  let server: ServerProcess;
  let player: Guest;

  beforeAll(async () => {
    server = await serve('auto');
    player = await guest(server.url);
  }, 120_000);
  afterAll(() => server.dispose());

  const postmaster = () => findPostmaster(choosePaths(`${server.dataDir}/postgres`).cluster)!.pid;
  const key = () => crypto.randomUUID();
  const readiness = async () => (await fetch(`${server.url}/readyz`)).status;

  it('refuses bets while it is frozen, and answers the retry with what became of the first try', async () => {
    const { room } = await sit(server.url, player.accessToken, 'open');
    const pid = postmaster();
    const request = { key: key(), amountCoins: 200 };
    const frozen = backendsOf(pid);
    for (const each of frozen) process.kill(each, 'SIGSTOP');
    try {
      expect(await refused(room.request('bet', request))).toMatchObject({ code: 'store_unavailable' });
      expect(await readiness()).toBe(503);
    } finally {
      for (const each of frozen) process.kill(each, 'SIGCONT');
    }
    const answer = await untilAnswered(() => room.request<unknown, BetAnswer>('bet', request));
    expect(await room.request('bet', request)).toEqual(answer);
    await room.request('cancel', { betId: answer.betId });
    await room.leave();
  }, 60_000);

  it('refuses a spin while it is frozen, plays it once it is back, and ends a session that was left meanwhile', async () => {
    const { accessToken } = await guest(server.url);
    const [spinning, left] = await Promise.all(
      ['neon3', 'cascade5'].map((machine) =>
        openSession<SlotsStanding>(server.url, accessToken, 'slots', { machine }),
      ),
    );
    const request = { key: key(), betCoins: 1_000 };
    const spin = () => spinning!.room.request<unknown, SpinAnswer>('spin', request);
    const frozen = backendsOf(postmaster());
    for (const each of frozen) process.kill(each, 'SIGSTOP');
    try {
      expect(await refused(spin())).toMatchObject({ code: 'store_unavailable' });
      left!.room.leave();
      expect(await refused(spin())).toMatchObject({ code: 'store_unavailable' });
    } finally {
      for (const each of frozen) process.kill(each, 'SIGCONT');
    }
    const answer = await untilAnswered(spin);
    expect(answer.nonce).toBe(0);
    expect(await spin()).toEqual(answer);
    expect(await coins(server.url, accessToken)).toBe(answer.balanceCoins);
    let ended: SessionSummary[] = [];
    while (ended.length === 0) {
      ended = (await ask<{ items: SessionSummary[] }>(server.url, accessToken, '/api/me/sessions')).items;
    }
    expect(ended).toMatchObject([{ sessionId: left!.standings[0]!.sessionId, rounds: 0 }]);
    expect(await spinning!.room.request('end', {})).toMatchObject({ rounds: 1 });
  }, 60_000);

  it('books a cash-out that stood while the database was dead, and plays on', async () => {
    let seat = await sit(server.url, player.accessToken, 'quick');
    let paid: CashoutAnswer | null = null;
    let game = 0;
    // A round may bust before the cash-out: play until one stood.
    while (paid === null) {
      const { betId, game: taken } = await betWhenOpen(seat, { amountCoins: 100 });
      game = taken;
      await until(() => seat.state().phase === 'flying' || seat.state().game > game);
      process.kill(postmaster(), 'SIGKILL');
      const cashout = () =>
        seat.room.request<unknown, CashoutAnswer>('cashout', { betId }, { timeout: 3_000 });
      let answer = await cashout().catch(refusalOf);
      if (!('payoutCoins' in answer) && answer.code !== 'too_late') {
        await until(() => findPostmaster(choosePaths(`${server.dataDir}/postgres`).cluster)?.ready === true);
        answer = await untilAnswered(cashout).catch(refusalOf);
      }
      if ('payoutCoins' in answer) {
        paid = answer;
      } else if (answer.code === 'too_late') {
        // A bust is told once its settlement is committed, and not before.
        expect([seat.state().phase, seat.state().bustHundredths > 0 || seat.state().game > game]).not.toEqual(
          ['flying', false],
        );
      } else {
        // Away for longer than the table's lease: then the table is opened anew, and the round refunded.
        expect([answer, seat.room.connection.isOpen]).toEqual([answer, false]);
        seat = await sit(server.url, player.accessToken, 'quick');
      }
    }
    expect(paid.payoutCoins).toBe(paid.atHundredths);
    await until(() => seat.state().game > game && seat.state().phase === 'betting');
    expect(await reconcileData(server.dataDir)).toMatchObject({ differenceCoins: 0 });
    await seat.room.leave();
  }, 600_000);
});

/** The code of a refusal; without one, the connection was lost. */
function refusalOf(error: Error & { reason?: { code: string } }): { code: string } {
  return { code: error.reason?.code ?? error.message };
}

/** The postmaster and all of its children, from /proc. */
function backendsOf(pid: number): number[] {
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim();
  return [pid, ...(children === '' ? [] : children.split(' ').map(Number))];
}
