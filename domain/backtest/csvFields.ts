import type { Failure } from '../protocol/errors.ts';
import type { CsvReason } from './csvProblems.ts';

/** Longer than any instant or number that means something: of a longer field this many bytes and one are told. */
export const MOST_FIELD_BYTES = 128;

/** What is made of the fields. Whoever answers a failure is not called again. */
export interface FieldSink {
  /** A field's content: `bytes[from, to)`, lent until this returns. */
  field(bytes: Uint8Array, from: number, to: number): Failure | null;
  endRow(): Failure | null;
  /** A line without anything, not even a quote or a comma. */
  emptyLine(): void;
  /** False: the content of the field at hand need not be kept. */
  isWanted(): boolean;
  fault(reason: CsvReason): Failure;
}

export interface CsvFields {
  write(chunk: Uint8Array): Failure | null;
  end(): Failure | null;
}

const COMMA = 0x2c;
const QUOTE = 0x22;
const CR = 0x0d;
const LF = 0x0a;
/** Above it, no byte means anything to the shape of the text. */
const HIGHEST_SPECIAL = COMMA;
const BOM = [0xef, 0xbb, 0xbf];

/**
 * Cuts CSV (RFC 4180; a BOM, CRLF and LF are fine) into fields, in chunks that may be cut anywhere. A field is told
 * where it lies in the chunk, or from a small buffer if it was cut or quoted: no strings, and nothing that grows.
 */
export function csvFields(sink: FieldSink): CsvFields {
  /** `closing`: after a quote in a quoted field, its end or the first of two. `return`: after a carriage return. */
  let place: 'plain' | 'quoted' | 'closing' | 'return' = 'plain';
  const kept = new Uint8Array(MOST_FIELD_BYTES + 1);
  let keptBytes = 0;
  /** Something of the field at hand is behind us, kept or not. */
  let isBegun = false;
  let isFirstField = true;
  let isEmptyLine = false;
  let bomBytes = 0;

  function keep(chunk: Uint8Array, from: number, to: number): void {
    isBegun ||= to > from;
    if (!sink.isWanted()) return;
    const end = Math.min(to, from + kept.length - keptBytes);
    for (let at = from; at < end; at++) kept[keptBytes++] = chunk[at]!;
  }

  /** `chunk[from, to)` is the rest of the field, `end` the byte after it. */
  function endField(chunk: Uint8Array, from: number, to: number, end: number): Failure | null {
    isEmptyLine = isFirstField && !isBegun && from === to && end !== COMMA;
    if (isEmptyLine) return endLine(end);
    let failed: Failure | null;
    if (isBegun) {
      keep(chunk, from, to);
      failed = sink.field(kept, 0, keptBytes);
    } else failed = sink.field(chunk, from, to);
    keptBytes = 0;
    isBegun = false;
    isFirstField = false;
    if (failed !== null) return failed;
    if (end !== COMMA) return endLine(end);
    place = 'plain';
    return null;
  }

  function endLine(end: number): Failure | null {
    if (end === CR) {
      place = 'return';
      return null;
    }
    place = 'plain';
    isFirstField = true;
    if (!isEmptyLine) return sink.endRow();
    sink.emptyLine();
    return null;
  }

  function open(isEmpty: boolean): Failure | null {
    if (!isEmpty || isBegun) return sink.fault('bad_quote');
    isBegun = true;
    place = 'quoted';
    return null;
  }

  /** The byte after a quote within a quoted field. */
  function close(chunk: Uint8Array, at: number): Failure | null {
    const byte = chunk[at]!;
    if (byte === COMMA || byte === LF || byte === CR) return endField(chunk, at, at, byte);
    if (byte !== QUOTE) return sink.fault('bad_quote');
    keep(chunk, at, at + 1);
    place = 'quoted';
    return null;
  }

  function skipBom(chunk: Uint8Array): number {
    let at = 0;
    while (bomBytes < BOM.length && at < chunk.length && chunk[at] === BOM[bomBytes]) {
      at++;
      bomBytes++;
    }
    if (at < chunk.length) bomBytes = BOM.length;
    return at;
  }

  return {
    write(chunk) {
      let at = skipBom(chunk);
      let from = at;
      while (at < chunk.length) {
        let failed: Failure | null = null;
        if (place === 'plain') {
          while (at < chunk.length && !isSpecial(chunk[at]!)) at++;
          if (at === chunk.length) break;
          const byte = chunk[at]!;
          failed = byte === QUOTE ? open(at === from) : endField(chunk, from, at, byte);
        } else if (place === 'quoted') {
          const quote = chunk.indexOf(QUOTE, at);
          const to = quote < 0 ? chunk.length : quote;
          keep(chunk, at, to);
          at = to;
          if (quote >= 0) place = 'closing';
        } else if (place === 'closing') failed = close(chunk, at);
        else failed = chunk[at] === LF ? endLine(LF) : sink.fault('bad_line_ending');
        if (failed !== null) return failed;
        at++;
        from = at;
      }
      if (place === 'plain') keep(chunk, Math.min(from, chunk.length), chunk.length);
      return null;
    },

    end() {
      if (place === 'quoted') return sink.fault('bad_quote');
      if (place === 'return') return endLine(LF);
      if (isFirstField && !isBegun) return null;
      return endField(kept, 0, 0, LF);
    },
  };
}

function isSpecial(byte: number): boolean {
  return byte <= HIGHEST_SPECIAL && (byte === COMMA || byte === LF || byte === CR || byte === QUOTE);
}
