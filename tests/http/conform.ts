import { z } from 'zod';

// biome-ignore lint/suspicious/noExplicitAny: an OpenAPI document is JSON of any shape
export type Document = any;

/** `/api/games/{gameId}` of `/api/games/0190...`: the documented path that a request was for. */
export function documentedPath(document: Document, path: string): string | undefined {
  const plain = path.split('?')[0]!;
  return Object.keys(document.paths)
    .sort((a, b) => a.split('{').length - b.split('{').length)
    .find((pattern) => new RegExp(`^${pattern.replaceAll(/\{\w+\}/g, '[^/]+')}$`).test(plain));
}

/** What in an answer contradicts the document; null when nothing does. */
export function contradiction(
  document: Document,
  asked: { method: string; path: string },
  answer: { status: number; body: unknown },
): string | null {
  const path = documentedPath(document, asked.path);
  const response = document.paths[path ?? '']?.[asked.method.toLowerCase()]?.responses?.[answer.status];
  if (response === undefined) return `${asked.method} ${asked.path}: ${answer.status} is not documented`;
  const schema = response.content['application/json']?.schema;
  if (schema === undefined) return null;
  const parsed = z
    .fromJSONSchema({ ...local(schema), $defs: local(document.components.schemas) })
    .safeParse(answer.body);
  return parsed.success ? null : `${asked.method} ${asked.path}: ${z.prettifyError(parsed.error)}`;
}

/** OpenAPI keeps its schemas elsewhere than JSON Schema does. */
function local(schema: object): Record<string, z.core.JSONSchema.JSONSchema> {
  return JSON.parse(JSON.stringify(schema).replaceAll('#/components/schemas/', '#/$defs/'));
}
