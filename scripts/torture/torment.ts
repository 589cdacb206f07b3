import { Random } from '../../simulation/random.ts';
import { until } from '../cluster/child.ts';
import { PublicRecords } from '../verify/publicRecords.ts';
import { verifyTable } from '../verify/verifyTable.ts';
import { audit, gamesOf, openJobs } from './audit.ts';
import { type Crowd, gatherCrowd } from './crowd.ts';
import { drawFaults, type Fault, type FaultKind } from './faults.ts';
import type { WorldName } from './options.ts';
import { nothingTold, type Told } from './told.ts';
import { makeWorld, TABLES, type World } from './world.ts';

/** A crowd's coins and credits last for about so many faults; then others come. */
const FAULTS_IN_AN_ACT = 5;
const PLAYS_AT_MOST_MS = 1_500;
const HEALS_WITHIN_MS = 90_000;
const VERIFIED_ROUNDS = 200;

export interface Healing {
  kind: FaultKind;
  healedMs: number;
}

export interface Torment {
  faults: number;
  healings: Healing[];
  problems: string[];
  told: Told;
  transfers: number;
  rounds: number;
}

export interface TormentOptions {
  world: WorldName;
  seed: string;
  faults: number;
  /** No fault begins later than so long after the players began. */
  withinMs: number;
}

/** One world, its players, and one fault after the other: after each, all that was promised is looked at. */
export async function torment(
  { world: name, seed, faults: count, withinMs }: TormentOptions,
  say: (line: string) => void,
): Promise<Torment> {
  const world = await makeWorld(name);
  const { fleet, disk } = world;
  const told = nothingTold();
  const problems: string[] = [];
  const wrong = (what: string) => {
    problems.push(what);
    say(`  WRONG: ${what}`);
  };
  const healings: Healing[] = [];
  let crowd: Crowd | null = null;
  let transfers = 0;
  try {
    say(`${fleet.members.length} server(s), PostgreSQL${world.relays.redis ? ', Redis' : ''} of its own`);
    if (disk === null) say('no file system can be mounted here: faults of a full disk are left out');
    const random = new Random(0, `${seed} ${name}`);
    const faults = drawFaults(world, random, count);
    const startedAtMs = performance.now();
    for (const [at, fault] of faults.entries()) {
      if (performance.now() - startedAtMs > withinMs) break;
      if (at % FAULTS_IN_AN_ACT === 0) {
        await crowd?.leave();
        crowd = await gatherCrowd(world, `${seed} ${at}`, told, wrong);
        if (!(await crowd.isServed(HEALS_WITHIN_MS))) wrong('new players were not served');
      }
      await new Promise((resolve) => setTimeout(resolve, random.below(PLAYS_AT_MOST_MS)));
      const healedMs = await strike(world, fault, crowd!, (text) => say(`${at + 1}/${count} ${text}`));
      if (healedMs === null) {
        wrong(`not healed within ${HEALS_WITHIN_MS} ms: ${await stateOf(world)}`);
        break;
      }
      healings.push({ kind: fault.kind, healedMs });
      const found = await audit(fleet, told);
      transfers = found.transfers;
      for (const problem of [...found.problems, ...bugsOf(world)]) wrong(problem);
      say(
        `  healed after ${(healedMs / 1_000).toFixed(2)} s; ${toldText(told)}; ${transfers} transfers, difference 0`,
      );
      if (problems.length > 0) break;
    }
    await crowd?.leave();
    const rounds = problems.length === 0 ? await lastLook(world, told, wrong) : 0;
    return { faults: healings.length, healings, problems, told, transfers, rounds };
  } finally {
    await world.close();
  }
}

/** Answers how long it took from the end of the fault until all is as before; null: it did not become so. */
async function strike(
  world: World,
  fault: Fault,
  crowd: Crowd,
  say: (text: string) => void,
): Promise<number | null> {
  say(fault.what);
  await fault.strike();
  const overAtMs = performance.now();
  try {
    await until('all members are ready', () => isWell(world), HEALS_WITHIN_MS);
  } catch {
    return null;
  }
  return (await crowd.isServed(HEALS_WITHIN_MS)) ? performance.now() - overAtMs : null;
}

/** Every member says that it lacks nothing, and every table has a room. */
async function isWell({ fleet }: World): Promise<boolean> {
  for (const { url, isRunning } of fleet.members) {
    if (!isRunning()) return false;
    const asked = fetch(`${url}/readyz`, { signal: AbortSignal.timeout(2_000) });
    const answer = await asked.then((response) => response.json()).catch(() => null);
    const { ready, degraded } = (answer ?? {}) as { ready?: boolean; degraded?: string[] };
    if (ready !== true || degraded!.length > 0) return false;
  }
  const placed = await fleet.placed().catch(() => []);
  return placed.length === TABLES.length && placed.every(({ member }) => member !== null);
}

async function stateOf({ fleet }: World): Promise<string> {
  const told = await Promise.all(
    fleet.members.map(({ name, url, isRunning, output }) =>
      isRunning()
        ? fetch(`${url}/readyz`, { signal: AbortSignal.timeout(2_000) }).then(
            async (response) => `${name} ${await response.text()}`,
            (error: Error) => `${name} ${error.message}`,
          )
        : `${name} has ended: ${output().slice(-2_000)}`,
    ),
  );
  return told.join('; ');
}

const seenBugs = new Set<string>();

/** Lines that tell of a bug; each once. */
function bugsOf({ fleet }: World): string[] {
  const lines = fleet.members.flatMap((member) => member.output().split('\n'));
  const fresh = lines.filter((line) => line.includes('"code":"internal"') && !seenBugs.has(line));
  for (const line of fresh) seenBugs.add(line);
  return fresh.map((line) => `a server tells of a bug: ${line.slice(0, 1_500)}`);
}

/** When all have left: what was begun ends, and the public records verify. */
async function lastLook({ fleet }: World, told: Told, wrong: (what: string) => void): Promise<number> {
  await until('every backtest has ended', async () => (await openJobs(fleet)) === 0, HEALS_WITHIN_MS);
  let rounds = 0;
  for (const { table } of TABLES) {
    const records = new PublicRecords(
      fleet.members[0]!.url,
      table,
      fetch,
      (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
    );
    const outcome = await verifyTable(records, VERIFIED_ROUNDS);
    if (outcome.kind === 'valid') rounds += outcome.rounds;
    // In a minute a table may not see the end of a round.
    if (outcome.kind === 'mismatch') wrong(`table ${table} does not verify: ${JSON.stringify(outcome)}`);
  }
  for (const problem of (await audit(fleet, told)).problems) wrong(problem);
  return rounds;
}

export function toldText(told: Told): string {
  const { bets, cashouts, cancels, jobs } = told;
  return `told so far: ${bets.size} bets, ${cashouts.size} cash-outs, ${cancels.size} cancellations, ${gamesOf(told).length} games, ${jobs.length} backtests`;
}
