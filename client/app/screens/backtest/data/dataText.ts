import { LOCALES, language, tMaybe } from '../../../i18n/i18n.ts';

/** What the server brings along is called by a name that everybody understands; uploads are called what they are called. */
export function datasetText(name: string): string {
  return tMaybe(`dataset.${name}`) ?? name;
}

const UNITS: Record<string, string> = {
  ...{ ms: 'millisecond', s: 'second', m: 'minute', h: 'hour', d: 'day', w: 'week', mo: 'month', y: 'year' },
};

/** The usual step from bar to bar, as the server writes it (`1d`, `4h`), in words: 1 day, 4시간. */
export function intervalText(interval: string): string {
  const [, count, unit] = /^(\d+)(\D+)$/.exec(interval) ?? [];
  const known = unit && UNITS[unit];
  if (!known) return interval;
  const options = { style: 'unit', unit: known, unitDisplay: 'long' } as const;
  return new Intl.NumberFormat(LOCALES[language.value], options).format(Number(count));
}
