import type { Totals } from '../../../../domain/games/records.ts';

/** What came back of what was staked, as two bars; the numbers stand beside them. */
export function ReturnBar({ totals }: { totals: Totals }) {
  const most = Math.max(1, totals.betCoins, totals.wonCoins);
  return (
    <div class="return-bar" aria-hidden="true">
      <span class="return-staked" style={{ width: `${(100 * totals.betCoins) / most}%` }} />
      <span class="return-won" style={{ width: `${(100 * totals.wonCoins) / most}%` }} />
    </div>
  );
}
