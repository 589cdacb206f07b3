import { effect, signal } from '@preact/signals';
import type { Names } from '../../../domain/games/names.ts';
import type { FairgroundError } from '../../sdk/index.ts';
import { readSetting, writeSetting } from '../store/settings.ts';
import type { adminEn } from './admin.en.ts';
import { en, type MessageKey } from './en.ts';
import type { monitorEn } from './monitor.en.ts';

export type Language = 'en' | 'ko';
export const LANGUAGES: readonly Language[] = ['en', 'ko'];

/** A message's key: of the first page's catalogue, or of one that comes with its screens. */
export type AnyKey = MessageKey | keyof typeof adminEn | keyof typeof monitorEn;

/** English is always there; the other one comes when it is spoken. */
const CATALOGUES: Record<Language, Record<string, string>> = { en: { ...en }, ko: {} };

/** Takes in what only some screens say, and what is therefore loaded with them. */
export function addMessages(messages: Record<Language, Record<string, string>>): void {
  for (const code of LANGUAGES) Object.assign(CATALOGUES[code], messages[code]);
}

export const LOCALES: Record<Language, string> = { en: 'en-US', ko: 'ko-KR' };

/** The language in force: chosen before, or the browser's first that we speak. */
export const language = signal<Language>(initialLanguage());

effect(() => {
  document.documentElement.lang = language.value;
});

/** Brings the words of a language; without them (no network) English is spoken. */
export async function loadLanguage(code: Language): Promise<void> {
  if (code !== 'ko' || 'app.name' in CATALOGUES.ko) return;
  const words = await import('./ko.ts').catch(() => null);
  if (words !== null) Object.assign(CATALOGUES.ko, words.ko);
}

export async function chooseLanguage(chosen: Language): Promise<void> {
  await loadLanguage(chosen);
  language.value = chosen;
  writeSetting('language', chosen);
}

/** The message in the language in force. Components that call it render again when that changes. */
export function t(key: AnyKey, values: Record<string, string | number> = {}): string {
  const words = CATALOGUES[language.value][key] ?? CATALOGUES.en[key]!;
  return words.replace(/\{(\w+)\}/g, (_, name: string) => String(values[name] ?? ''));
}

/** For keys made of data, such as a transfer's kind: null when the catalogue has none. */
export function tMaybe(key: string): string | null {
  return key in CATALOGUES.en ? t(key as AnyKey) : null;
}

export function errorText(error: FairgroundError): string {
  if (error.details.reason === 'inactive') return t('gacha.inactive');
  if (error.code === 'limit_exceeded' && typeof error.details.limit === 'string') return ownLimitText(error);
  const { retryAfterMs } = error.details;
  if (error.code === 'rate_limited' && typeof retryAfterMs === 'number') return waitText(retryAfterMs);
  return tMaybe(`error.${error.code}`) ?? t('error.internal');
}

function waitText(retryAfterMs: number): string {
  const seconds = Math.max(1, Math.ceil(retryAfterMs / 1_000));
  return seconds < 120
    ? t('error.rate_limited.seconds', { seconds })
    : t('error.rate_limited.minutes', { minutes: Math.ceil(seconds / 60) });
}

/** A limit that the player set: which, what is left of it, and when it counts anew. */
function ownLimitText({ details }: FairgroundError): string {
  const { limit, period, limitCoins, limitMs, remainingCoins, resetsAtMs, untilAtMs } = details;
  return t(`limit.refused.${limit}` as MessageKey, {
    period: tMaybe(`limit.period.${period}`) ?? '',
    limit: limit === 'time' ? formatDuration(Number(limitMs)) : formatNumber(Number(limitCoins)),
    remaining: formatNumber(Number(remainingCoins)),
    at: formatShortInstant(Number(resetsAtMs ?? untilAtMs)),
  });
}

/** A name out of an odds table. */
export function nameOf(names: Names): string {
  return names[language.value];
}

/** A table's name; tables that are only in an operator's file keep their own. */
export function tableName(table: string): string {
  return tMaybe(`table.${table}`) ?? table;
}

/** Making a formatter costs more than using it, and the stage writes numbers sixty times a second. */
const numberFormats = new Map<string, Intl.NumberFormat>();

function numberFormat(options: Intl.NumberFormatOptions): Intl.NumberFormat {
  const locale = LOCALES[language.value];
  const key = locale + JSON.stringify(options);
  let format = numberFormats.get(key);
  if (!format) {
    format = new Intl.NumberFormat(locale, options);
    numberFormats.set(key, format);
  }
  return format;
}

export function formatNumber(value: number): string {
  return numberFormat({}).format(value);
}

export function formatSigned(value: number): string {
  return numberFormat({ signDisplay: 'exceptZero' }).format(value);
}

/** Always with its commas: of its own, a compact number of four digits has none. */
const COMPACT = { notation: 'compact', useGrouping: true } as const;
/** Korean counts in ten thousands: what is below is written out. */
const COMPACT_FROM: Record<Language, number> = { en: 1_000, ko: 10_000 };

/** Large limits in a few characters: 5M, 5,000만. */
export function formatCompact(value: number): string {
  const isShort = Math.abs(value) < COMPACT_FROM[language.value];
  return numberFormat({ ...(isShort ? {} : COMPACT), maximumFractionDigits: 1 }).format(value);
}

/** Of 100,000 and more, in three digits: +12.2M, +1,220만. */
export function formatCompactSigned(value: number): string {
  return numberFormat({ ...COMPACT, maximumSignificantDigits: 3, signDisplay: 'exceptZero' }).format(value);
}

export function formatMultiplier(hundredths: number): string {
  const number = numberFormat({ minimumFractionDigits: 2, maximumFractionDigits: 2 });
  return `${number.format(hundredths / 100)}×`;
}

export function formatSeconds(ms: number): string {
  const options = { style: 'unit', unit: 'second', unitDisplay: 'short', maximumFractionDigits: 1 } as const;
  return numberFormat(options).format(ms / 1000);
}

/** Days, hours, minutes and seconds, the two largest that are not zero: 1h 5m. */
export function formatDuration(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1000));
  const parts = [
    ['day', Math.floor(seconds / 86_400)],
    ['hour', Math.floor(seconds / 3_600) % 24],
    ['minute', Math.floor(seconds / 60) % 60],
    ['second', seconds % 60],
  ] as const;
  const first = parts.findIndex(([unit, count]) => count > 0 || unit === 'second');
  return parts
    .slice(first, first + 2)
    .filter(([, count], index) => count > 0 || index === 0)
    .map(([unit, count]) => numberFormat({ style: 'unit', unit, unitDisplay: 'narrow' }).format(count))
    .join(' ');
}

/** Always with its tenth, so that a running countdown keeps its width. */
export function formatCountdown(ms: number): string {
  const options = { style: 'unit', unit: 'second', unitDisplay: 'narrow', minimumFractionDigits: 1 } as const;
  return numberFormat(options).format(Math.ceil(ms / 100) / 10);
}

export function formatPercent(percent: number, digits = 2): string {
  return numberFormat({ style: 'percent', maximumFractionDigits: digits }).format(percent / 100);
}

export function formatDecimal(value: number, digits: number): string {
  return numberFormat({ maximumFractionDigits: digits }).format(value);
}

/** A day of market data, which is counted in UTC. */
export function formatDay(atMs: number): string {
  const options = { dateStyle: 'medium', timeZone: 'UTC' } as const;
  return new Intl.DateTimeFormat(LOCALES[language.value], options).format(atMs);
}

export function formatInstant(atMs: number): string {
  const options = { dateStyle: 'medium', timeStyle: 'medium' } as const;
  return new Intl.DateTimeFormat(LOCALES[language.value], options).format(atMs);
}

/** Today's instants by time alone, older ones with their day. */
export function formatShortInstant(atMs: number): string {
  const today = new Date().toDateString() === new Date(atMs).toDateString();
  const options: Intl.DateTimeFormatOptions = today
    ? { timeStyle: 'medium' }
    : { ...yearOf(atMs), month: 'short', day: 'numeric', hour: '2-digit', minute: '2-digit' };
  return new Intl.DateTimeFormat(LOCALES[language.value], options).format(atMs);
}

function yearOf(atMs: number): Intl.DateTimeFormatOptions {
  return new Date().getFullYear() === new Date(atMs).getFullYear() ? {} : { year: 'numeric' };
}

function initialLanguage(): Language {
  const chosen = readSetting('language');
  if (chosen === 'en' || chosen === 'ko') return chosen;
  const spoken = navigator.languages.map((tag) => tag.slice(0, 2));
  return (spoken.find((tag) => tag === 'en' || tag === 'ko') as Language | undefined) ?? 'en';
}
