import { effect } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import type { CrashStateView, CrashTable } from '../../../sdk/index.ts';
import {
  formatCompact,
  formatCountdown,
  formatMultiplier,
  formatNumber,
  t,
  tableName,
} from '../../i18n/i18n.ts';
import { useReadable } from '../../store/mirror.ts';
import { reducedMotion } from '../../store/motion.ts';
import { fair } from '../../store/player.ts';
import { bustClass } from '../../ui/bustClass.ts';
import { repeat } from '../../ui/repeat.ts';
import { drawCurve } from '../crash/drawCurve.ts';
import { type Moment, momentAt } from '../crash/flight.ts';
import { sharpen } from '../crash/sharpen.ts';

const BUSTS = 6;
/** For those who want less motion. */
const CALM_EVERY_MS = 500;
/** Three curves at once: half as many frames as a screen shows are enough, and leave old machines some room. */
const FRAME_MS = 30;

/** One crash table, watched without an account: its number as large as there is room, its curve behind it. */
export function TableTile({ table, bettingMs }: { table: string; bettingMs: number }) {
  const seat = fair.watch(table);
  useEffect(() => () => void seat.leave(), [seat]);
  const state = useReadable(seat.state).value;
  return (
    <li class="wall-table" data-table={table}>
      <Flight seat={seat} bettingMs={bettingMs} name={tableName(table)} />
      <div class="wall-table-foot">
        <span class="wall-table-sums">
          {state &&
            t('monitor.bets', { bets: formatNumber(state.bets), coins: formatCompact(state.stakedCoins) })}
        </span>
        <Busts busts={state?.lastBusts ?? []} />
      </div>
    </li>
  );
}

function Busts({ busts }: { busts: CrashStateView['lastBusts'] }) {
  return (
    <ul class="wall-busts" aria-label={t('monitor.lastBusts')}>
      {busts.slice(0, BUSTS).map(({ game, bustHundredths }) => (
        <li key={game} class={`bust ${bustClass(bustHundredths)}`}>
          {formatMultiplier(bustHundredths)}
        </li>
      ))}
    </ul>
  );
}

interface FlightProps {
  seat: CrashTable;
  bettingMs: number;
  name: string;
}

/** Drawn past the component tree, like the table's own screen. */
function Flight({ seat, bettingMs, name }: FlightProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const place = useRef<HTMLDivElement>(null);
  const figure = useRef<HTMLParagraphElement>(null);
  const caption = useRef<HTMLSpanElement>(null);
  const bar = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const draw = () => {
      const moment = momentAt(seat.state.value, seat.serverNowMs(), bettingMs);
      const context = canvas.current!.getContext('2d')!;
      const { width, height } = sharpen(canvas.current!, context);
      drawMoment(context, width, height, moment);
      setText(figure.current!, figureOf(moment));
      setText(caption.current!, captionOf(moment, seat.state.value));
      const share = moment.kind === 'betting' ? moment.share : 0;
      bar.current!.style.transform = `scaleX(${share.toFixed(4)})`;
      if (place.current!.dataset.kind !== moment.kind) place.current!.dataset.kind = moment.kind;
    };
    return effect(() => repeat(draw, reducedMotion.value ? CALM_EVERY_MS : FRAME_MS));
  }, [seat, bettingMs]);
  return (
    <div class="wall-flight" ref={place} data-kind="waiting">
      <div aria-hidden="true">
        <canvas ref={canvas} class="wall-curve" />
      </div>
      <p class="wall-table-name">
        <strong>{name}</strong>
        <span ref={caption} class="wall-caption" />
      </p>
      <p class="wall-figure" ref={figure} />
      <div class="wall-bar" ref={bar} aria-hidden="true" />
    </div>
  );
}

function drawMoment(context: CanvasRenderingContext2D, width: number, height: number, moment: Moment): void {
  if (moment.kind !== 'flying' && moment.kind !== 'bust') {
    context.clearRect(0, 0, width, height);
    return;
  }
  const still = moment.kind === 'flying' && moment.resumesInMs > 0;
  drawCurve(context, width, height, {
    bare: true,
    tone: moment.kind === 'bust' ? 'bust' : still ? 'still' : 'flying',
    elapsedMs: moment.elapsedMs,
    marks: [],
    formatTime: () => '',
    formatMultiplier,
  });
}

function figureOf(moment: Moment): string {
  if (moment.kind === 'flying' || moment.kind === 'bust') return formatMultiplier(moment.hundredths);
  if (moment.kind === 'betting' && moment.leftMs > 0) return formatCountdown(moment.leftMs);
  return t('app.unknown');
}

function captionOf(moment: Moment, state: CrashStateView | null): string {
  if (moment.kind === 'bust') return t('phase.settled');
  if (moment.kind === 'betting') return t(moment.leftMs > 0 ? 'phase.betting' : 'crash.launching');
  if (moment.kind === 'flying') {
    return moment.resumesInMs > 0
      ? t('crash.resumes', { seconds: Math.ceil(moment.resumesInMs / 1000) })
      : t('phase.flying');
  }
  return t(state ? 'phase.paused' : 'monitor.connecting');
}

function setText(element: HTMLElement, text: string): void {
  if (element.textContent !== text) element.textContent = text;
}
