import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { findProgram } from '../../scripts/chromium.mjs';
import { findNode, outdated, ROOT } from '../../scripts/install.mjs';

const lock = {
  packages: {
    '': { version: '1.0.0' },
    'node_modules/a': { version: '1.0.0', integrity: 'sha512-a' },
    'node_modules/b': { version: '2.0.0', integrity: 'sha512-b' },
    'node_modules/b-darwin': { version: '2.0.0', integrity: 'sha512-d', optional: true },
  },
};

test('what is installed as the lockfile says needs no install, other platforms aside', () => {
  const { 'node_modules/b-darwin': _, ...here } = lock.packages;
  expect(outdated(lock, { packages: here })).toEqual([]);
});

test('nothing installed, a missing package, another version and other bytes are all outdated', () => {
  const { 'node_modules/a': a, ...rest } = lock.packages;
  expect(outdated(lock, null)).toEqual(['node_modules']);
  expect(outdated(lock, { packages: rest })).toEqual(['node_modules/a']);
  const older = { ...lock.packages, 'node_modules/a': { ...a, version: '0.9.0' } };
  expect(outdated(lock, { packages: older })).toEqual(['node_modules/a']);
  const other = { ...lock.packages, 'node_modules/a': { ...a, integrity: 'sha512-x' } };
  expect(outdated(lock, { packages: other })).toEqual(['node_modules/a']);
});

test('this very clone is found to be up to date', () => {
  const read = (path: string) => JSON.parse(readFileSync(`${ROOT}/${path}`, 'utf8'));
  expect(outdated(read('package-lock.json'), read('node_modules/.package-lock.json'))).toEqual([]);
});

test('the Node that runs the server is there', () => {
  expect(findNode()).toMatch(/node/);
});

test('a program is found along PATH, in its order, or not at all', () => {
  const node = findNode();
  const folder = node.slice(0, node.lastIndexOf('/'));
  expect(findProgram(['no-such-program', 'node'], `/nowhere:${folder}`)).toBe(`${folder}/node`);
  expect(findProgram(['no-such-program'], folder)).toBeNull();
  expect(findProgram(['node'], '')).toBeNull();
});
