import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseSync } from 'vite';

export const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** A node of the parsed file (ESTree with TypeScript's nodes). */
export interface AstNode {
  type: string;
  start: number;
  end: number;
  [field: string]: unknown;
}

export interface Import {
  /** As written: `./a.ts`, `node:fs`, `@scope/name/part`. */
  specifier: string;
  typeOnly: boolean;
}

export interface Source {
  /** From the root of the repository, with `/`. */
  path: string;
  text: string;
  program: AstNode;
  imports: Import[];
}

/** What a house rule found: where, and what is wrong with it. */
export interface Finding {
  path: string;
  problem: string;
}

/** Everything that git tracks or would, if it were added. */
export function repositoryFiles(): string[] {
  const listed = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
    cwd: ROOT,
    encoding: 'utf8',
    maxBuffer: 64 * 2 ** 20,
  });
  const files = [...new Set(listed.split('\0').filter((path) => path !== ''))].sort();
  return files.filter((path) => existsSync(join(ROOT, path)));
}

export function textOf(path: string): string {
  return readFileSync(join(ROOT, path), 'utf8');
}

export function isCode(path: string): boolean {
  return /\.(ts|tsx|mts|mjs|js)$/.test(path);
}

/** @throws when the text does not parse */
export function parse(path: string, text: string): Source {
  const parsed = parseSync(path, text, { astType: 'ts' });
  const broken = parsed.errors[0];
  if (broken !== undefined) throw new Error(`${path}: ${broken.message}`);
  const program = parsed.program as unknown as AstNode;
  return { path, text, program, imports: importsOf(program) };
}

/** Static and dynamic imports, re-exports, and types written as `import('...')`. */
function importsOf(program: AstNode): Import[] {
  const imports: Import[] = [];
  visit(program, (node) => {
    const source = node.source as AstNode | null | undefined;
    if (source?.type !== 'Literal' || typeof source.value !== 'string') return;
    const typeOnly = node.importKind === 'type' || node.exportKind === 'type' || node.type === 'TSImportType';
    imports.push({ specifier: source.value, typeOnly });
  });
  return imports;
}

/** Calls back for each node, outer ones first, with its parent and the field that it stands in. */
export function visit(
  node: AstNode,
  callback: (node: AstNode, parent: AstNode | null, field: string) => void,
  parent: AstNode | null = null,
  field = '',
): void {
  callback(node, parent, field);
  for (const [name, value] of Object.entries(node)) {
    for (const child of Array.isArray(value) ? value : [value]) {
      if (isNode(child)) visit(child, callback, node, name);
    }
  }
}

function isNode(value: unknown): value is AstNode {
  return typeof value === 'object' && value !== null && typeof (value as AstNode).type === 'string';
}

/** 1-based line of an offset. */
export function lineOf(source: Source, offset: number): number {
  return source.text.slice(0, offset).split('\n').length;
}
