import type { JSX } from 'preact';
import type { Hand } from '../../sdk/index.ts';

const SKIN = { fill: '#ffd9b0', stroke: '#7a4a2a', 'stroke-width': 2, 'stroke-linejoin': 'round' } as const;

/** The three hands, drawn in a square of 64. */
export const HAND_DRAWINGS: Record<Hand, () => JSX.Element> = {
  rock: () => (
    <>
      <path d="M20 44l-2 14h26l2-12" {...SKIN} fill="#35507a" />
      <path
        d="M14 28c0-6 6-9 10-7 2-5 10-5 12-1 4-3 10-1 11 4 4 0 6 4 6 9 0 9-7 15-17 15H26c-8 0-14-5-14-12 0-4 0-6 2-8z"
        {...SKIN}
      />
      <path d="M24 21v9M36 20v9M46 24v7M14 32c4 5 12 5 18 2l4 6" {...SKIN} fill="none" />
    </>
  ),
  paper: () => (
    <>
      <path d="M22 46l-1 12h24l1-12" {...SKIN} fill="#35507a" />
      <path
        d="M21 30V14c0-5 7-5 7 0V9c0-5 7-5 7 0v4c0-5 7-5 7 0v6c0-4 6-4 6 0v18c0 8-5 13-12 13h-4c-6 0-9-3-12-8l-9-14c-3-5 3-9 7-4z"
        {...SKIN}
      />
      <path d="M28 14v14M35 13v15M42 18v11" {...SKIN} fill="none" />
    </>
  ),
  scissors: () => (
    <>
      <path d="M22 46l-1 12h24l1-12" {...SKIN} fill="#35507a" />
      <path
        d="M24 31L15 12c-2-6 5-9 8-3l8 17 5-19c1-6 9-4 8 2l-4 20c5 0 8 3 8 7 0 8-5 14-13 14h-5c-8 0-13-5-12-12 0-4 2-6 6-7z"
        {...SKIN}
      />
      <path d="M40 30c-6-2-9 1-9 5M46 36c-5-3-9-1-9 3M24 31c4 0 6 2 7 5" {...SKIN} fill="none" />
    </>
  ),
};
