import type { Finding } from './sources.ts';

const TOKENS = 'client/app/styles/tokens.css';
/** Pictures have colours of their own. */
const ART = 'client/app/art/';
const COLOUR = /#[0-9a-f]{3,8}\b|\b(?:rgb|hsl|hwb|lab|lch|oklab|oklch)a?\(/gi;
const QUOTED_COLOUR = /['"`](?:#[0-9a-f]{3,8}\b|(?:rgb|hsl)a?\()/gi;
/** Of a declaration's value: what stands in the tokens instead. Sizes in `em` follow the text that they stand in. */
const RAW: readonly { property: RegExp; raw: RegExp; what: string }[] = [
  { property: /^font-size$/, raw: /\d(?:px|rem)\b/, what: 'a size of text' },
  { property: /^font-weight$/, raw: /^\d/, what: 'a weight of text' },
  { property: /^(?:row-|column-)?gap$|^(?:padding|margin)(?:-|$)/, raw: /\d(?:px|rem)\b/, what: 'a space' },
  { property: /^(?:transition|animation)/, raw: /\d(?:ms|s)\b/, what: 'a time' },
  { property: /radius$/, raw: /\d(?:px|rem)\b/, what: 'a radius' },
];

/** What a style sheet or a screen holds that belongs into the tokens. */
export function outsideTokens(path: string, text: string): Finding[] {
  if (!path.startsWith('client/app/') || path === TOKENS || path.startsWith(ART)) return [];
  if (/\.tsx?$/.test(path)) return found(path, [...text.matchAll(QUOTED_COLOUR)].map(String), 'a colour');
  if (!path.endsWith('.css')) return [];
  const rules = text.replaceAll(/\/\*[\s\S]*?\*\//g, '');
  const colours = found(path, [...rules.matchAll(COLOUR)].map(String), 'a colour');
  const declarations = [...rules.matchAll(/(?:^|[{;])\s*([\w-]+):\s*([^;{}]+)/g)];
  const others = declarations.flatMap(([, property, value]) =>
    RAW.filter((rule) => rule.property.test(property!) && rule.raw.test(value!)).flatMap(({ what }) =>
      found(path, [`${property}: ${value}`], what),
    ),
  );
  return [...colours, ...others];
}

function found(path: string, texts: readonly string[], what: string): Finding[] {
  return texts.map((text) => ({ path, problem: `${what} outside of the tokens: ${text.trim()}` }));
}
