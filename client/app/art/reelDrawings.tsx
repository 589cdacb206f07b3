import type { JSX } from 'preact';

/** Symbols of slot machines, drawn in a square of 48. */
export const REEL_DRAWINGS: Record<string, () => JSX.Element> = {
  seven: () => (
    <>
      <path d="M10 9h29v8L25 41H14l12-22H16v4h-6z" fill="#ff4f8b" stroke="#ffd1e1" stroke-width="2" />
      <path d="M14 13h21v2" fill="none" stroke="#fff" stroke-width="2" opacity=".6" />
    </>
  ),
  bar: () => (
    <>
      <rect x="4" y="15" width="40" height="18" rx="4" fill="#1d2440" stroke="#35e0e6" stroke-width="2.5" />
      <path
        d="M11 20h4.5a2 2 0 0 1 0 4 2 2 0 0 1 0 4.500H11zm0 4h4M20 28.500l3.5-8.5 3.5 8.500m-6-3h5M31 28.500V20h4a2.5 2.5 0 0 1 0 5h-4m3.5 0 2.5 3.5"
        fill="none"
        stroke="#eceef8"
        stroke-width="2"
        stroke-linecap="round"
        stroke-linejoin="round"
      />
    </>
  ),
  bell: () => (
    <>
      <path d="M24 6c-9 0-12 7-12 14 0 8-3 10-5 13h34c-2-3-5-5-5-13 0-7-3-14-12-14z" fill="#ffc45c" />
      <path d="M17 15c1-4 3-5 6-5" fill="none" stroke="#fff3d6" stroke-width="2.5" stroke-linecap="round" />
      <path d="M7 33h34" stroke="#c98716" stroke-width="3" stroke-linecap="round" />
      <circle cx="24" cy="38" r="4.5" fill="#c98716" />
    </>
  ),
  cherry: () => (
    <>
      <path d="M16 31C17 20 23 12 34 8M33 31c0-9-2-16 1-23" fill="none" stroke="#4fe3a1" stroke-width="2.5" />
      <path d="M34 8c4-3 8-2 10 1-4 3-8 2-10-1z" fill="#4fe3a1" />
      <circle cx="15" cy="34" r="9" fill="#ff3d6e" />
      <circle cx="33" cy="35" r="8.5" fill="#e0245a" />
      <path
        d="M10 31c1-2 2-3 4-3M29 32c1-2 2-2 3-2"
        stroke="#ffd1e1"
        stroke-width="2"
        stroke-linecap="round"
      />
    </>
  ),
  lemon: () => (
    <>
      <path d="M6 26c0-9 8-16 18-16 7 0 11 3 14 7l5 1-1 6c-1 9-8 16-18 16S6 35 6 26z" fill="#ffe14d" />
      <path d="M14 20c3-4 7-5 11-5" fill="none" stroke="#fffbe0" stroke-width="3" stroke-linecap="round" />
      <path d="M28 9c3-5 8-6 12-4-2 5-7 7-12 4z" fill="#4fe3a1" />
    </>
  ),
  orange: () => (
    <>
      <circle cx="24" cy="27" r="15.5" fill="#ff9838" />
      <path d="M15 21c2-4 5-5 8-5" fill="none" stroke="#ffe2c2" stroke-width="3" stroke-linecap="round" />
      <path d="M24 12c1-5 6-7 11-6-1 5-6 7-11 6z" fill="#4fe3a1" />
    </>
  ),
  plum: () => (
    <>
      <path d="M24 12c11-4 17 4 16 13-1 10-8 16-16 16S9 35 8 25c-1-9 5-17 16-13z" fill="#9d6bff" />
      <path d="M24 12c-2 8-2 20 0 29" fill="none" stroke="#6b3fd1" stroke-width="2" />
      <path d="M24 12c0-4 2-6 5-7" fill="none" stroke="#4fe3a1" stroke-width="3" stroke-linecap="round" />
      <path d="M14 21c1-3 3-4 5-4" stroke="#e4d7ff" stroke-width="2.5" stroke-linecap="round" />
    </>
  ),
  grape: () => (
    <>
      {[
        [16, 20],
        [24, 20],
        [32, 20],
        [20, 27],
        [28, 27],
        [24, 34],
      ].map(([x, y]) => (
        <circle key={`${x} ${y}`} cx={x} cy={y} r="5.5" fill="#a06bff" stroke="#6b3fd1" stroke-width="1" />
      ))}
      <path d="M24 14c0-4 3-7 6-8M24 13c-5 0-8-2-9-5 5-2 8 1 9 5z" fill="#4fe3a1" stroke="#4fe3a1" />
    </>
  ),
  watermelon: () => (
    <>
      <path d="M5 18h38c0 13-8 22-19 22S5 31 5 18z" fill="#2fb87a" />
      <path d="M9 18h30c0 10-6 17-15 17S9 28 9 18z" fill="#ff5c79" />
      <path d="M18 23v3M24 25v3M30 23v3" stroke="#3d0b18" stroke-width="2.5" stroke-linecap="round" />
    </>
  ),
  star: () => (
    <>
      <path
        d="M24 5l5.7 12.300L43 19l-9.8 9.200L35.8 42 24 35.2 12.2 42l2.6-13.800L5 19l13.3-1.700z"
        fill="#ffd75e"
      />
      <path d="M24 11v20l-8 5 1.5-9L11 21l9-1z" fill="#fff0b8" opacity=".55" />
    </>
  ),
  diamond: () => (
    <>
      <path d="M14 9h20l9 11-19 21L5 20z" fill="#35e0e6" />
      <path d="M14 9l4 11h12l4-11M5 20h38M18 20l6 21 6-21" fill="none" stroke="#d9fdff" stroke-width="1.8" />
    </>
  ),
  clover: () => (
    <>
      <path d="M24 25c1 8 4 13 9 17" fill="none" stroke="#1f8f5c" stroke-width="3" stroke-linecap="round" />
      {[0, 90, 180, 270].map((turn) => (
        <path
          key={turn}
          d="M24 24c-7-4-9-9-6-13 2-3 5-2 6 1 1-3 4-4 6-1 3 4 1 9-6 13z"
          transform={`rotate(${turn + 45} 24 24)`}
          fill="#4fe3a1"
          stroke="#2aa873"
          stroke-width="1"
        />
      ))}
    </>
  ),
  coin: () => (
    <>
      <circle cx="24" cy="24" r="17" fill="#ffc45c" stroke="#c98716" stroke-width="2.5" />
      <circle cx="24" cy="24" r="11.5" fill="none" stroke="#fff0cf" stroke-width="2" />
      <path d="M24 17l2 5 5 .4-3.8 3.3 1.2 5L24 28l-4.4 2.7 1.2-5-3.8-3.3 5-.4z" fill="#fff0cf" />
    </>
  ),
  planet: () => (
    <>
      <circle cx="24" cy="24" r="12" fill="#ff8a5c" />
      <path d="M14 20c6 3 14 3 20-2M13 27c7 4 15 3 22-2" fill="none" stroke="#ffd2b8" stroke-width="2" />
      <path
        d="M13 28C5 33 3 37 5 39c4 3 17-3 27-12s14-17 11-19c-2-2-7 0-12 3"
        fill="none"
        stroke="#ffc45c"
        stroke-width="3"
        stroke-linecap="round"
      />
    </>
  ),
  moon: () => (
    <>
      <path d="M30 6A19 19 0 1 0 42 33 16 16 0 0 1 30 6z" fill="#cfd8ff" />
      <circle cx="18" cy="22" r="2.5" fill="#9fabdf" />
      <circle cx="24" cy="33" r="3.2" fill="#9fabdf" />
      <circle cx="15" cy="31" r="1.6" fill="#9fabdf" />
      <path d="M37 8l1 3 3 1-3 1-1 3-1-3-3-1 3-1z" fill="#ffd75e" />
    </>
  ),
  wild: () => (
    <>
      <path d="M24 4l17 10v20L24 44 7 34V14z" fill="#2a1240" stroke="#ff4f8b" stroke-width="2.5" />
      <path
        d="M13 17l4.5 15L24 20l6.5 12L35 17"
        fill="none"
        stroke="#ffe3ee"
        stroke-width="3.5"
        stroke-linecap="round"
        stroke-linejoin="round"
      />
    </>
  ),
  scatter: () => (
    <>
      <circle cx="24" cy="24" r="17" fill="#0f2b33" stroke="#35e0e6" stroke-width="2" />
      <path d="M24 7l3.5 13.500L41 24l-13.5 3.500L24 41l-3.5-13.500L7 24l13.5-3.500z" fill="#35e0e6" />
      <circle cx="24" cy="24" r="4" fill="#eaffff" />
    </>
  ),
  ruby: () => gem('#ff4f6e', '#ffd0d9'),
  emerald: () => gem('#2fd68b', '#d3ffe9'),
  sapphire: () => gem('#4d86ff', '#d7e4ff'),
  amethyst: () => gem('#a56bff', '#ecdfff'),
  topaz: () => gem('#ffb53d', '#fff0d2'),
};

function gem(colour: string, light: string): JSX.Element {
  return (
    <>
      <path d="M24 5l15 10v18L24 43 9 33V15z" fill={colour} />
      <path
        d="M24 5v12M9 15l15 2 15-2M24 17l-7 14h14zM9 33l8-2M39 33l-8-2M24 43l-7-12M24 43l7-12"
        fill="none"
        stroke={light}
        stroke-width="1.5"
        opacity=".8"
      />
    </>
  );
}
