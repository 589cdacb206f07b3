import { type AstNode, type Finding, lineOf, type Source, visit } from './sources.ts';

/** Names that lead out of a pure function: clocks, entropy, the process, timers, Node's own globals. */
const IMPURE = new Set([
  'performance',
  'process',
  'crypto',
  'globalThis',
  'Buffer',
  'fetch',
  'setTimeout',
  'setInterval',
  'setImmediate',
]);

/** Where the environment may be read. */
const MAY_READ_ENV = /^(server\/config\.ts|scripts\/|tests\/|[^/]+\.config\.ts$)/;

const TEST_ROOTS = new Set(['test', 'it', 'describe', 'suite']);
const TEST_SWITCHES = new Set(['skip', 'only', 'todo', 'fails']);

function nameOf(node: unknown): string | null {
  const { type, name } = (node ?? {}) as AstNode;
  return type === 'Identifier' ? (name as string) : null;
}

function isMember(node: AstNode, object: string, property: string): boolean {
  if (node.type !== 'MemberExpression' || nameOf(node.object) !== object) return false;
  const key = node.property as AstNode;
  return node.computed === true ? key.value === property : nameOf(key) === property;
}

/** False where an identifier is a property's or a type's name instead of a value. */
function isValue(parent: AstNode | null, field: string): boolean {
  if (parent === null) return true;
  if (
    parent.type.startsWith('TS') &&
    !/^TS(AsExpression|NonNull|Satisfies|TypeAssertion)/.test(parent.type)
  ) {
    return false;
  }
  if (parent.computed === true) return true;
  if (parent.type === 'MemberExpression') return field !== 'property';
  if (field === 'key') return false;
  return true;
}

/** Finds what `judge` names as a problem, with its line. */
function scan(
  source: Source,
  judge: (node: AstNode, parent: AstNode | null, field: string) => string | null,
): Finding[] {
  const findings: Finding[] = [];
  visit(source.program, (node, parent, field) => {
    const problem = judge(node, parent, field);
    if (problem !== null) {
      findings.push({ path: source.path, problem: `line ${lineOf(source, node.start)}: ${problem}` });
    }
  });
  return findings;
}

/** What makes a file of `domain/` impure. */
export function impurities(source: Source): Finding[] {
  if (!source.path.startsWith('domain/')) return [];
  return scan(source, (node, parent, field) => {
    if (isMember(node, 'Date', 'now')) return 'Date.now: time is handed in';
    if (node.type === 'NewExpression' && nameOf(node.callee) === 'Date') return 'new Date: time is handed in';
    const name = nameOf(node);
    if (name !== null && IMPURE.has(name) && isValue(parent, field)) return `${name} in domain/`;
    return null;
  });
}

/** `Math.random` is nowhere good enough: money draws from seeds, everything else from seedrandom. */
export function randomness(source: Source): Finding[] {
  return scan(source, (node) => (isMember(node, 'Math', 'random') ? 'Math.random' : null));
}

/** Reads of the environment outside of the settings. Handing it on whole to a child process is no read. */
export function environmentReads(source: Source): Finding[] {
  if (MAY_READ_ENV.test(source.path)) return [];
  return scan(source, (node, parent) =>
    isMember(node, 'process', 'env') && parent?.type !== 'SpreadElement'
      ? 'process.env: settings come from server/config.ts'
      : null,
  );
}

/** Tests switched off or singled out. Conditional `skipIf` and `runIf` are fine. */
export function switchedTests(source: Source): Finding[] {
  if (!source.path.endsWith('.test.ts')) return [];
  return scan(source, (node) => {
    if (node.type !== 'MemberExpression') return null;
    const property = nameOf(node.property);
    if (property === null || !TEST_SWITCHES.has(property)) return null;
    let root = node.object as AstNode;
    while (root.type === 'MemberExpression') root = root.object as AstNode;
    const name = nameOf(root);
    return name !== null && TEST_ROOTS.has(name) ? `${name}.${property}` : null;
  });
}
