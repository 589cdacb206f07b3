import { signal } from '@preact/signals';
import type { Dataset, DatasetDetail } from '../../../../../domain/backtest/datasets.ts';
import { FairgroundError } from '../../../../sdk/index.ts';
import { fair } from '../../../store/player.ts';
import { dataset } from '../editor/draft.ts';

/** Sets asked for: the server's and all of a player's own. */
const MOST_LISTED = 200;

export const datasets = signal<readonly Dataset[] | null>(null);
export const datasetsProblem = signal<FairgroundError | null>(null);

/** Asks for the list, and chooses the first if none is chosen. */
export async function loadDatasets(): Promise<void> {
  try {
    const { items } = await fair.datasets.list({ limit: MOST_LISTED });
    datasets.value = items;
    datasetsProblem.value = null;
    const known = items.find(({ id }) => id === dataset.value?.id);
    dataset.value = known ?? items.find(({ readyMade }) => readyMade) ?? items[0] ?? null;
  } catch (error) {
    datasetsProblem.value = error instanceof FairgroundError ? error : new FairgroundError('internal');
  }
}

const details = new Map<string, Promise<DatasetDetail>>();

/** A data set with its preview, asked for once. */
export function datasetDetail(id: string): Promise<DatasetDetail> {
  const asked = details.get(id) ?? fair.datasets.get(id);
  details.set(id, asked);
  asked.catch(() => details.delete(id));
  return asked;
}
