import { useSignal } from '@preact/signals';
import type { ComponentType, VNode } from 'preact';
import { useEffect } from 'preact/hooks';
import { t } from '../i18n/i18n.ts';

/** A screen whose code is loaded when it is first shown. @param Waiting what stands in its place until then */
export function lazyScreen<Props extends object>(
  load: () => Promise<{ default: ComponentType<Props> }>,
  Waiting: () => VNode = Loading,
): (props: Props) => VNode {
  let loaded: ComponentType<Props> | null = null;
  return function LazyScreen(props: Props) {
    const state = useSignal<'loading' | 'ready' | 'failed'>(loaded ? 'ready' : 'loading');
    useEffect(() => {
      if (state.value !== 'loading') return;
      load().then(
        (module) => {
          loaded = module.default;
          state.value = 'ready';
        },
        () => {
          state.value = 'failed';
        },
      );
    }, [state.value]);
    if (loaded) {
      const Loaded = loaded as ComponentType<object>;
      return <Loaded {...(props as object)} />;
    }
    if (state.value === 'loading') return <Waiting />;
    return (
      <section class="page narrow">
        <p class="empty">{t('app.failed')}</p>
        <button type="button" class="button" onClick={() => location.reload()}>
          {t('app.retry')}
        </button>
      </section>
    );
  };
}

function Loading() {
  return <p class="page empty">{t('app.loading')}</p>;
}
