import type { SlotMachine } from '../../../../domain/slots/machine.ts';
import { GameArt } from '../../art/GameArt.tsx';
import { nameOf, t } from '../../i18n/i18n.ts';
import { reducedMotion } from '../../store/motion.ts';
import { reelSymbols, reelsOf, rowsOf, rowsOfWin, symbolOf, windowAt, winningCells } from './reelWindow.ts';
import type { SlotsController } from './slotsController.ts';

/** Symbols that run by while a reel spins: enough to fill the window twice. */
const RUNNING = 6;
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
  const wins = counted ? winningCells(machine, counted) : () => false;
  return (
    <div
      class={`reels reels-${machine.kind} ${counted && counted.lines.length > 0 ? 'reels-won' : ''}`}
      style={{ '--reels': reelsOf(machine), '--rows': rowsOf(machine) }}
      data-testid="reels"
      data-spinning={standing < reelsOf(machine)}
      aria-hidden="true"
    >
      {shown.map((cells, reel) => (
        <div class={`reel ${reel < standing ? '' : 'reel-running'}`} key={reel}>
          {!reducedMotion.value && <Strip machine={machine} reel={reel} />}
          <div class="reel-cells" key={`${frame?.turn} ${stops.join()}`}>
            {cells.map((symbol, row) => (
              <div class={`cell ${wins(reel, row) ? 'cell-won' : ''}`} key={row}>
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

/** What runs by while its reel spins. It is always there, unseen: to make all of them anew for each spin is a frame too long. */
function Strip({ machine, reel }: { machine: SlotMachine; reel: number }) {
  const ids = reelSymbols(machine, reel);
  const run = Array.from({ length: RUNNING }, (_, index) => symbolOf(machine, ids[index % ids.length]!));
  return (
    <div class="reel-strip">
      {[...run, ...run].map((symbol, index) => (
        <div class="cell" key={index}>
          <GameArt art={symbol.art} name={nameOf(symbol.name)} />
        </div>
      ))}
    </div>
  );
}

type LinesProps = { machine: SlotMachine; turn: Parameters<typeof winningCells>[1] };

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
