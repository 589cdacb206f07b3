/** Nobody's request is nested deeper: a strategy is the deepest. */
const MOST_LEVELS = 100;
/** Nor has more parts: elements of lists and fields. */
const MOST_PARTS = 4_000;
/** What is shorter is parsed in no time, however it looks. */
const LOOKED_AT_BYTES = 1_024;

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const OPENS = 0x7b;
const CLOSES = 0x7d;
/** Between [ and {, ] and }. */
const BRACE_BIT = 0x20;

/**
 * Whether JSON is deeper or wider than any request is. Tens of thousands of levels or fields take the parser, and whoever
 * walks what it made, milliseconds; this takes a tenth of one. What is no JSON is the parser's to refuse.
 */
export function isOverfull(body: Uint8Array): boolean {
  if (body.length < LOOKED_AT_BYTES) return false;
  let levels = 0;
  let parts = 0;
  let inText = false;
  for (let at = 0; at < body.length; at += 1) {
    const byte = body[at]!;
    if (inText) {
      if (byte === BACKSLASH) at += 1;
      else if (byte === QUOTE) inText = false;
    } else if (byte === QUOTE) inText = true;
    else if (byte === COMMA) {
      parts += 1;
      if (parts > MOST_PARTS) return true;
    } else if ((byte | BRACE_BIT) === OPENS) {
      levels += 1;
      if (levels > MOST_LEVELS) return true;
    } else if ((byte | BRACE_BIT) === CLOSES) levels -= 1;
  }
  return false;
}
