import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { rebind } from '../../scripts/patch-uws.mjs';

const FOLDER = fileURLToPath(new URL('../../node_modules/uWebSockets.js/', import.meta.url));
/** Binaries for other Nodes than the server's: the install leaves them as they came. */
const prebuilt = readdirSync(FOLDER).filter((name) =>
  /^uws_linux_(x64|arm64)_(115|127|141)\.node$/.test(name),
);

describe.skipIf(prebuilt.length === 0)('the binaries of uWebSockets.js', () => {
  test.each(prebuilt)('%s: the symbols of glibc 2.38 are rebound, and then nothing is left to do', (name) => {
    const original = readFileSync(FOLDER + name);
    const patched = Buffer.from(original);
    const rebound = rebind(patched);
    // On arm64 there are only the latter two.
    expect(rebound).toEqual(expect.arrayContaining(['__isoc23_strtol', '__isoc23_strtoul']));
    expect(patched.length).toBe(original.length);
    const changed = patched.reduce((count, byte, at) => count + Number(byte !== original[at]), 0);
    // A name and a version each, and one flag: nothing else.
    expect(changed).toBeGreaterThanOrEqual(2 * rebound.length + 1);
    expect(changed).toBeLessThanOrEqual((4 + 2) * rebound.length + 2);
    expect(rebind(patched)).toEqual([]);
  });
});

test.each([
  ['no ELF file', Buffer.from('#!/bin/sh\n'.repeat(100))],
  ['an empty file', Buffer.alloc(0)],
  ['a cut-off ELF file', Buffer.concat([Buffer.from([0x7f, 0x45, 0x4c, 0x46, 2, 1]), Buffer.alloc(58)])],
])('%s is left alone, with a reason', (_name, bytes) => {
  expect(() => rebind(bytes)).toThrow();
});
