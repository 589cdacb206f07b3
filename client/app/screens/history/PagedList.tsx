import { useSignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { useEffect } from 'preact/hooks';
import type { Page } from '../../../../domain/page.ts';
import { FairgroundError } from '../../../sdk/index.ts';
import { errorText, t } from '../../i18n/i18n.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';

interface PagedListProps<T> {
  /** What an empty list says. */
  none?: string;
  /** The way on from an empty list, if it is another than to the games; null: one is where it begins. */
  way?: ComponentChildren;
  /** Of operators, who are not sent to the games. */
  staff?: boolean;
  load(cursor: string | null): Promise<Page<T>>;
  show(items: readonly T[]): ComponentChildren;
}

/** A list that grows by pages, newest first. */
export function PagedList<T>({ none, way, staff = false, load, show }: PagedListProps<T>) {
  const items = useSignal<readonly T[] | null>(null);
  const next = useSignal<string | null>(null);
  const busy = useSignal(false);
  const error = useSignal<FairgroundError | null>(null);

  async function more(): Promise<void> {
    if (busy.value) return;
    busy.value = true;
    error.value = null;
    try {
      const page = await load(next.value);
      items.value = [...(items.value ?? []), ...page.items];
      next.value = page.next;
    } catch (caught) {
      error.value = caught instanceof FairgroundError ? caught : new FairgroundError('internal');
    } finally {
      busy.value = false;
    }
  }
  useEffect(() => {
    void more();
  }, []);

  const nothing = none ?? t('history.none');
  if (items.value === null && !error.value) return <p class="empty">{t('app.loading')}</p>;
  return (
    <>
      {items.value?.length === 0 &&
        (staff || way === null ? (
          <p class="empty">{nothing}</p>
        ) : (
          <EmptyState text={nothing}>{way}</EmptyState>
        ))}
      {items.value !== null && items.value.length > 0 && show(items.value)}
      {error.value && (
        <p class="field-error" role="alert">
          {errorText(error.value)}
        </p>
      )}
      {(next.value !== null || error.value) && (
        <button type="button" class="button wide" disabled={busy.value} onClick={() => void more()}>
          {t(error.value ? 'app.retry' : 'history.more')}
        </button>
      )}
    </>
  );
}
