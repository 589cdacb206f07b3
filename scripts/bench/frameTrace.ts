import { quantile } from './players.ts';

/** What Chromium's trace says of a page's main thread: work per frame, and tasks that kept it from answering. */

interface TraceEvent {
  name: string;
  ph: string;
  pid: number;
  tid: number;
  /** Microseconds. */
  ts: number;
  dur?: number;
  /** Of the processor's time: what others took from it is not in it. */
  tdur?: number;
  args?: { name?: string };
}

export interface FrameFigures {
  frames: number;
  framesPerSecond: number;
  /** Script, style and layout of a frame, of the processor's time. */
  p50Ms: number;
  p95Ms: number;
  p99Ms: number;
  maxMs: number;
  /** The same and what painting it takes of the main thread. */
  paintedP50Ms: number;
  paintedP99Ms: number;
  /** Tasks over 50 ms of the processor's time, and by the clock: the latter counts what else the machine does. */
  longTasks: number;
  longTasksByClock: number;
  longestTaskMs: number;
}

export const CATEGORIES = ['devtools.timeline', 'toplevel', 'disabled-by-default-devtools.timeline'];

/** By version: Chromium has named it anew. */
const FRAMES = new Set(['AnimationFrame/b', 'BeginMainThreadFrame/I', 'BeginMainThreadFrame/X']);
const isFrame = ({ name, ph }: TraceEvent) => FRAMES.has(`${name}/${ph}`);
const TASK = /RunTask$/;
/** Script, and what it makes the page do: style and layout. */
const WORK = [
  ...['FunctionCall', 'EvaluateScript', 'FireAnimationFrame', 'TimerFire', 'EventDispatch', 'RunMicrotasks'],
  ...['v8.compile', 'MinorGC', 'MajorGC', 'UpdateLayoutTree', 'Layout', 'WebSocketReceive', 'HitTest'],
  'IntersectionObserverController::computeIntersections',
];
const PAINTING = ['PrePaint', 'Paint', 'Layerize'];
const LONG_MS = 50;
/** A frame at the usual rate, and half of one: frames do not come to the microsecond. */
const UNPAINTED_US = (1.5 * 1e6) / 60;

/** @param trace as Chromium writes it */
export function readTrace(trace: Buffer): FrameFigures {
  const { traceEvents } = JSON.parse(trace.toString('utf8')) as { traceEvents: TraceEvent[] };
  const main = mainThread(traceEvents);
  const own = traceEvents.filter(({ pid, tid }) => pid === main.pid && tid === main.tid);
  const complete = own.filter(({ ph }) => ph === 'X').sort((a, b) => a.ts - b.ts);
  const starts = own.filter(isFrame).map(({ ts }) => ts);
  const costsOf = (names: readonly string[]) =>
    costsPerFrame(outermost(complete.filter(({ name }) => names.includes(name))), starts);
  const costs = costsOf(WORK);
  const painted = costsOf([...WORK, ...PAINTING]);
  const tasks = complete.filter(({ name }) => TASK.test(name));
  const cpu = tasks.map((task) => ms(task));
  const seconds = (starts.at(-1)! - starts[0]!) / 1e6;
  return {
    frames: starts.length,
    framesPerSecond: starts.length / seconds,
    ...{ p50Ms: quantile(costs, 0.5), p95Ms: quantile(costs, 0.95) },
    ...{ p99Ms: quantile(costs, 0.99), maxMs: quantile(costs, 1) },
    ...{ paintedP50Ms: quantile(painted, 0.5), paintedP99Ms: quantile(painted, 0.99) },
    longTasks: cpu.filter((length) => length > LONG_MS).length,
    longTasksByClock: tasks.filter(({ dur = 0 }) => dur / 1_000 > LONG_MS).length,
    longestTaskMs: Math.max(0, ...cpu),
  };
}

/** Of the renderer that drew the most frames. */
function mainThread(events: readonly TraceEvent[]): { pid: number; tid: number } {
  const frames = new Map<string, { pid: number; tid: number; count: number }>();
  for (const { pid, tid } of events.filter(isFrame)) {
    const key = `${pid} ${tid}`;
    frames.set(key, { pid, tid, count: (frames.get(key)?.count ?? 0) + 1 });
  }
  const [most] = [...frames.values()].sort((a, b) => b.count - a.count);
  if (!most) throw new Error('the trace has no frame');
  return most;
}

/** Without those inside of others: their time is in those already. */
function outermost(events: readonly TraceEvent[]): TraceEvent[] {
  const kept: TraceEvent[] = [];
  let endTs = Number.NEGATIVE_INFINITY;
  for (const event of events) {
    if (event.ts < endTs) continue;
    kept.push(event);
    endTs = event.ts + (event.dur ?? 0);
  }
  return kept;
}

/**
 * What was done from the beginning of a frame until that of the next. While nothing is painted, each 25 ms in which
 * something was done counts as a frame: what comes there would delay the one after it.
 */
function costsPerFrame(events: readonly TraceEvent[], starts: readonly number[]): number[] {
  const costs = new Map<string, number>();
  for (let frame = 0; frame + 1 < starts.length; frame++) costs.set(`${frame} 0`, 0);
  let frame = 0;
  for (const event of events) {
    if (event.ts < starts[0]!) continue;
    while (frame + 1 < starts.length && event.ts >= starts[frame + 1]!) frame += 1;
    if (frame + 1 === starts.length) break;
    const key = `${frame} ${Math.floor((event.ts - starts[frame]!) / UNPAINTED_US)}`;
    costs.set(key, (costs.get(key) ?? 0) + ms(event));
  }
  return [...costs.values()];
}

function ms({ dur = 0, tdur }: TraceEvent): number {
  return (tdur ?? dur) / 1_000;
}
