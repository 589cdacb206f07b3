import type { EventData, EventType, GameEvent } from '../../../../domain/events/event.ts';
import { formatMultiplier, formatNumber, t, tableName, tMaybe } from '../../i18n/i18n.ts';
import { variantName } from '../history/gameNames.ts';
import '../../i18n/monitorMessages.ts';

/** An event as a line of a list: words, and the sum that it is about. */
export interface EventLine {
  text: string;
  /** Of a game that ended, what came of it: as the list of the biggest wins counts it. Null: it is about no money. */
  amount: { value: number; currency: string } | null;
  /** `won`: more came back than was staked. `great`: worth a look from across the room. */
  tone: 'plain' | 'won' | 'lost' | 'bust' | 'great';
}

const GREAT_TIMES = 10;

export function eventLine(event: GameEvent): EventLine {
  return LINES[event.type](event.data as never);
}

type Liner = { [Type in EventType]: (data: EventData[Type]) => EventLine };

const LINES: Liner = {
  'crash.bet': ({ table, amountCoins, autoCashoutHundredths: at }) =>
    at === null
      ? line(t('event.crash.bet', { table: tableName(table) }), amountCoins)
      : line(t('event.crash.betAuto', { table: tableName(table), at: formatMultiplier(at) }), amountCoins),
  'crash.cancel': ({ table, amountCoins }) =>
    line(t('event.crash.cancel', { table: tableName(table) }), amountCoins),
  'crash.cashout': ({ table, atHundredths, amountCoins, payoutCoins }) =>
    outcome(
      t('event.crash.cashout', { table: tableName(table), at: formatMultiplier(atHundredths) }),
      amountCoins,
      payoutCoins,
    ),
  'crash.launch': ({ table, bets, stakedCoins }) =>
    line(t('event.crash.launch', { table: tableName(table), bets: formatNumber(bets) }), stakedCoins),
  'crash.bust': ({ table, bustHundredths }) => ({
    text: t('event.crash.bust', { table: tableName(table), at: formatMultiplier(bustHundredths) }),
    amount: null,
    tone: 'bust',
  }),
  'crash.void': ({ table, game, refundedCoins }) =>
    line(t('event.crash.void', { table: tableName(table), game: formatNumber(game) }), refundedCoins, 'bust'),
  'slots.spin': ({ machine, result, betCoins, payoutCoins }) =>
    outcome(
      `${variantName('slots', machine)}: ${tMaybe(`slots.result.${result}`) ?? result}`,
      betCoins,
      payoutCoins,
    ),
  'gacha.pull': ({ banner, rarities, costCoins }) =>
    line(
      `${variantName('gacha', banner)}: ${raritiesText(rarities)}`,
      costCoins,
      rarities.includes('legendary') ? 'great' : rarities.includes('epic') ? 'won' : 'plain',
    ),
  'rps.throw': ({ hand, serverHand, outcome: ended, betCoins, payoutCoins }) =>
    outcome(
      t('event.rps.throw', {
        hand: t(`hand.${hand}`),
        other: t(`hand.${serverHand}`),
        outcome: t(`rps.${ended}`),
      }),
      betCoins,
      payoutCoins,
    ),
  'rps.match': ({ paidCoins }) => line(t('event.rps.match'), paidCoins),
  'backtest.queued': () => words(t('event.backtest.queued')),
  'backtest.started': () => words(t('event.backtest.started')),
  'backtest.ended': ({ status }) => words(t(`event.backtest.${status}`)),
  'session.opened': ({ game, variant }) =>
    words(t('event.session.opened', { name: variantName(game, variant) })),
  'session.ended': ({ game, variant, rounds }) =>
    words(t('event.session.ended', { name: variantName(game, variant), rounds: formatNumber(rounds) })),
  'grant.welcome': ({ amount, currency }) => grantLine('event.grant.welcome', amount, currency),
  'grant.daily': ({ amount, currency }) => grantLine('event.grant.daily', amount, currency),
  'grant.admin': ({ amount, currency }) => grantLine('event.grant.admin', amount, currency),
  'signin.guest': () => words(t('event.signin.guest')),
  'signin.signup': () => words(t('event.signin.signup')),
  'signin.login': () => words(t('event.signin.login')),
  'operator.acted': ({ action, target }) => words(t('event.operator.acted', { action, target })),
};

function line(text: string, coins: number, tone: EventLine['tone'] = 'plain'): EventLine {
  return { text, amount: { value: coins, currency: 'coins' }, tone };
}

/** What a game brought or cost its player. */
function outcome(text: string, betCoins: number, payoutCoins: number): EventLine {
  return line(text, payoutCoins - betCoins, winTone(betCoins, payoutCoins));
}

function words(text: string): EventLine {
  return { text, amount: null, tone: 'plain' };
}

function grantLine(
  key: 'event.grant.welcome' | 'event.grant.daily' | 'event.grant.admin',
  value: number,
  currency: string,
): EventLine {
  return { text: t(key), amount: { value, currency }, tone: 'plain' };
}

function winTone(betCoins: number, payoutCoins: number): EventLine['tone'] {
  if (payoutCoins === 0) return 'lost';
  if (payoutCoins <= betCoins) return 'plain';
  return payoutCoins >= betCoins * GREAT_TIMES ? 'great' : 'won';
}

/** `Common ×8, Rare ×2`, the rarest first. */
function raritiesText(rarities: EventData['gacha.pull']['rarities']): string {
  return (['legendary', 'epic', 'rare', 'common'] as const)
    .map((rarity) => ({ rarity, count: rarities.filter((drawn) => drawn === rarity).length }))
    .filter(({ count }) => count > 0)
    .map(({ rarity, count }) => (count > 1 ? `${t(`rarity.${rarity}`)} ×${count}` : t(`rarity.${rarity}`)))
    .join(', ');
}
