import { computed, signal } from '@preact/signals';
import {
  FairgroundError,
  type GachaOddsTable,
  type OddsTable,
  type RpsOddsTable,
  type SlotsOddsTable,
} from '../../sdk/index.ts';
import { fair } from './player.ts';

/** Every odds table in force: machines and banners are drawn from it. Null before it has come. */
export const oddsTables = signal<readonly OddsTable[] | null>(null);
export const oddsProblem = signal<FairgroundError | null>(null);

export const machines = computed<readonly SlotsOddsTable[]>(() => tablesOf('slots'));
export const banners = computed<readonly GachaOddsTable[]>(() => tablesOf('gacha'));
export const rpsTable = computed<RpsOddsTable | null>(() => tablesOf('rps')[0] ?? null);

let asked: Promise<void> | null = null;

/** Asks once; again after a failure. */
export function loadOdds(): Promise<void> {
  asked ??= fair.odds().then(
    (tables) => {
      oddsTables.value = tables;
      oddsProblem.value = null;
    },
    (error: unknown) => {
      asked = null;
      oddsProblem.value = error instanceof FairgroundError ? error : new FairgroundError('internal');
    },
  );
  return asked;
}

function tablesOf<Game extends OddsTable['game']>(game: Game): Extract<OddsTable, { game: Game }>[] {
  const matching = oddsTables.value?.filter((table) => table.game === game);
  return (matching ?? []) as Extract<OddsTable, { game: Game }>[];
}
