import { fileURLToPath } from 'node:url';
import { type Child, startChild, until } from './child.ts';
import type { Member } from './member.ts';

const CONFIG = fileURLToPath(new URL('../../ops/proxy/haproxy.cfg', import.meta.url));
const READY_WITHIN_MS = 10_000;

/** The round-robin entry: HAProxy with the configuration of `ops/proxy`. */
export async function startProxy(program: string, port: number, members: readonly Member[]): Promise<Child> {
  // The file names three; of fewer the last stands for the rest.
  const addresses = [0, 1, 2].map((at) => {
    const { url } = members[at] ?? members.at(-1)!;
    return [`MEMBER_${at + 1}`, new URL(url).host];
  });
  const env = { ...process.env, ENTRY: `127.0.0.1:${port}`, ...Object.fromEntries(addresses) };
  // -dR: who took the port meanwhile keeps it to themselves, instead of taking every other connection.
  const proxy = startChild(program, ['-db', '-dR', '-f', CONFIG], env);
  const answers = async () => {
    const ready = await fetch(`http://127.0.0.1:${port}/readyz`).then(
      ({ ok }) => ok,
      () => false,
    );
    // Afterwards: what answered may be a stranger on that port.
    if (proxy.hasEnded()) throw new Error(`HAProxy did not start:\n${proxy.output()}`);
    return ready;
  };
  try {
    await until('the entry answers', answers, READY_WITHIN_MS);
  } catch (error) {
    proxy.signal('SIGTERM');
    throw error;
  }
  return proxy;
}
