import { render } from 'preact';
import type { SlotMachine } from '../../../../domain/slots/machine.ts';
import { GameArt } from '../../art/GameArt.tsx';
import { nameOf } from '../../i18n/i18n.ts';
import { reelSymbols, symbolOf } from './reelWindow.ts';

/** Symbols that run by while a reel spins, again and again: enough to fill the window twice. */
export const RUNNING = 6;
/** Of a cell, in the picture's own unit; a drawing leaves as much of it free as in the window. */
const CELL = 100;
const FREE = 12;

/**
 * What runs by while a reel spins, as one picture (a CSS image): drawn as hundreds of elements it costs each frame more than all
 * else on the screen. Not to be called while something renders.
 */
export function stripImage(machine: SlotMachine, reel: number): string {
  const ids = reelSymbols(machine, reel);
  const symbols = Array.from({ length: RUNNING }, (_, at) => symbolOf(machine, ids[at % ids.length]!));
  const root = document.createElement('div');
  render(
    <svg viewBox={`0 0 ${CELL} ${CELL * RUNNING}`}>
      <title>{nameOf(machine.name)}</title>
      {symbols.map(({ art, name }, at) => (
        <svg x={FREE} y={at * CELL + FREE} width={CELL - 2 * FREE} height={CELL - 2 * FREE} key={at}>
          <title>{nameOf(name)}</title>
          <GameArt art={art} name={nameOf(name)} decorative />
        </svg>
      ))}
    </svg>,
    root,
  );
  const drawn = new XMLSerializer().serializeToString(root.firstElementChild!);
  render(null, root);
  return `url("data:image/svg+xml,${encodeURIComponent(drawn)}")`;
}
