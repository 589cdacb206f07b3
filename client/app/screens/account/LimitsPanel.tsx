import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { FairgroundError, type PlayLimits } from '../../../sdk/index.ts';
import { errorText, formatShortInstant, t } from '../../i18n/i18n.ts';
import { fair } from '../../store/player.ts';
import { showToast } from '../../store/toasts.ts';
import { ExclusionForm } from './ExclusionForm.tsx';
import { LimitForm } from './LimitForm.tsx';
import { PauseForm } from './PauseForm.tsx';
import './limits.css';

/** What one may spend, a break, and a long one. @param isAsked it is what the page was opened for */
export function LimitsPanel({ isAsked }: { isAsked: boolean }) {
  const limits = useSignal<PlayLimits | null>(null);
  const panel = useRef<HTMLElement>(null);
  const loaded = limits.value !== null;

  useEffect(() => {
    fair.limits.get().then(
      (stands) => {
        limits.value = stands;
      },
      (error) => {
        if (error instanceof FairgroundError) showToast('bad', errorText(error));
      },
    );
  }, []);
  useEffect(() => {
    if (isAsked && loaded) panel.current?.scrollIntoView();
  }, [isAsked, loaded]);

  const onChange = (changed: PlayLimits) => {
    limits.value = changed;
  };
  return (
    <section class="panel limits" ref={panel} data-testid="limits">
      <h2>{t('limits.title')}</h2>
      {limits.value === null ? (
        <p class="muted">{t('app.loading')}</p>
      ) : (
        <>
          <Bars limits={limits.value} />
          <LimitForm limits={limits.value} onChange={onChange} />
          <PauseForm limits={limits.value} onChange={onChange} />
          <ExclusionForm onChange={onChange} />
        </>
      )}
    </section>
  );
}

function Bars({ limits: { pausedUntilMs, excludedUntilMs } }: { limits: PlayLimits }) {
  const bar = useRef<HTMLParagraphElement>(null);
  const first = useRef({ pausedUntilMs, excludedUntilMs });
  useEffect(() => {
    const before = first.current;
    const changed = before.pausedUntilMs !== pausedUntilMs || before.excludedUntilMs !== excludedUntilMs;
    if (changed) bar.current?.scrollIntoView();
  }, [pausedUntilMs, excludedUntilMs]);
  const text =
    excludedUntilMs !== null
      ? t('limits.excludedUntil', { at: formatShortInstant(excludedUntilMs) })
      : pausedUntilMs !== null
        ? t('limits.pausedUntil', { at: formatShortInstant(pausedUntilMs) })
        : null;
  if (text === null) return null;
  return (
    <p class="limits-bar" ref={bar} role="status" data-testid="bar">
      {text}
    </p>
  );
}
