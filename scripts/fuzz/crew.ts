import { makeAdmin } from '../../tests/support/makeAdmin.ts';
import { wrongAnswer } from './judge.ts';

/** An account of the fuzzer's. */
export interface Account {
  playerId: string;
  nickname: string;
  accessToken: string;
  refreshToken: string;
}

export interface Seat {
  sessionId: string;
  roomId: string;
  processId: string;
}

/** The server's address, asked as an honest client would; what a case needs before it can misbehave. */
export class Crew {
  readonly url: string;
  readonly #onWrong: (what: string) => void;

  constructor(url: string, onWrong: (what: string) => void) {
    this.url = url;
    this.#onWrong = onWrong;
  }

  async call<T>(method: string, path: string, body?: unknown, token?: string): Promise<T | null> {
    const answered = await fetch(`${this.url}${path}`, {
      method,
      headers: {
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        'idempotency-key': crypto.randomUUID(),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await answered.text();
    const wrong = wrongAnswer(path, answered.status, text);
    if (wrong !== null) this.#onWrong(`${method} ${path}: ${wrong}`);
    return answered.ok ? (JSON.parse(text) as T) : null;
  }

  async guest(): Promise<Account> {
    for (;;) {
      const made = await this.call<SignedIn>('POST', '/api/auth/guest', { ageConfirmed: true });
      if (made !== null) return accountOf(made);
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }

  /** Null: refused, by a code. */
  reserve(
    method: string,
    room: string,
    options: Record<string, unknown>,
    token?: string,
  ): Promise<Seat | null> {
    return this.call<Seat>('POST', `/matchmake/${method}/${room}`, options, token);
  }

  socketUrl(seat: Seat, more = ''): string {
    return `${this.url.replace('http', 'ws')}/${seat.processId}/${seat.roomId}?sessionId=${seat.sessionId}${more}`;
  }
}

interface SignedIn {
  player: { id: string; nickname: string };
  accessToken: string;
  refreshToken: string;
}

function accountOf({ player, accessToken, refreshToken }: SignedIn): Account {
  return { playerId: player.id, nickname: player.nickname, accessToken, refreshToken };
}

/** An admin, as `npm run admin -- create` makes one, signed in. */
export async function signInAdmin(crew: Crew, server: { dataDir: string }): Promise<Account> {
  const nickname = 'FuzzAdmin';
  const password = await makeAdmin(server, nickname);
  const signedIn = await crew.call<SignedIn>('POST', '/api/auth/login', { nickname, password });
  if (signedIn === null) throw new Error(`${nickname} was made, and can not log in`);
  return accountOf(signedIn);
}
