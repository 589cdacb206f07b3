import http from 'k6/http';
import type { BroadcastMessage } from '../../domain/protocol/lobby.ts';
import { type Account, operator } from '../accounts.ts';
import { Line } from '../line.ts';
import { count, took } from '../measures.ts';
import { isOver, measuredFromMs, pause } from '../run.ts';
import { SETTINGS } from '../settings.ts';

const EVERY_MS = 1_000;
/** Longer than any is on its way; who comes back meanwhile may be told it again. */
const EXPIRES_AFTER_MS = 5_000;
/** When the operator asked stands in the text. */
const TEXT = /^load (\d+)$/;

/** A player in the lobby, who counts how often each broadcast came. */
export class Listener {
  readonly #line: Line;
  readonly #heard = new Map<number, number>();

  constructor({ token }: Account) {
    this.#line = new Line({
      ...{ room: 'lobby', options: {}, token },
      onRoom: (room) => room.onMessage('broadcast', (payload) => this.#hear(payload as BroadcastMessage)),
    });
  }

  async sit(): Promise<boolean> {
    const seated = await this.#line.open();
    count(seated ? 'players_seated' : 'players_unseated');
    return seated;
  }

  /** Held against all that were sent, by anybody of this virtual user, when the last had time to come. */
  async leave(sent: number): Promise<void> {
    const once = [...this.#heard.values()].filter((times) => times === 1).length;
    const again = this.#heard.size - once;
    count('broadcasts_heard', once);
    count('broadcasts_wrong', Math.abs(sent - this.#heard.size) + again);
    await this.#line.end();
  }

  #hear({ text }: BroadcastMessage): void {
    const sentAtMs = Number(TEXT.exec(text)?.[1]);
    if (Number.isNaN(sentAtMs)) return;
    this.#heard.set(sentAtMs, (this.#heard.get(sentAtMs) ?? 0) + 1);
    took('broadcast_ms', sentAtMs);
  }
}

/** How many are sent in a run: each virtual user knows it without asking another one. */
export const BROADCASTS = Math.max(1, Math.floor(SETTINGS.durationMs / EVERY_MS) - 2);

/** What the operator does: one broadcast to everybody each second of the measured part. */
export async function sendBroadcasts(): Promise<void> {
  await pause(measuredFromMs() + EVERY_MS / 2 - Date.now());
  for (let sent = 0; sent < BROADCASTS; sent += 1) {
    await pause(measuredFromMs() + EVERY_MS / 2 + sent * EVERY_MS - Date.now());
    const askedAtMs = Date.now();
    const response = await http.asyncRequest(
      'POST',
      `${SETTINGS.url}/api/admin/broadcasts`,
      JSON.stringify({
        ...{ text: `load ${askedAtMs}`, level: 'info', audience: { to: 'all' } },
        expiresAtMs: askedAtMs + EXPIRES_AFTER_MS,
      }),
      {
        headers: { 'content-type': 'application/json', authorization: `Bearer ${operator().token}` },
        tags: { name: 'POST /api/admin/broadcasts' },
      },
    );
    if (response.status >= 300) throw new Error(`broadcast: ${response.status} ${String(response.body)}`);
  }
  while (!isOver()) await pause(EVERY_MS / 10);
}
