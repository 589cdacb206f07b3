import type { Finding } from './sources.ts';

const MAX_LINES = 350;
/** What is data, made by a tool, or a record of the past. */
const MAY_BE_LONG = /(\.data\.ts$|^db\/migrations\/|^db\/schema\.sql$|^tests\/fixtures\/|\.generated\.)/;
const COUNTED = /\.(ts|tsx|mts|mjs|js|css|sql|html)$/;
/** Names that say nothing about what is inside. */
const VAGUE = new Set(['util', 'utils', 'helper', 'helpers', 'common', 'lib', 'misc']);
/** A home or a work tree of somebody's machine. */
const MACHINE_PATH = /(?<![\w.~-])\/(?:work|root|home|Users)\/[\w.-]/;
const BINARY = /\.(png|jpg|ico|woff2?|gz|zip)$/;

export function tooLong(path: string, text: string): Finding[] {
  if (!COUNTED.test(path) || MAY_BE_LONG.test(path)) return [];
  const lines = text.split('\n').length - 1;
  return lines > MAX_LINES ? [{ path, problem: `${lines} lines: it does more than one thing` }] : [];
}

export function vagueName(path: string): Finding[] {
  const words = path.split('/').map((part) => part.split('.')[0]!.toLowerCase());
  const vague = words.find((word) => VAGUE.has(word));
  return vague === undefined ? [] : [{ path, problem: `"${vague}" does not say what is inside` }];
}

export function machinePaths(path: string, text: string): Finding[] {
  if (BINARY.test(path)) return [];
  return text.split('\n').flatMap((line, index) => {
    const found = MACHINE_PATH.exec(line);
    return found === null ? [] : [{ path, problem: `line ${index + 1}: a path of one machine: ${found[0]}` }];
  });
}

/** A lockfile pins by integrity; an address would bind everybody to one registry. */
export function lockfileAddresses(path: string, text: string): Finding[] {
  const lock = JSON.parse(text) as { packages: Record<string, { resolved?: string; integrity?: string }> };
  return Object.entries(lock.packages).flatMap(([name, entry]) => {
    const problems: string[] = [];
    if (entry.resolved !== undefined) problems.push(`${name} names an address`);
    if (name !== '' && entry.integrity === undefined) problems.push(`${name} has no integrity`);
    return problems.map((problem) => ({ path, problem }));
  });
}
