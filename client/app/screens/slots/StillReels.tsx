import type { SlotMachine } from '../../../../domain/slots/machine.ts';
import type { SlotTurn } from '../../../sdk/index.ts';
import { GameArt } from '../../art/GameArt.tsx';
import { nameOf } from '../../i18n/i18n.ts';
import { cellClasses, reelsOf, rowsOf, windowAt } from './reelWindow.ts';
import './slots.css';

/** A window that does not move: of a recalled turn, or of a machine that nobody has spun yet. */
export function StillReels({ machine, turn }: { machine: SlotMachine; turn?: SlotTurn }) {
  const stops = turn?.stops ?? new Array<number>(reelsOf(machine)).fill(0);
  const classOf = cellClasses(machine, turn ?? null);
  return (
    <div
      class={`reels reels-still reels-${machine.kind} ${turn && turn.lines.length > 0 ? 'reels-won' : ''}`}
      style={{ '--reels': reelsOf(machine), '--rows': rowsOf(machine) }}
    >
      {windowAt(machine, stops).map((cells, reel) => (
        <div class="reel" key={reel}>
          {cells.map((symbol, row) => (
            <div class={classOf(reel, row)} key={row}>
              <GameArt art={symbol.art} name={nameOf(symbol.name)} />
            </div>
          ))}
        </div>
      ))}
    </div>
  );
}
