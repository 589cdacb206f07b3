import { useEffect, useRef } from 'preact/hooks';
import { multiplierAt } from '../../../../../domain/crash/curve.ts';
import type { LiveTable } from '../../../../sdk/index.ts';
import { formatMultiplier, t } from '../../../i18n/i18n.ts';
import { reducedMotion } from '../../../store/motion.ts';
import { bustClass } from '../../../ui/bustClass.ts';
import { repeat } from '../../../ui/repeat.ts';
import { type Flight, serverNowMs, tableNews } from './liveTables.ts';

/** A lobby needs no sixty frames a second. */
const EVERY_MS = 100;
const CALM_EVERY_MS = 500;

/** How far a table's flight is, or how it ended: as the lobby hears of it. Who plays there sees it to the frame. */
export function LiveFigure({ table, phase }: Pick<LiveTable, 'table' | 'phase'>) {
  const news = tableNews.value.get(table);
  const flight = news?.flight ?? null;
  return (
    <div class={`live-figure live-${phase}`} aria-hidden="true">
      <Figure flight={flight} phase={phase} />
      <span class="live-busts">
        {news?.bustsHundredths.map((hundredths, index) => (
          <span key={`${index} ${hundredths}`} class={bustClass(hundredths)}>
            {formatMultiplier(hundredths)}
          </span>
        ))}
      </span>
    </div>
  );
}

function Figure({ flight, phase }: { flight: Flight | null; phase: LiveTable['phase'] }) {
  const figure = useRef<HTMLSpanElement>(null);
  const launchedAtMs = flight && 'launchedAtMs' in flight && phase === 'flying' ? flight.launchedAtMs : null;
  useEffect(() => {
    const element = figure.current;
    if (launchedAtMs === null || element === null) return undefined;
    const draw = () => {
      const elapsedMs = Math.max(0, serverNowMs() - launchedAtMs);
      element.textContent = formatMultiplier(multiplierAt(elapsedMs));
    };
    return repeat(draw, reducedMotion.value ? CALM_EVERY_MS : EVERY_MS);
  }, [launchedAtMs, reducedMotion.value]);
  const bust = flight && 'bustHundredths' in flight && phase === 'settled' ? flight.bustHundredths : null;
  if (launchedAtMs !== null) return <span key="flying" class="live-number" ref={figure} />;
  return (
    <span key="still" class="live-number">
      {bust === null ? t(`live.${phase}`) : formatMultiplier(bust)}
    </span>
  );
}
