import { type AstNode, type Source, visit } from '../tidy/sources.ts';

interface Property extends AstNode {
  key: AstNode & { name?: string; value?: string };
  value: AstNode;
}

/** Keys and values of an object literal, through `as const` and the like. */
function entries(node: AstNode): [string, AstNode][] {
  let object = node;
  while (object.type !== 'ObjectExpression') object = object.expression as AstNode;
  return (object.properties as Property[]).map(({ key, value }) => [key.name ?? String(key.value), value]);
}

/** A variable of the environment as server/config.ts reads it; `unset` is its default, as written there. */
export interface Setting {
  name: string;
  unset: string;
}

/** The rows of `VARIABLES` in server/config.ts. */
export function settingsOf(source: Source): Setting[] {
  const settings: Setting[] = [];
  visit(source.program, (node) => {
    const id = node.id as (AstNode & { name?: string }) | undefined;
    if (node.type !== 'VariableDeclarator' || id?.name !== 'VARIABLES') return;
    for (const [name, row] of entries(node.init as AstNode)) {
      const unset = Object.fromEntries(entries(row)).unset!;
      settings.push({ name, unset: source.text.slice(unset.start, unset.end) });
    }
  });
  return settings;
}

/**
 * What a room takes and sends, from its source: keys of `messages`, names in `send` and `broadcast`, and where a
 * message is encoded once for many (`getMessageBytes.raw`).
 */
export function wireNamesOf(source: Source): { requests: string[]; messages: string[] } {
  const requests: string[] = [];
  const messages = new Set<string>();
  visit(source.program, (node) => {
    const key = node.key as { name?: string } | undefined;
    if (node.type === 'PropertyDefinition' && key?.name === 'messages') {
      requests.push(...entries(node.value as AstNode).map(([name]) => name));
    }
    if (node.type !== 'CallExpression') return;
    const callee = node.callee as AstNode & { property?: { name?: string } };
    const name = callee.property?.name ?? '';
    if (!/^(send|broadcast|raw)$/.test(name)) return;
    const first = (node.arguments as (AstNode & { value?: unknown })[])[name === 'raw' ? 1 : 0];
    if (first?.type === 'Literal' && typeof first.value === 'string') messages.add(first.value);
  });
  return { requests, messages: [...messages] };
}

/** Fields of every `schema({...}, 'Name')` of a file. */
export function schemaFieldsOf(source: Source): string[] {
  const fields: string[] = [];
  visit(source.program, (node) => {
    if (node.type !== 'CallExpression' || (node.callee as { name?: string }).name !== 'schema') return;
    fields.push(...entries((node.arguments as AstNode[])[0]!).map(([name]) => name));
  });
  return fields;
}
