import { posix } from 'node:path';
import type { Finding } from '../tidy/sources.ts';

/** A document's text without its code blocks, whose brackets and hashes mean something else. */
function prose(text: string): string {
  return text.replace(/^```.*?^```/gms, '');
}

/** Rows of all tables: cells trimmed, without the header and its line of dashes. */
export function tableRows(text: string): string[][] {
  return prose(text)
    .split('\n')
    .filter((line) => line.startsWith('|'))
    .map((line) =>
      line
        .slice(1, line.lastIndexOf('|'))
        .split(/(?<!\\)\|/)
        .map((cell) => cell.trim()),
    )
    .filter((cells, index, rows) => !isRule(cells) && !isRule(rows[index + 1] ?? []));
}

function isRule(cells: readonly string[]): boolean {
  return cells.length > 0 && cells.every((cell) => /^:?-+:?$/.test(cell));
}

/** The text under a heading, up to the next one of its level or above. */
export function section(text: string, heading: string): string {
  const lines = text.split('\n');
  const start = lines.indexOf(heading);
  if (start < 0) return '';
  const level = /^#+/.exec(heading)![0].length;
  const end = lines.findIndex((line, at) => at > start && (/^#+(?= )/.exec(line)?.[0].length ?? 9) <= level);
  return lines.slice(start + 1, end < 0 ? undefined : end).join('\n');
}

/** Words in backticks. */
export function codeWords(text: string): Set<string> {
  return new Set(
    [...prose(text).matchAll(/`([^`]+)`/g)].flatMap((match) => match[1]!.match(/[\w.]+/g) ?? []),
  );
}

/** `## The ledger` -> `the-ledger`, as GitHub makes them. */
function anchorsOf(text: string): Set<string> {
  const headings = [...prose(text).matchAll(/^#+ (.+)$/gm)].map((match) => match[1]!);
  return new Set(
    headings.map((heading) =>
      heading
        .toLowerCase()
        .replace(/[^\p{L}\p{N} _-]/gu, '')
        .replaceAll(' ', '-'),
    ),
  );
}

/**
 * Relative links of a document that lead nowhere, in files or in headings.
 * @param exists whether a path of the repository (a file or a folder) is there
 * @param read the text of a document
 */
export function brokenLinks(
  path: string,
  text: string,
  exists: (path: string) => boolean,
  read: (path: string) => string,
): Finding[] {
  const links = [...prose(text).matchAll(/\]\(([^()\s]+)\)/g)].map((match) => match[1]!);
  return links
    .filter((link) => !/^[a-z]+:/.test(link))
    .filter((link) => {
      const [file = '', anchor] = link.split('#');
      const target = file === '' ? path : posix.join(posix.dirname(path), file).replace(/\/$/, '');
      if (!exists(target)) return true;
      return anchor !== undefined && target.endsWith('.md') && !anchorsOf(read(target)).has(anchor);
    })
    .map((link) => ({ path, problem: `${link} leads nowhere` }));
}

/** npm scripts that a document tells its reader to run. */
export function scriptsNamed(text: string): string[] {
  return [...text.matchAll(/npm (?:run (?:-s )?([\w:-]+)|(start|test)\b)/g)].map(
    (match) => match[1] ?? match[2]!,
  );
}
