import { expect, test } from 'vitest';
import type { EventDraft, GameEvent } from '../../domain/events/event.ts';
import { topicOf } from '../../domain/events/event.ts';
import { countRejections, MANY_REJECTED } from '../../server/watch/rejections.ts';
import { followWinners } from '../../server/watch/winners.ts';

const DAY_MS = 86_400_000;

function event(playerId: string, draft: Pick<EventDraft, 'type' | 'data'>, atMs = DAY_MS): GameEvent {
  const player = { id: playerId, nickname: playerId };
  return { id: 'e', atMs, topic: topicOf(draft.type), player, bot: false, ...draft } as GameEvent;
}

const spin = (payoutCoins: number) =>
  ({
    type: 'slots.spin',
    data: { machine: 'neon3', gameId: 'g', betCoins: 100, payoutCoins, result: 'pair', streakBefore: 0 },
  }) as const;
const told = (winners: ReturnType<typeof followWinners>) =>
  winners.take().map(({ subject, scope, amount }) => `${subject} ${scope} ${amount}`);

test('a net win is of one game and one UTC day; a crash bet counts from the moment that it is made', () => {
  const winners = followWinners(1_000);
  winners.observe(event('ada', spin(700)));
  const bet = { table: 'main', game: 1, betId: 'b', amountCoins: 400 };
  winners.observe(event('ada', { type: 'crash.bet', data: { ...bet, autoCashoutHundredths: null } }));
  winners.observe(
    event('ada', {
      type: 'crash.cashout',
      data: { ...bet, atHundredths: 300, payoutCoins: 1_200, reason: 'player' },
    }),
  );
  winners.observe(event('bob', spin(150)));
  expect(told(winners)).toEqual([`ada slots ${DAY_MS} 600`, `ada crash ${DAY_MS} 800`]);
  expect(told(winners)).toEqual([]);
  winners.observe(event('ada', spin(0)));
  expect(told(winners)).toEqual([`ada slots ${DAY_MS} 500`]);
  winners.observe(event('ada', spin(300), 2 * DAY_MS));
  expect(told(winners)).toEqual([`ada slots ${2 * DAY_MS} 200`]);
});

test('a match counts for each of its players, whoever it is told about', () => {
  const winners = followWinners(1_000);
  const seats = [
    { playerId: 'ada', payoutCoins: 1_960 },
    { playerId: 'bob', payoutCoins: 0 },
  ];
  const match = { matchId: 'm', betCoins: 1_000, paidCoins: 1_960, reason: 'hands', seats };
  winners.observe({ ...event('', { type: 'rps.match', data: match }), player: null });
  expect(told(winners)).toEqual([`ada rps ${DAY_MS} 960`]);
});

test('of more players than are followed, those who have won least are forgotten', () => {
  const winners = followWinners(1_000, 4);
  winners.observe(event('best', spin(900)));
  for (let each = 0; each < 1_000; each += 1) winners.observe(event(`player${each}`, spin(0)));
  winners.observe(event('best', spin(300)));
  expect(told(winners)).toEqual([`best slots ${DAY_MS} 1000`]);
});

test('refusals count by the minute; neither clients nor codes grow without bound', () => {
  const rejections = countRejections(2);
  for (let each = 0; each < MANY_REJECTED; each += 1) {
    rejections.refused({ playerId: 'ada' }, `code${each}`, 60_000);
    rejections.refused({ address: '192.0.2.1' }, 'unauthorized', each % 2 ? 60_000 : 60_001);
    rejections.refused({ address: `one of many ${each}` }, 'unauthorized', 60_000);
  }
  const [ada, stranger, ...more] = rejections.take();
  expect(more).toEqual([]);
  expect(ada).toMatchObject({ subject: 'ada', scope: '60000', amount: MANY_REJECTED });
  expect(Object.keys(ada!.data.byCode as object)).toHaveLength(21);
  expect(stranger).toMatchObject({ amount: MANY_REJECTED, data: { address: '192.0.2.1' } });

  for (let each = 0; each < MANY_REJECTED; each += 1) {
    rejections.refused({ playerId: 'ada' }, 'busy', each < MANY_REJECTED - 1 ? 120_000 : 180_000);
  }
  expect(rejections.take()).toEqual([]);
});
