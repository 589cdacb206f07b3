const PATHS = {
  tables: 'M3 20c8-1 14-6 18-16M3 20h18M3 20V4',
  backtest: 'M4 20V4M4 20h16M7 15l4-5 3 3 6-8M16 5h4v4',
  history: 'M12 7v5l3.5 2M4.5 9A8 8 0 1 1 4 13M4 4.5V9h4.5',
  verify: 'M12 3l7.5 3v5.5c0 4.6-3.2 8-7.5 9.5-4.3-1.5-7.5-4.9-7.5-9.5V6zM8.7 12l2.4 2.4 4.3-4.6',
  about: 'M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM12 11v6M12 7.2v.3',
  close: 'M6 6l12 12M18 6L6 18',
  back: 'M14.5 5.5L8 12l6.5 6.5',
  forward: 'M9.5 5.5L16 12l-6.5 6.5',
  minus: 'M5 12h14',
  plus: 'M5 12h14M12 5v14',
  odds: 'M5 5h14v14H5zM9 9v.2M15 9v.2M12 12v.2M9 15v.2M15 15v.2',
  staff: 'M4 7h9M17 7h3M4 17h3M11 17h9M15 4.5v5M9 14.5v5M4 12h16',
  soundOn: 'M4 10v4h3.5L12 18V6L7.5 10zM15.5 9a4.5 4.5 0 0 1 0 6M18 6.5a8 8 0 0 1 0 11',
  soundOff: 'M4 10v4h3.5L12 18V6L7.5 10zM16 10l4.5 4.5M20.5 10L16 14.5',
  fullscreen: 'M4 9V4h5M20 9V4h-5M4 15v5h5M20 15v5h-5',
  wallet: 'M4 7.5h14a2 2 0 0 1 2 2v8a2 2 0 0 1-2 2H6a2 2 0 0 1-2-2zM4 7.5l11-3v3M16 13.5h.5',
} as const;

export type IconName = keyof typeof PATHS;

/** Decoration next to a text; a control without a text names itself. */
export function Icon({ name, size = 20 }: { name: IconName; size?: number }) {
  const side = `${size / 16}rem`;
  return (
    <svg class="icon" width={side} height={side} viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      <path d={PATHS[name]} />
    </svg>
  );
}
