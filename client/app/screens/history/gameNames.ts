import type { GameName, GameSummary } from '../../../../domain/games/records.ts';
import { formatNumber, nameOf, t, tableName, tMaybe } from '../../i18n/i18n.ts';
import { banners, machines } from '../../store/odds.ts';

export const GAMES: readonly GameName[] = ['crash', 'slots', 'gacha', 'rps', 'rps_match'];

/** A table, machine or banner by its name; its id when it is not in force any more. */
export function variantName(game: GameName, variant: string): string {
  switch (game) {
    case 'crash':
      return tableName(variant);
    case 'slots': {
      const table = machines.value.find(({ machine }) => machine === variant);
      return table ? nameOf(table.odds.name) : variant;
    }
    case 'gacha': {
      const table = banners.value.find(({ banner }) => banner === variant);
      return table ? nameOf(table.odds.name) : variant;
    }
    default:
      return t(`game.${game}`);
  }
}

export function gameTitle(game: GameSummary): string {
  if (game.game !== 'crash') return variantName(game.game, game.variant);
  const { table, game: number } = game.proof;
  return t('history.crashRound', { table: tableName(table), game: formatNumber(number) });
}

/** What came up, by the names of a tally: `Win`, `Triple`, `Common ×8, Rare ×2`. */
export function tallyText(tally: Record<string, number>): string {
  return Object.entries(tally)
    .filter(([, count]) => count > 0)
    .map(([what, count]) => (count > 1 ? `${tallyName(what)} ×${formatNumber(count)}` : tallyName(what)))
    .join(', ');
}

function tallyName(what: string): string {
  return (
    tMaybe(`rarity.${what}`) ??
    tMaybe(`rps.${what}`) ??
    tMaybe(`slots.result.${what}`) ??
    tMaybe(`outcome.${what}`) ??
    what
  );
}
