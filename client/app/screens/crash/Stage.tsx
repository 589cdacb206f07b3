import { effect } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { formatCountdown, formatMultiplier, formatSeconds, language, t } from '../../i18n/i18n.ts';
import { reducedMotion } from '../../store/motion.ts';
import { tables } from '../../store/player.ts';
import { repeat } from '../../ui/repeat.ts';
import { type CurvePicture, drawCurve, type Mark } from './drawCurve.ts';
import { type Moment, momentAt } from './flight.ts';
import { sharpen } from './sharpen.ts';
import type { TableController } from './tableController.ts';
import './stage.css';

const USUAL_BETTING_MS = 6_000;
/** For those who want less motion: the number goes in tenths of a second. */
const CALM_EVERY_MS = 100;

interface Overlay {
  stage: HTMLElement;
  figure: HTMLElement;
  caption: HTMLElement;
  bar: HTMLElement;
}

/**
 * The curve and its number. Drawn by `requestAnimationFrame` past the component tree: sixty frames a
 * second touch one canvas and a few text nodes, and nothing is rendered. What has not changed is not painted again: between
 * flights the canvas rests.
 */
export function Stage({ controller }: { controller: TableController }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const stage = useRef<HTMLElement>(null);
  const figure = useRef<HTMLParagraphElement>(null);
  const caption = useRef<HTMLParagraphElement>(null);
  const bar = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const overlay = {
      stage: stage.current!,
      figure: figure.current!,
      caption: caption.current!,
      bar: bar.current!,
    };
    return startLoop(canvas.current!, overlay, controller);
  }, [controller]);
  return (
    <section class="stage" ref={stage} data-kind="waiting" aria-label={t('crash.chart')}>
      <div aria-hidden="true">
        <canvas ref={canvas} class="stage-canvas" />
      </div>
      <div class="stage-overlay" aria-hidden="true">
        <p class="stage-figure" ref={figure} />
        <p class="stage-caption" ref={caption} />
        <div class="stage-bar">
          <div class="stage-bar-fill" ref={bar} />
        </div>
      </div>
    </section>
  );
}

function startLoop(canvas: HTMLCanvasElement, overlay: Overlay, controller: TableController): () => void {
  const context = canvas.getContext('2d')!;
  let lostAtMs: number | null = null;
  let drawn = '';
  const draw = () => {
    const state = controller.state.peek();
    // Without a connection nobody knows how the flight goes on: the drawing waits where it was.
    const lost = controller.status.peek().state !== 'live';
    lostAtMs = lost ? (lostAtMs ?? controller.seat.serverNowMs()) : null;
    const bettingMs =
      tables.peek()?.find(({ table }) => table === controller.table)?.bettingMs ?? USUAL_BETTING_MS;
    const moment = momentAt(state, lostAtMs ?? controller.seat.serverNowMs(), bettingMs);
    controller.windowOver.value = moment.kind === 'betting' && moment.leftMs === 0;
    const { width, height } = sharpen(canvas, context);
    const picture = pictureOf(moment, controller, lost);
    const wanted = JSON.stringify([canvas.width, canvas.height, language.peek(), picture]);
    if (wanted !== drawn) drawCurve(context, width, height, picture);
    drawn = wanted;
    write(overlay, moment, controller, lost);
  };
  return effect(() => repeat(draw, reducedMotion.value ? CALM_EVERY_MS : 0));
}

function pictureOf(moment: Moment, controller: TableController, lost: boolean): CurvePicture {
  const formats = { formatTime: formatSeconds, formatMultiplier: formatMark };
  if (moment.kind === 'bust') {
    return { ...formats, tone: 'bust', elapsedMs: moment.elapsedMs, marks: ownMarks(controller) };
  }
  if (moment.kind === 'flying') {
    const tone = lost || moment.resumesInMs > 0 ? 'still' : 'flying';
    return { ...formats, tone, elapsedMs: moment.elapsedMs, marks: ownMarks(controller) };
  }
  return { ...formats, tone: 'idle', elapsedMs: 0, marks: [] };
}

function formatMark(hundredths: number): string {
  return hundredths >= 1_000_00 ? `${Math.round(hundredths / 100)}×` : formatMultiplier(hundredths);
}

function ownMarks(controller: TableController): Mark[] {
  const bet = controller.ownBet.peek();
  if (!bet || bet.game !== controller.state.peek()?.game) return [];
  if (bet.state === 'cashed' && bet.cashout) {
    const { atHundredths } = bet.cashout;
    return [{ kind: 'out', hundredths: atHundredths, label: formatMultiplier(atHundredths) }];
  }
  const target = bet.state === 'cancelled' ? undefined : bet.autoCashoutHundredths;
  return target ? [{ kind: 'target', hundredths: target, label: formatMultiplier(target) }] : [];
}

function write(overlay: Overlay, moment: Moment, controller: TableController, lost: boolean): void {
  const still = moment.kind === 'flying' && (lost || moment.resumesInMs > 0);
  const kind = still ? 'still' : moment.kind;
  if (overlay.stage.dataset.kind !== kind) overlay.stage.dataset.kind = kind;
  setText(overlay.figure, figureOf(moment));
  setText(
    overlay.caption,
    lost && controller.state.peek() ? t('connection.reconnecting') : captionOf(moment, controller),
  );
  const share = moment.kind === 'betting' ? moment.share : 0;
  overlay.bar.style.transform = `scaleX(${share.toFixed(4)})`;
}

function figureOf(moment: Moment): string {
  if (moment.kind === 'flying' || moment.kind === 'bust') return formatMultiplier(moment.hundredths);
  if (moment.kind === 'betting' && moment.leftMs > 0) return formatCountdown(moment.leftMs);
  return '';
}

function captionOf(moment: Moment, controller: TableController): string {
  if (moment.kind === 'bust') return t('crash.busted');
  if (moment.kind === 'betting') return t(moment.leftMs > 0 ? 'crash.bettingIn' : 'crash.launching');
  if (moment.kind === 'flying') {
    return moment.resumesInMs > 0
      ? t('crash.resumes', { seconds: Math.ceil(moment.resumesInMs / 1000) })
      : '';
  }
  return t(controller.state.peek() ? 'crash.paused' : 'crash.connecting');
}

function setText(element: HTMLElement, text: string): void {
  if (element.textContent !== text) element.textContent = text;
}
