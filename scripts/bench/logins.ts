import { startServer } from '../../tests/support/serverProcess.ts';
import { withStalls } from './longestLag.ts';

const LOGINS = 1_000;
const PASSWORD = 'the right one, for once';

/**
 * 1,000 wrong log-ins at once: of names that nobody has, which each take a hash or are told to come back, and of one
 * account, which locks. `stallMs` is the longest that the event loop of the rooms' process was late meanwhile; `idle`
 * is the same without log-ins. None may get in.
 */
export async function benchLogins(): Promise<Record<string, Record<string, number>>> {
  const server = await startServer();
  try {
    const post = (path: string, body: object) =>
      fetch(`${server.url}${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      });
    const signedUp = await post('/api/auth/signup', {
      ...{ nickname: 'Target', password: PASSWORD, inviteCode: '5858' },
    });
    if (signedUp.status !== 200) throw new Error(`no account: ${await signedUp.text()}`);
    // In the first seconds the ready-made data sets are stored, and chains of a million hashes are made.
    await new Promise((resolve) => setTimeout(resolve, 10_000));
    const attack = async (nameOf: (each: number) => string) => {
      const startedMs = performance.now();
      const { value, stallMs } = await withStalls(server.url, () =>
        Promise.all(
          Array.from({ length: LOGINS }, async (_, each) => {
            const answer = await post('/api/auth/login', {
              nickname: nameOf(each),
              password: `wrong ${each}`,
            });
            await answer.arrayBuffer();
            return answer.status;
          }),
        ),
      );
      const count = (status: number) => value.filter((each) => each === status).length;
      if (count(200) > 0) throw new Error('a wrong log-in got in');
      return {
        ...{ refused: count(401), limited: count(429), busy: count(503), gotIn: count(200) },
        ...{ totalMs: performance.now() - startedMs, stallMs },
      };
    };
    const unknownNames = await attack((each) => `Nobody ${each}`);
    const oneAccount = await attack(() => 'Target');
    const idle = await withStalls(server.url, () => new Promise((resolve) => setTimeout(resolve, 3_000)));
    return { unknownNames, oneAccount, idle: { stallMs: idle.stallMs } };
  } finally {
    await server.dispose();
  }
}
