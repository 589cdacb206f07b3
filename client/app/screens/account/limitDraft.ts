import { LIMIT_KINDS, type LimitKind, ofEach } from '../../../../domain/limits/limits.ts';
import { PERIODS, type Period } from '../../../../domain/limits/periods.ts';
import type { LimitWish, PlayLimits } from '../../../sdk/index.ts';

const MINUTE_MS = 60_000;

/** `stakeCoins.day` and the like: a field's name, as the server names it too. */
export type LimitField = `${LimitKind}.${Period}`;

/** What stands in the nine fields, by name. Times are in minutes; empty: no limit. */
export type LimitDraft = Record<LimitKind, Record<Period, string>>;

/** How much of the server's unit one of a field is. */
function unitOf(kind: LimitKind): number {
  return kind === 'playedMs' ? MINUTE_MS : 1;
}

/** In the unit of the fields. What was played is rounded down, as clocks do. */
export function shownAmount(kind: LimitKind, amount: number): number {
  return Math.floor(amount / unitOf(kind));
}

export function draftOf(limits: PlayLimits): LimitDraft {
  return ofEach((kind, period) => {
    const { value } = limits[kind][period];
    return value === null ? '' : String(shownAmount(kind, value));
  });
}

/** What has changed, or which fields make no sense. */
export function readDraft(draft: LimitDraft, limits: PlayLimits): { wish: LimitWish; wrong: LimitField[] } {
  const before = draftOf(limits);
  const wish: LimitWish = {};
  const wrong: LimitField[] = [];
  for (const kind of LIMIT_KINDS) {
    for (const period of PERIODS) {
      const text = plainNumber(draft[kind][period]);
      if (text === before[kind][period]) continue;
      const amount = Number(text) * unitOf(kind);
      const valid = text === '' || (/^\d+$/.test(text) && Number.isSafeInteger(amount));
      if (valid) wish[kind] = { ...wish[kind], [period]: text === '' ? null : amount };
      else wrong.push(`${kind}.${period}`);
    }
  }
  return { wish, wrong };
}

/** `1,000` as 1000; what is no number stays what it is. */
function plainNumber(text: string): string {
  const trimmed = text.trim();
  return /^\d{1,3}(,\d{3})+$/.test(trimmed) ? trimmed.replaceAll(',', '') : trimmed;
}
