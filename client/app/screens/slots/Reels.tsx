import { useEffect, useRef } from 'preact/hooks';
import type { SlotMachine } from '../../../../domain/slots/machine.ts';
import type { SlotTurn } from '../../../sdk/index.ts';
import { GameArt } from '../../art/GameArt.tsx';
import { nameOf, t } from '../../i18n/i18n.ts';
import { reducedMotion } from '../../store/motion.ts';
import { cellClasses, type MachineSymbol, reelsOf, rowsOf, rowsOfWin, windowAt } from './reelWindow.ts';
import type { SlotsController } from './slotsController.ts';
import { RUNNING, stripImage } from './stripImage.tsx';

const LINE_COLOURS = ['cyan', 'pink', 'amber', 'green', 'violet'].map((name) => `var(--${name})`);

/** The window with its reels: where they stopped last, or running. */
export function Reels({ controller }: { controller: SlotsController }) {
  const { machine } = controller;
  const spin = controller.spin.value;
  const frame = controller.frame.value;
  const asking = controller.waiting.value;
  const turn = spin && frame && !asking ? spin.turns[frame.turn] : null;
  // Before the first spin, and while waiting for the next, the reels still show something.
  const stops = turn?.stops ?? spin?.turns.at(-1)?.stops ?? new Array(reelsOf(machine)).fill(0);
  const shown = windowAt(machine, stops);
  const standing = asking && !reducedMotion.value ? 0 : turn && frame ? frame.stopped : reelsOf(machine);
  const counted = turn && frame?.counted ? turn : null;
  const classOf = cellClasses(machine, counted);
  // What a running reel hides stays what it was until it stops: to draw all of them anew at once is too much for one frame.
  const drawn = useRef<MachineSymbol[][]>([]);
  drawn.current = shown.map((cells, reel) => (reel < standing ? cells : (drawn.current[reel] ?? cells)));
  return (
    <div
      class={`reels reels-${machine.kind} ${counted && counted.lines.length > 0 ? 'reels-won' : ''}`}
      style={{ '--reels': reelsOf(machine), '--rows': rowsOf(machine) }}
      data-testid="reels"
      data-spinning={standing < reelsOf(machine)}
      aria-hidden="true"
    >
      {drawn.current.map((cells, reel) => (
        <div class={`reel ${reel < standing ? '' : 'reel-running'}`} key={reel}>
          {!reducedMotion.value && <Strip machine={machine} reel={reel} />}
          <div class="reel-cells">
            {cells.map((symbol, row) => (
              <div class={classOf(reel, row)} key={row}>
                <GameArt art={symbol.art} name={nameOf(symbol.name)} />
              </div>
            ))}
          </div>
        </div>
      ))}
      {counted && machine.kind === 'strips' && <WinLines machine={machine} turn={counted} />}
    </div>
  );
}

/** What runs by while its reel spins. It is always there, unseen. */
function Strip({ machine, reel }: { machine: SlotMachine; reel: number }) {
  const strip = useRef<HTMLDivElement>(null);
  useEffect(() => {
    strip.current!.style.backgroundImage = stripImage(machine, reel);
  }, [machine, reel]);
  return <div class="reel-strip" style={{ '--running': RUNNING }} ref={strip} />;
}

type LinesProps = { machine: SlotMachine; turn: SlotTurn };

/** A stroke through the symbols of each line that paid. */
function WinLines({ machine, turn }: LinesProps) {
  const [width, height] = [reelsOf(machine) * 100, rowsOf(machine) * 100];
  return (
    <svg class="win-lines" viewBox={`0 0 ${width} ${height}`} preserveAspectRatio="none">
      <title>{t('slots.winLines')}</title>
      {turn.lines
        .filter(({ line }) => line >= 0)
        .map((win, index) => (
          <polyline
            key={win.line}
            points={rowsOfWin(machine, turn.stops, win)
              .flatMap((row, reel) => (row === null ? [] : [`${reel * 100 + 50},${row * 100 + 50}`]))
              .join(' ')}
            stroke={LINE_COLOURS[index % LINE_COLOURS.length]}
          />
        ))}
    </svg>
  );
}
