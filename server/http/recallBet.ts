import type { RecordBuilder } from '../../db/recordBuilder.ts';
import type { RecordedBet, RoundRecord } from '../../domain/crash/records.ts';
import type { CrashGameSummary } from '../../domain/games/records.ts';

type Step =
  | { type: 'bet'; amountCoins: number; autoCashoutHundredths?: number }
  | { type: 'launch'; atMs: number }
  | { type: 'gap'; fromMs: number; toMs: number }
  | {
      type: 'cashout';
      atMs: number;
      atHundredths: number;
      payoutCoins: number;
      sequence: number;
      reason: 'player' | 'auto' | 'limit' | 'gap';
    }
  | { type: 'cancel'; atMs: number; sequence: number }
  | { type: 'bust'; atMs: number; bustHundredths: number };

export interface RecalledBet extends CrashGameSummary {
  steps: Step[];
  bet: RecordedBet | null;
  round: Omit<RoundRecord, 'bets' | 'cancelled'> | null;
}

/**
 * A bet at a crash table with every step and what verifies it. While its round is not settled there are no steps
 * and no round: hash and bust are secret until then.
 */
export async function recallBet(
  records: Pick<RecordBuilder, 'ofBet'>,
  summary: CrashGameSummary,
): Promise<RecalledBet> {
  const { gameId } = summary;
  const record = await records.ofBet(summary.proof.table, summary.proof.game, gameId);
  if (record === null) return { ...summary, steps: [], bet: null, round: null };
  const { bets, cancelled, ...round } = record;
  const bet = bets.find(({ betId }) => betId === gameId) ?? null;
  const cancellation = cancelled.find(({ betId }) => betId === gameId);
  if (cancellation) {
    const { amountCoins, receivedAtMs, sequence } = cancellation;
    const steps: Step[] = [
      { type: 'bet', amountCoins },
      { type: 'cancel', atMs: receivedAtMs, sequence },
    ];
    return { ...summary, steps, bet, round };
  }
  return { ...summary, steps: bet === null ? [] : stepsOf(bet, record), bet, round };
}

function stepsOf(bet: RecordedBet, record: RoundRecord): Step[] {
  const { amountCoins, autoCashoutHundredths, cashout } = bet;
  const flight: { atMs: number; step: Step }[] = [
    ...record.gaps.map(({ fromMs, toMs }) => ({
      atMs: fromMs,
      step: { type: 'gap', fromMs, toMs } as const,
    })),
    {
      atMs: record.bustedAtMs,
      step: { type: 'bust', atMs: record.bustedAtMs, bustHundredths: record.bustHundredths },
    },
  ];
  if (cashout) {
    const { receivedAtMs: atMs, ...rest } = cashout;
    flight.push({ atMs, step: { type: 'cashout', atMs, ...rest } });
  }
  return [
    { type: 'bet', amountCoins, ...(autoCashoutHundredths === undefined ? {} : { autoCashoutHundredths }) },
    { type: 'launch', atMs: record.launchedAtMs },
    // An instant that a bust and a cash-out share belongs to the cash-out: it was paid.
    ...flight
      .sort((a, b) => a.atMs - b.atMs || Number(a.step.type === 'bust') - Number(b.step.type === 'bust'))
      .map(({ step }) => step),
  ];
}
