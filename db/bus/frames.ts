/**
 * NOTIFY takes payloads of less than 8,000 bytes. A batch of messages is one text, sent as frames:
 * `member batch part parts text`, `batch` counting up from 1 for each start of a member.
 */
const MAX_TEXT_LENGTH = 7_800;
const NOT_ASCII = /[^\0-\x7f]/g;

/** ASCII alone, so that a character is a byte and none is cut in two; JSON reads the same. */
export function asciiJson(value: unknown): string {
  return JSON.stringify(value).replaceAll(
    NOT_ASCII,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

export function framesOf(memberId: string, batch: number, text: string): string[] {
  const parts = Math.max(1, Math.ceil(text.length / MAX_TEXT_LENGTH));
  return Array.from({ length: parts }, (_, part) => {
    const slice = text.slice(part * MAX_TEXT_LENGTH, (part + 1) * MAX_TEXT_LENGTH);
    return `${memberId} ${batch} ${part} ${parts} ${slice}`;
  });
}

interface Sender {
  /** The last batch that came whole; 0 before the first. */
  batch: number;
  /** What has come of the one after it. */
  texts: string[];
}

/** What a frame brought: nothing yet, a whole batch, and whether something before it was lost. */
export interface Arrival {
  memberId: string;
  text: string | null;
  gap: boolean;
}

/** Members that are gone are forgotten when so many others have come. */
const MAX_SENDERS = 256;

/** Puts batches together again. A batch that is sent twice, because its first answer was lost, counts once. */
export class FrameJoiner {
  readonly #senders = new Map<string, Sender>();

  /** After a lost connection: the rest of a batch under way won't come. */
  forgetParts(): void {
    for (const sender of this.#senders.values()) sender.texts = [];
  }

  /** Null for what is no frame. */
  add(frame: string): Arrival | null {
    const [head, memberId, ...numbers] = /^(\S+) (\d+) (\d+) (\d+) /.exec(frame) ?? [];
    if (head === undefined || memberId === undefined) return null;
    const [batch = 0, part = 0, parts = 0] = numbers.map(Number);
    const sender = this.#senderOf(memberId, batch);
    const nothing = { memberId, text: null, gap: false };
    if (batch <= sender.batch) return nothing;
    // Parts come in order or not at all: a batch is one transaction.
    if (part === 0) sender.texts = [];
    if (part !== sender.texts.length) return nothing;
    sender.texts.push(frame.slice(head.length));
    if (sender.texts.length < parts) return nothing;
    const text = sender.texts.join('');
    const gap = batch > sender.batch + 1;
    sender.batch = batch;
    sender.texts = [];
    return { memberId, text, gap };
  }

  /** Whoever is heard of for the first time has told others before: that is no gap. */
  #senderOf(memberId: string, batch: number): Sender {
    let sender = this.#senders.get(memberId);
    if (sender === undefined) {
      sender = { batch: batch - 1, texts: [] };
      if (this.#senders.size >= MAX_SENDERS) this.#senders.delete(this.#senders.keys().next().value!);
      this.#senders.set(memberId, sender);
    }
    return sender;
  }
}
