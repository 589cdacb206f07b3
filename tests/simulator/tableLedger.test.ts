import { beforeEach, expect, test } from 'vitest';
import type { Tenure } from '../../domain/crash/port.ts';
import type { Bet } from '../../domain/crash/round.ts';
import { mintOf } from '../../domain/ledger/accounts.ts';
import { bodyFingerprint, operationKey } from '../../domain/ledger/keys.ts';
import { betIdentity, cancelItem } from '../../rooms/crash/ledgerItems.ts';
import { TableLedger } from '../../rooms/crash/tableLedger.ts';
import type { RoomPorts } from '../../rooms/ports.ts';
import { memoryCrash } from '../../simulation/database/crashStore.ts';
import { memoryLeases } from '../../simulation/database/leaseStore.ts';
import { Tables } from '../../simulation/database/tables.ts';
import { Random } from '../../simulation/random.ts';

/** Two processes, one after the other the owner of a table, on the ledger in memory: what the simulation found. */
let tables: Tables;
let bet: Bet;

beforeEach(async () => {
  tables = new Tables(() => 1_000_000, new Random(1, 'table ledger'));
  const player = tables.addPlayer('alice');
  const accountId = player.accounts.coins;
  bet = {
    ...{ betId: tables.newUuid(), playerId: player.id, nickname: 'alice', bot: false, accountId },
    ...{ amountCoins: 100, autoCashoutHundredths: null, receivedAtMs: 10, sequence: 1 },
    ...{ state: 'open', cashout: null },
  };
  await tables.ledger.post({
    ...{ key: operationKey('player', player.id, 'grant.welcome', ''), fingerprint: bodyFingerprint({}) },
    ...{ kind: 'grant.welcome', answerAccountId: accountId, ref: null, claim: null, row: null },
    legs: [{ debitAccountId: mintOf('coins'), creditAccountId: accountId, amount: 1_000 }],
  });
});

async function owner(): Promise<{ tenure: Tenure; ledger: TableLedger; told: string[] }> {
  tables.isGone = () => true;
  const acquired = await memoryLeases(tables).acquire('main', tables.newUuid());
  if (!acquired.ok || acquired.value === null) throw new Error('the lease is not to be had');
  const ports = {
    ...{ ledger: tables.ledger, crash: memoryCrash(tables) },
    receipts: { sign: (payload: object) => JSON.stringify(payload) },
  } as unknown as RoomPorts;
  const told: string[] = [];
  const ledger = new TableLedger(ports, acquired.value, {
    isStopped: () => false,
    outcome: ({ type }) => void told.push(type),
    fenced: () => void told.push('fenced'),
    fault: (error) => void told.push(String(error)),
    balance: () => {},
  });
  return { tenure: acquired.value, ledger, told };
}

function phase(now: 'betting' | 'flying'): void {
  Object.assign(tables.ledger.leases.get('crash/main')!, { game: 1, phase: now });
}

async function held(by: Awaited<ReturnType<typeof owner>>): Promise<void> {
  phase('betting');
  const identity = betIdentity('main', bet.playerId, tables.newUuid(), 100, null);
  by.ledger.announce(bet.betId, identity);
  by.ledger.holdStake(1, bet);
  expect(await by.ledger.stakeAnswer(identity)).toMatchObject({ ok: true });
}

test('[SI9] a payout that the successor has booked elsewhere on the curve ends the tenure, and is no bug', async () => {
  const first = await owner();
  await held(first);
  const second = await owner();
  phase('flying');
  const cashout = (atHundredths: number) => ({
    ...{ atHundredths, payoutCoins: atHundredths, receivedAtMs: 20, sequence: 2 },
    reason: 'player' as const,
  });
  second.ledger.payOut(1, bet, cashout(150), Promise.resolve());
  expect(await second.ledger.cashoutAnswer(bet.betId)).toMatchObject({
    ok: true,
    value: { payoutCoins: 150 },
  });
  first.ledger.payOut(1, bet, cashout(180), Promise.resolve());
  expect(await first.ledger.cashoutAnswer(bet.betId)).toMatchObject({ ok: false, error: { code: 'fenced' } });
  expect(first.told).toEqual(['stakeHeld', 'fenced']);
});

test('[SI6] a cancellation that was booked unseen is answered with the receipt of that one', async () => {
  const first = await owner();
  await held(first);
  await tables.ledger.post(cancelItem(first.tenure, 1, bet, 30, 2));
  const second = await owner();
  phase('betting');
  tables.rounds.set('main', []);
  second.ledger.releaseStake(1, bet, 99, 7);
  const answer = await second.ledger.cancelAnswer(bet.betId);
  if (!answer?.ok) throw new Error('the cancellation is not answered');
  expect(JSON.parse(answer.value.receipt)).toMatchObject({ type: 'cancel', receivedAtMs: 30, sequence: 2 });
});
