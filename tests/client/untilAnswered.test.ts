import { describe, expect, test } from 'vitest';
import { type FairgroundCode, FairgroundError } from '../../client/sdk/index.ts';
import { RESEND_FOR_MS, untilAnswered } from '../../client/sdk/untilAnswered.ts';
import { ERRORS, type ErrorCode } from '../../domain/protocol/errors.ts';
import { ManualScheduler } from './support/manualScheduler.ts';

/** Sends by a script: each entry is one sending's outcome; the last one repeats. */
function setUp(
  outcomes: (FairgroundCode | 'answer')[],
  live: () => Promise<void> = async () => {},
  details: Record<string, unknown> = {},
) {
  const scheduler = new ManualScheduler();
  const sentAtMs: number[] = [];
  const send = async (): Promise<string> => {
    sentAtMs.push(scheduler.nowMs());
    const outcome = outcomes[Math.min(sentAtMs.length, outcomes.length) - 1]!;
    if (outcome === 'answer') return 'answered';
    throw new FairgroundError(outcome, details);
  };
  const result = untilAnswered({ scheduler, random: () => 0.5, live }, send).then(
    (value) => value,
    (error: FairgroundError) => error.code,
  );
  return { scheduler, sentAtMs, result };
}

const TRANSIENT: FairgroundCode[] = [
  'unreachable',
  'busy',
  'fenced',
  'draining',
  'store_unavailable',
  'rate_limited',
];
const FINAL = (Object.keys(ERRORS) as ErrorCode[]).filter((code) => !TRANSIENT.includes(code));

describe('sending until answered', () => {
  test.each(TRANSIENT)('%s is sent again', async (code) => {
    const { scheduler, sentAtMs, result } = setUp([code, code, 'answer']);
    await scheduler.advance(10_000);
    expect(await result).toBe('answered');
    expect(sentAtMs).toHaveLength(3);
  });

  test.each(FINAL)('%s is the answer', async (code) => {
    const { scheduler, sentAtMs, result } = setUp([code, 'answer']);
    await scheduler.advance(10_000);
    expect(await result).toBe(code);
    expect(sentAtMs).toHaveLength(1);
  });

  test.each(['already_bet', 'round_closed'] as const)(
    '%s after a lost answer is asked once more: it may be about our own first sending',
    async (code) => {
      const stands = setUp(['unreachable', code, 'answer']);
      await stands.scheduler.advance(10_000);
      expect(await stands.result).toBe('answered');

      const refused = setUp(['store_unavailable', code, code, 'answer']);
      await refused.scheduler.advance(10_000);
      expect(await refused.result).toBe(code);
      expect(refused.sentAtMs).toHaveLength(3);
    },
  );

  test('gives up after a bounded time: unknown if it may stand, the refusal if it can’t', async () => {
    const lost = setUp(['unreachable']);
    await lost.scheduler.advance(RESEND_FOR_MS + 5_000);
    expect(await lost.result).toBe('outcome_unknown');
    expect(lost.sentAtMs.at(-1)! - lost.sentAtMs[0]!).toBeLessThanOrEqual(RESEND_FOR_MS);

    const busy = setUp(['busy']);
    await busy.scheduler.advance(RESEND_FOR_MS + 5_000);
    expect(await busy.result).toBe('busy');
  });

  test('waits for as long as a limit asks for, and says so at once when that would be too long', async () => {
    const live = async () => {};
    const soon = setUp(['rate_limited', 'answer'], live, { retryAfterMs: 8_000 });
    await soon.scheduler.advance(7_999);
    expect(soon.sentAtMs).toHaveLength(1);
    await soon.scheduler.advance(2_000);
    expect(await soon.result).toBe('answered');

    const late = setUp(['rate_limited', 'answer'], live, { retryAfterMs: RESEND_FOR_MS + 1 });
    await late.scheduler.advance(0);
    expect(await late.result).toBe('rate_limited');
    expect(late.sentAtMs).toHaveLength(1);
  });

  test('backs off: the pauses grow to two seconds and no further', async () => {
    const { scheduler, sentAtMs, result } = setUp(['busy']);
    await scheduler.advance(RESEND_FOR_MS + 5_000);
    await result;
    const pauses = sentAtMs.slice(1).map((atMs, index) => atMs - sentAtMs[index]!);
    expect(pauses.slice(0, 4)).toEqual([150, 300, 600, 1_200]);
    expect(Math.max(...pauses)).toBe(1_500);
  });

  test('waits for a connection instead of sending into the void', async () => {
    let connect = () => {};
    const connected = new Promise<void>((resolve) => {
      connect = resolve;
    });
    const { scheduler, sentAtMs, result } = setUp(['answer'], () => connected);
    await scheduler.advance(5_000);
    expect(sentAtMs).toEqual([]);
    connect();
    await scheduler.advance(0);
    expect(await result).toBe('answered');
  });

  test('stops when the room was left', async () => {
    const left = () => Promise.reject(new FairgroundError('unreachable', { cause: 'left' }));
    const { scheduler, sentAtMs, result } = setUp(['answer'], left);
    await scheduler.advance(0);
    expect(await result).toBe('unreachable');
    expect(sentAtMs).toEqual([]);
  });
});
