import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseAst } from 'vite';
import { describe, expect, test } from 'vitest';
import { adminEn } from '../../client/app/i18n/admin.en.ts';
import { adminKo } from '../../client/app/i18n/admin.ko.ts';
import { en as firstEn } from '../../client/app/i18n/en.ts';
import { ko as firstKo } from '../../client/app/i18n/ko.ts';
import { monitorEn } from '../../client/app/i18n/monitor.en.ts';
import { monitorKo } from '../../client/app/i18n/monitor.ko.ts';
import { DEFAULT_TABLES } from '../../domain/crash/tables.data.ts';
import { TRANSFER_KINDS } from '../../domain/ledger/port.ts';
import { CURRENCIES } from '../../domain/money.ts';
import { ERRORS } from '../../domain/protocol/errors.ts';
import { READY_MADE } from '../../server/datasets/readyMade.ts';

const en = { ...firstEn, ...monitorEn, ...adminEn };
const ko = { ...firstKo, ...monitorKo, ...adminKo };

const APP = fileURLToPath(new URL('../../client/app/', import.meta.url));
const sources = readdirSync(APP, { recursive: true, encoding: 'utf8' })
  .filter(
    (path) => /\.tsx?$/.test(path) && !path.endsWith('.d.ts') && !/^i18n\/(\w+\.)?(en|ko)\.ts$/.test(path),
  )
  .map((path) => ({ path, text: readFileSync(APP + path, 'utf8') }));

const gachaRules = readFileSync(new URL('../../domain/gacha/onePull.ts', import.meta.url), 'utf8');

interface Node {
  type: string;
  [field: string]: unknown;
}

function* nodes(value: unknown): Generator<Node> {
  if (Array.isArray(value)) for (const entry of value) yield* nodes(entry);
  else if (typeof value === 'object' && value !== null) {
    if ('type' in value && typeof value.type === 'string') yield value as Node;
    for (const field of Object.values(value)) yield* nodes(field);
  }
}

/** Attributes whose value a person reads or hears. */
const READ_ATTRIBUTES = new Set(['aria-label', 'aria-description', 'title', 'placeholder', 'alt', 'label']);
const WORDS = /[\p{L}]{2,}/u;

/** Words that stand in the markup itself instead of in the catalogue. */
function textsOutside(path: string, text: string): string[] {
  const found: string[] = [];
  for (const node of nodes(parseAst(text, { lang: 'tsx' }, path))) {
    if (node.type === 'JSXText' && WORDS.test(String(node.value))) found.push(String(node.value).trim());
    if (node.type === 'JSXExpressionContainer' && isText(node.expression))
      found.push(literal(node.expression));
    if (node.type !== 'JSXAttribute') continue;
    const name = (node.name as Node).name as string;
    if (READ_ATTRIBUTES.has(name) && isText(node.value)) found.push(literal(node.value));
  }
  return found;
}

function isText(value: unknown): boolean {
  const node = value as Node | null;
  return node?.type === 'Literal' && typeof node.value === 'string' && WORDS.test(node.value);
}

function literal(value: unknown): string {
  return String((value as Node).value);
}

const parameters = (message: string) => [...message.matchAll(/\{(\w+)\}/g)].map(([, name]) => name).sort();

describe('the catalogues', () => {
  test('say each key once', () => {
    const counts = [firstEn, monitorEn, adminEn].map((catalogue) => Object.keys(catalogue).length);
    expect(Object.keys(en).length).toBe(counts.reduce((sum, count) => sum + count, 0));
  });

  test('have the same keys', () => {
    expect(Object.keys(ko).sort()).toEqual(Object.keys(en).sort());
  });

  test('leave no message empty, and fill the same blanks', () => {
    for (const [key, message] of Object.entries(en)) {
      const translated = ko[key as keyof typeof en];
      expect(message.trim(), key).not.toBe('');
      expect(translated.trim(), key).not.toBe('');
      expect(parameters(translated), key).toEqual(parameters(message));
    }
  });

  test('are both in their language', () => {
    const sameInBoth = Object.keys(en).filter(
      (key) =>
        en[key as keyof typeof en] === ko[key as keyof typeof en] && WORDS.test(en[key as keyof typeof en]),
    );
    // Names, and the languages' own names.
    expect(sameInBoth.sort()).toEqual([
      'admin.rank.VIP',
      'app.documentTitle',
      'app.name',
      'language.en',
      'language.ko',
      'lobby.range',
      'verify.receiptPlaceholder',
      'verify.value.hmac',
    ]);
  });

  test('name every error code, transfer kind, currency, table and data set', () => {
    const needed = [
      ...Object.keys(ERRORS).map((code) => `error.${code}`),
      'error.unreachable',
      'error.outcome_unknown',
      ...TRANSFER_KINDS.map((kind) => `kind.${kind}`),
      ...CURRENCIES.map((currency) => `currency.${currency}`),
      ...[...gachaRules.matchAll(/'(gacha\.message\.\w+)'/g)].map(([, key]) => key!),
      ...DEFAULT_TABLES.map(({ table }) => `table.${table}`),
      ...READY_MADE.map(({ name }) => `dataset.${name}`),
    ];
    expect(needed.filter((key) => !(key in en))).toEqual([]);
  });

  test('hold no message that nothing shows', () => {
    const code = sources.map(({ text }) => text).join('\n');
    // Keys made of data: `error.${code}` and the like.
    const families = [...code.matchAll(/`([\w.]+)\.\$\{/g)].map(([, family]) => `${family}.`);
    // The server names these whole, with each item it gives.
    families.push('gacha.message.');
    const unused = Object.keys(en).filter(
      (key) => !code.includes(`'${key}'`) && !families.some((family) => key.startsWith(family)),
    );
    expect(unused).toEqual([]);
  });
});

describe('the screens', () => {
  test('hold no text outside the catalogues', () => {
    expect(sources.length).toBeGreaterThan(30);
    const found = sources.flatMap(({ path, text }) =>
      textsOutside(path, text).map((words) => `${path}: ${words}`),
    );
    expect(found).toEqual([]);
  });

  test('would be caught with some', () => {
    expect(textsOutside('a.tsx', 'const a = <p>Hello there</p>;')).toEqual(['Hello there']);
    expect(textsOutside('a.tsx', 'const a = <p title="베팅">{"words"}</p>;')).toEqual(['베팅', 'words']);
    expect(textsOutside('a.tsx', 'const a = <p class="words">{1}×</p>;')).toEqual([]);
  });
});
