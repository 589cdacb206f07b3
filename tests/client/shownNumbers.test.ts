import { beforeAll, describe, expect, test, vi } from 'vitest';

/** What the app's texts look for of a browser. */
vi.stubGlobal('document', { documentElement: {} });
vi.stubGlobal('navigator', { languages: ['en'] });

describe('a number in a few characters', () => {
  let words: typeof import('../../client/app/i18n/i18n.ts');
  beforeAll(async () => {
    words = await import('../../client/app/i18n/i18n.ts');
  });

  test.each([
    ['en', 1_100, '1.1K'],
    ['en', 50_000_000, '50M'],
    ['ko', 1_100, '1,100'],
    ['ko', 9_999, '9,999'],
    ['ko', 0.5, '0.5'],
    ['ko', 12_000, '1.2만'],
    ['ko', 50_000_000, '5,000만'],
  ] as const)('in %s: %d is %s', (language, value, text) => {
    words.language.value = language;
    expect(words.formatCompact(value)).toBe(text);
  });

  test('with its sign', () => {
    words.language.value = 'ko';
    expect(words.formatCompactSigned(12_200_000)).toBe('+1,220만');
    expect(words.formatCompactSigned(-150_000)).toBe('-15만');
  });
});
