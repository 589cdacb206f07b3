import { readFileSync, writeSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Options } from 'k6/options';

/** What a scenario of `loadtest/scenarios` exports, as k6 wants it. */
export interface Script {
  options: Options;
  setup(): unknown;
  default(run: unknown): Promise<void>;
}

/**
 * Loads a scenario into this process: modules of k6 are those beside this file, and its globals are here.
 * @param told file descriptor that what it prints goes to
 */
export async function loadScript(path: string, told: number): Promise<Script> {
  registerHooks({
    resolve(specifier, context, next) {
      const [, module] = /^k6\/(\w+)$/.exec(specifier) ?? [];
      return module === undefined
        ? next(specifier, context)
        : { url: new URL(`k6/${module}.ts`, import.meta.url).href, shortCircuit: true };
    },
  });
  Object.assign(globalThis, { __ENV: process.env, open: (file: string) => readFileSync(file, 'utf8') });
  console.log = (line: string) => writeWhole(told, `${line}\n`);
  return (await import(pathToFileURL(resolve(path)).href)) as Script;
}

function writeWhole(file: number, text: string): void {
  for (let rest = Buffer.from(text); rest.length > 0; ) rest = rest.subarray(writeSync(file, rest));
}
