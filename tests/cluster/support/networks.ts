import { spawnSync } from 'node:child_process';

/** Each member in a network namespace of its own, on one bridge; Redis and PostgreSQL at addresses of their own on it. */
export interface Networks {
  hostOf(member: number): string;
  redisHost: string;
  databaseHost: string;
  /** What a member's command begins with. */
  wrap(member: number): string[];
  /** No packet of that member reaches the address any more, as if the cable to it were cut. */
  cut(member: number, address: string): void;
  heal(member: number, address: string): void;
  remove(): void;
}

function ip(...words: string[]): boolean {
  return spawnSync('ip', words, { stdio: 'ignore' }).status === 0;
}

/** Whether this machine lets us make network namespaces. */
export function canMakeNetworks(): boolean {
  const probe = `fgp${process.pid}`;
  const made = process.getuid?.() === 0 && ip('netns', 'add', probe);
  if (!made) return false;
  const linked = ip('link', 'add', `${probe}b`, 'type', 'bridge');
  ip('link', 'del', `${probe}b`);
  ip('netns', 'del', probe);
  return linked;
}

export function makeNetworks(members: number): Networks {
  const name = `fg${process.pid % 10_000}`;
  const bridge = `${name}b`;
  // One of the ranges for documentation and tests, by process, so that two runs do not meet.
  const net = `198.18.${process.pid % 250}`;
  const namespace = (member: number) => `${name}n${member}`;
  const hostOf = (member: number) => `${net}.${10 + member}`;
  const must = (...words: string[]) => {
    if (!ip(...words)) throw new Error(`ip ${words.join(' ')} failed`);
  };
  must('link', 'add', bridge, 'type', 'bridge');
  for (const last of [1, 2, 3]) must('addr', 'add', `${net}.${last}/24`, 'dev', bridge);
  must('link', 'set', bridge, 'up');
  for (let member = 1; member <= members; member += 1) {
    const [outside, inside] = [`${name}v${member}`, `${name}w${member}`];
    must('netns', 'add', namespace(member));
    must('link', 'add', outside, 'type', 'veth', 'peer', 'name', inside);
    must('link', 'set', outside, 'master', bridge, 'up');
    must('link', 'set', inside, 'netns', namespace(member));
    must('-n', namespace(member), 'addr', 'add', `${hostOf(member)}/24`, 'dev', inside);
    must('-n', namespace(member), 'link', 'set', inside, 'up');
    must('-n', namespace(member), 'link', 'set', 'lo', 'up');
  }
  const neighbour = (act: string, member: number, address: string, ...more: string[]) =>
    must('-n', namespace(member), 'neigh', act, address, 'dev', `${name}w${member}`, ...more);
  return {
    hostOf,
    redisHost: `${net}.2`,
    databaseHost: `${net}.3`,
    wrap: (member) => ['ip', 'netns', 'exec', namespace(member)],
    // Packets go to a station that does not exist: nothing is refused, nothing is answered.
    cut: (member, address) =>
      neighbour('replace', member, address, 'lladdr', '02:00:00:00:00:01', 'nud', 'permanent'),
    heal: (member, address) => neighbour('del', member, address),
    remove() {
      for (let member = 1; member <= members; member += 1) ip('netns', 'del', namespace(member));
      ip('link', 'del', bridge);
    },
  };
}
