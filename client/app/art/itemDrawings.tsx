import type { JSX } from 'preact';

/** Items of banners, drawn in a square of 48. */
export const ITEM_DRAWINGS: Record<string, () => JSX.Element> = {
  pebble: () => (
    <>
      <path d="M7 31c0-9 8-16 18-16 9 0 16 6 16 14 0 7-8 10-18 10S7 37 7 31z" fill="#8d94b5" />
      <path d="M14 26c3-4 7-6 12-6" fill="none" stroke="#dfe3f5" stroke-width="2.5" stroke-linecap="round" />
      <circle cx="29" cy="30" r="3" fill="#747b9c" />
      <circle cx="20" cy="33" r="2" fill="#747b9c" />
    </>
  ),
  candle: () => (
    <>
      <rect x="18" y="21" width="12" height="20" rx="2" fill="#eceef8" />
      <path d="M18 25c3 3 5-1 7 2s4 0 5-2v-4H18z" fill="#cfd4ea" />
      <path d="M24 6c5 5 5 9 0 12-5-3-5-7 0-12z" fill="#ffc45c" />
      <path d="M13 41h22" stroke="#8d94b5" stroke-width="3" stroke-linecap="round" />
    </>
  ),
  feather: () => (
    <>
      <path d="M39 7c-16 0-27 10-27 26 14 1 27-9 27-26z" fill="#b9c3ea" />
      <path
        d="M8 41C14 29 22 20 33 13M17 29h9M22 22h8"
        fill="none"
        stroke="#5d6791"
        stroke-width="2"
        stroke-linecap="round"
      />
    </>
  ),
  bottle: () => (
    <>
      <path
        d="M20 6h8v9c6 3 9 8 9 14 0 8-5 13-13 13s-13-5-13-13c0-6 3-11 9-14z"
        fill="#25506b"
        stroke="#9fd8f2"
        stroke-width="2"
      />
      <path d="M13 29c4-3 8 2 11 0s7-2 11 0c0 7-4 11-11 11s-11-4-11-11z" fill="#57c7ff" />
      <path d="M19 6h10" stroke="#d8a15c" stroke-width="4" stroke-linecap="round" />
    </>
  ),
  ribbon: () => (
    <>
      <path d="M24 22C14 8 4 12 6 20s11 6 18 2c7 4 16 6 18-2s-8-12-18 2z" fill="#ff86ad" />
      <path d="M23 23L12 41l8-2 4 4 1-20zm2 0l11 18-8-2-4 4-1-20z" fill="#e0557f" />
      <circle cx="24" cy="22" r="4" fill="#ffd1e1" />
    </>
  ),
  lantern: () => (
    <>
      <path
        d="M24 4v6M16 11h16M17 38h14M24 38v6"
        stroke="#c98716"
        stroke-width="2.5"
        stroke-linecap="round"
      />
      <path d="M17 12h14c6 5 8 9 8 13s-2 8-8 13H17c-6-5-8-9-8-13s2-8 8-13z" fill="#ff9c5c" />
      <path d="M20 12c-3 8-3 18 0 26M28 12c3 8 3 18 0 26" fill="none" stroke="#ffe3c2" stroke-width="1.8" />
    </>
  ),
  compass: () => (
    <>
      <circle cx="24" cy="24" r="18" fill="#1a2340" stroke="#6fb7ff" stroke-width="2.5" />
      <path d="M24 10l4 14-4 14-4-14z" fill="#eceef8" />
      <path d="M24 10l4 14h-8z" fill="#ff4f8b" />
      <path d="M9 24h4M35 24h4" stroke="#6fb7ff" stroke-width="2.5" stroke-linecap="round" />
    </>
  ),
  spyglass: () => (
    <>
      <path d="M6 33l9-5 4 8-9 5z" fill="#c98716" />
      <path d="M14 28l14-8 6 11-14 8z" fill="#8a5a2c" />
      <path d="M27 20l11-8 8 15-12 5z" fill="#d8a15c" />
      <path d="M38 12l8 15" stroke="#9fd8f2" stroke-width="3" stroke-linecap="round" />
    </>
  ),
  astrolabe: () => (
    <>
      <circle cx="24" cy="27" r="16" fill="none" stroke="#e6b85c" stroke-width="3" />
      <circle cx="24" cy="27" r="9" fill="none" stroke="#b98a34" stroke-width="2" />
      <path
        d="M24 11V5M24 27l10-7M8 27h32M24 11v32"
        stroke="#e6b85c"
        stroke-width="2"
        stroke-linecap="round"
      />
      <circle cx="24" cy="27" r="3" fill="#fff0cf" />
    </>
  ),
  hourglass: () => (
    <>
      <path
        d="M13 7h22v5c0 6-8 8-8 12s8 6 8 12v5H13v-5c0-6 8-8 8-12s-8-6-8-12z"
        fill="#223152"
        stroke="#9fd8f2"
        stroke-width="2"
      />
      <path d="M17 14h14c-1 4-6 5-7 9-1-4-6-5-7-9zM16 38c1-5 7-5 8-9 1 4 7 4 8 9z" fill="#ffd75e" />
      <path d="M11 7h26M11 41h26" stroke="#c98716" stroke-width="3.5" stroke-linecap="round" />
    </>
  ),
  harp: () => (
    <>
      <path
        d="M11 40V9c9-5 25 0 27 6-3 3-8 2-9 8-1 8-8 14-18 17z"
        fill="none"
        stroke="#dfe3f5"
        stroke-width="3.5"
        stroke-linejoin="round"
      />
      <path d="M16 12v24M21 11v22M26 12v14" stroke="#8fb4ff" stroke-width="1.6" />
      <path d="M8 41h9" stroke="#dfe3f5" stroke-width="4" stroke-linecap="round" />
    </>
  ),
  comet: () => (
    <>
      <path
        d="M5 9l24 15M4 22l20 8M16 4l17 15"
        stroke="#7c5cff"
        stroke-width="3"
        stroke-linecap="round"
        opacity=".8"
      />
      <circle cx="32" cy="31" r="11" fill="#35e0e6" />
      <path d="M26 27c2-3 5-4 8-3" fill="none" stroke="#eaffff" stroke-width="2.5" stroke-linecap="round" />
    </>
  ),
  fox: () => (
    <>
      <path d="M7 8l11 7h12l11-7-2 19-15 15L9 27z" fill="#5ce0c0" />
      <path d="M9 27l9-2 6 8 6-8 9 2-15 15z" fill="#eafffa" />
      <path d="M11 12l5 5M37 12l-5 5" stroke="#a66bff" stroke-width="3" stroke-linecap="round" />
      <circle cx="18" cy="25" r="2" fill="#10243a" />
      <circle cx="30" cy="25" r="2" fill="#10243a" />
      <circle cx="24" cy="39" r="2.2" fill="#10243a" />
    </>
  ),
  whale: () => (
    <>
      <path
        d="M4 25c0-7 7-11 16-11 12 0 17 8 18 14 2-1 4-4 4-8 4 3 4 13-4 17-3 2-8 2-14 2C12 39 4 34 4 25z"
        fill="#5a8dff"
      />
      <path d="M6 30c8 5 18 6 28 3-3 4-7 6-12 6-8 0-13-3-16-9z" fill="#dbe6ff" />
      <path
        d="M17 10c0-4-4-4-4-7M19 10c0-4 4-4 4-7"
        fill="none"
        stroke="#9fd8f2"
        stroke-width="2"
        stroke-linecap="round"
      />
      <circle cx="14" cy="25" r="1.8" fill="#10203f" />
    </>
  ),
  crown: () => (
    <>
      <path d="M6 14l9 9 9-15 9 15 9-9-4 24H10z" fill="#ffc45c" />
      <path d="M10 38h28" stroke="#c98716" stroke-width="4" stroke-linecap="round" />
      <circle cx="24" cy="29" r="4" fill="#a56bff" />
      <circle cx="14" cy="31" r="2.5" fill="#ff4f8b" />
      <circle cx="34" cy="31" r="2.5" fill="#35e0e6" />
    </>
  ),
  phoenix: () => (
    <>
      <path
        d="M24 6c4 4 5 8 3 12 6-5 13-5 18-2-3 1-4 3-5 6-2 6-7 9-13 9 3 4 3 8 0 13-1-4-3-6-3-6s-2 2-3 6c-3-5-3-9 0-13-6 0-11-3-13-9-1-3-2-5-5-6 5-3 12-3 18 2-2-4-1-8 3-12z"
        fill="#ff7a3d"
      />
      <path
        d="M24 12c2 4 2 8 0 12-2-4-2-8 0-12zM12 20c4 0 8 3 10 7-5 0-8-2-10-7zM36 20c-4 0-8 3-10 7 5 0 8-2 10-7z"
        fill="#ffd75e"
      />
    </>
  ),
  dragon: () => (
    <>
      <path
        d="M9 40c-3-9 1-15 8-18-4-3-5-8-3-13 3 3 6 4 10 4 8 0 15 5 16 13l4 5-8 1c-3 3-7 3-11 2 4 4 3 9-2 12 0-6-3-8-6-7-4 1-6 1-8 1z"
        fill="#9d6bff"
      />
      <path
        d="M24 13c3-3 7-5 11-4-1 3-3 5-6 6M13 33c3-4 7-5 11-4"
        fill="none"
        stroke="#e4d7ff"
        stroke-width="2"
        stroke-linecap="round"
      />
      <circle cx="31" cy="22" r="2.2" fill="#ffd75e" />
    </>
  ),
  galaxy: () => (
    <>
      <path
        d="M15 8h18v6c5 2 7 7 7 13 0 9-6 15-16 15S8 36 8 27c0-6 2-11 7-13z"
        fill="#150f33"
        stroke="#cfc4ff"
        stroke-width="2"
      />
      <path
        d="M24 28c-4-5 4-9 9-5s2 14-8 14-13-8-10-13"
        fill="none"
        stroke="#ff86ad"
        stroke-width="2.5"
        stroke-linecap="round"
      />
      <path
        d="M24 28c3 4-3 7-6 4s0-9 6-9"
        fill="none"
        stroke="#35e0e6"
        stroke-width="2"
        stroke-linecap="round"
      />
      <circle cx="24" cy="28" r="2.5" fill="#fff" />
      <path d="M14 8h20" stroke="#d8a15c" stroke-width="4" stroke-linecap="round" />
    </>
  ),
};
