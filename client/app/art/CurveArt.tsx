/** An equity curve with its drawdown: decoration of the card that leads to backtests. */
export function CurveArt({ size }: { size: number }) {
  return (
    <svg
      class="art"
      width={`${(size * 3) / 16}rem`}
      height={`${size / 16}rem`}
      viewBox="0 0 180 60"
      aria-hidden="true"
      focusable="false"
    >
      <path d="M4 50L28 42 46 46 70 28 88 36 112 20 134 26 176 6V56H4Z" fill="#35e0e6" opacity="0.16" />
      <path
        d="M4 50L28 42 46 46 70 28 88 36 112 20 134 26 176 6"
        fill="none"
        stroke="#35e0e6"
        stroke-width="3"
        stroke-linejoin="round"
      />
      <path d="M70 28L88 36 112 20M112 20L134 26 150 18" fill="none" stroke="#ff4f8b" stroke-width="3" />
    </svg>
  );
}
