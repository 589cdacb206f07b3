import { type AstNode, type Finding, type Source, visit } from './sources.ts';

/** A rule opens a line of a SPEC.md: `- **CR12** text`. */
const RULE = /^(?:[-*] )?\*\*([A-Z]+\d+)\.?\*\*/gm;
/** A test's title opens with its rules: `[CR2] ...`, `[CR2] [CR3] ...`, `[CR2, CR3] ...`. */
const TITLE = /^(?:\[[A-Z]+\d+(?:, ?[A-Z]+\d+)*\] ?)+/;

export function rulesOf(spec: string): string[] {
  return [...spec.matchAll(RULE)].map((match) => match[1]!);
}

/** The rules that a title names. */
export function rulesIn(title: string): string[] {
  return TITLE.exec(title)?.[0].match(/[A-Z]+\d+/g) ?? [];
}

/**
 * Rules named by the tests of a file: in the title of `test(...)`, `it(...)`, `describe(...)`, whatever
 * hangs on them (`test.each(...)(title)`), and in the rows of a table of titled cases.
 */
export function testedRules(source: Source): string[] {
  const rules: string[] = [];
  visit(source.program, (node) => {
    const text =
      node.type === 'TemplateLiteral' ? firstPart(node) : node.type === 'Literal' ? node.value : null;
    if (typeof text === 'string') rules.push(...rulesIn(text));
  });
  return rules;
}

function firstPart(node: AstNode): unknown {
  return (node.quasis as { value: { cooked: string } }[])[0]?.value.cooked;
}

/** Rules without a test, tests of unknown rules, rules that are there twice. */
export function ruleFindings(
  specs: readonly { path: string; text: string }[],
  tests: readonly { path: string; rules: readonly string[] }[],
): Finding[] {
  const findings: Finding[] = [];
  const owners = new Map<string, string>();
  for (const { path, text } of specs) {
    const rules = rulesOf(text);
    if (rules.length === 0) findings.push({ path, problem: 'holds no numbered rule' });
    for (const rule of rules) {
      if (owners.has(rule)) findings.push({ path, problem: `${rule} stands in ${owners.get(rule)} already` });
      owners.set(rule, path);
    }
  }
  const tested = new Set(tests.flatMap(({ rules }) => rules));
  for (const [rule, path] of owners) {
    if (!tested.has(rule)) findings.push({ path, problem: `${rule} has no test that bears its number` });
  }
  for (const { path, rules } of tests) {
    for (const rule of new Set(rules)) {
      if (!owners.has(rule)) findings.push({ path, problem: `${rule} stands in no SPEC.md` });
    }
  }
  return findings;
}
