import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { choosePaths } from '../../../db/embedded/paths.ts';
import { findPostmaster } from '../../../db/embedded/postmaster.ts';
import { reconcileData } from '../../../tests/support/reconcileData.ts';
import { cpuOfMs, residentKib } from '../../processUse.ts';
import { watchOtherWork } from '../otherWork.ts';
import type { PlayersPhase, PlayersReport } from '../pacedPlayers.ts';
import { Part } from '../part.ts';
import { checkNonces, fundedToken, inParallel } from '../players.ts';
import type { AttackOrder, AttackReport } from './attacker.ts';
import { ATTACKS } from './attacks.ts';
import type { HonestOrder } from './honest.ts';
import { MACHINE, type Stage, setStage, TABLE } from './stage.ts';

const SPINNERS = 30;
const BETTORS = 15;
/** Each player's: 300 requests a second altogether, so that a phase's p99 is the fifteenth worst of 1,500. */
const EVERY_MS = 150;
const REHEARSAL_MS = 1_000;
const WARM_UP: PlayersPhase = { warmUpMs: 0, measureMs: 8_000 };
const CALM: PlayersPhase = { warmUpMs: 300, measureMs: 5_000 };
const SIEGE: PlayersPhase = CALM;
/** Of each attack, calm and siege in turn; the middle one counts: what else the machine does for a moment is not the attack's. */
const ROUNDS = 3;
/** A round in which other processes used more than this is made again, as often as this: the quietest ones count. */
const MOST_OTHER_CORES = 0.4;
const MOST_ROUNDS = 5;
/** What an attack leaves behind is to be cleared before the next calm is measured. */
const SETTLES_MS = 500;
/** What the last attack left is let go by then: a seat that is held for its owner's return is, after 60 s. */
const FORGETS_MS = 65_000;
const MOST_MEMORY_GROWTH = 1.5;

/**
 * Honest players by the clock, in a process of their own: in calm, and during each attack, in turn. Attackers are a third
 * process, at another address. The figures count only if every honest request was answered well, attackers got nothing
 * but their due, the server met no bug, lives, and let go of what it held, and the books are even.
 */
export async function benchHostile(): Promise<Record<string, Record<string, number>>> {
  const stage = await setStage();
  const honest = new Part(new URL('./honest.ts', import.meta.url));
  const attacker = new Part(new URL('./attacker.ts', import.meta.url));
  const { server, inspector } = stage.target;
  try {
    const tokens = await inParallel(SPINNERS + BETTORS, 5, () => fundedToken(server.url));
    const spinners = tokens.slice(0, SPINNERS);
    await honest.ask({
      ...{ url: server.url, spinners, bettors: tokens.slice(SPINNERS) },
      ...{ machine: MACHINE, table: TABLE, everyMs: EVERY_MS },
    } satisfies HonestOrder);
    for (const attack of named()) await rehearse(stage, attacker, attack);
    await honest.ask(WARM_UP);
    const before = { sockets: await stage.openSockets(), memory: await inspector.memory() };
    const results: Record<string, Record<string, number>> = {};
    let spinsOf: number[] = [];
    for (const attack of named()) {
      const rounds: Record<string, number>[] = [];
      const isQuiet = ({ otherCores }: Record<string, number>) => otherCores! <= MOST_OTHER_CORES;
      while (rounds.filter(isQuiet).length < ROUNDS && rounds.length < MOST_ROUNDS) {
        const measured = await besiege(stage, honest, attacker, attack);
        rounds.push(measured.figures);
        spinsOf = measured.spinsOf;
        await stage.mustBeWhole();
        await pause(SETTLES_MS);
      }
      results[attack] = middleOf(rounds);
    }
    await pause(FORGETS_MS);
    const memory = await inspector.memory();
    const grown =
      (memory.heapBytes + memory.externalBytes) / (before.memory.heapBytes + before.memory.externalBytes);
    if (grown > MOST_MEMORY_GROWTH) throw new Error(`the server holds ${grown.toFixed(2)} times the memory`);
    const sockets = await stage.openSockets();
    if (sockets !== before.sockets) throw new Error(`${sockets} sockets are open, ${before.sockets} were`);
    await checkNonces(server.url, spinners, spinsOf);
    const { differenceCoins } = await reconcileData(server.dataDir);
    if (differenceCoins !== 0) throw new Error(`the ledger does not add up: ${differenceCoins}`);
    return { ...results, afterwards: { memoryRatio: grown } };
  } finally {
    honest.end();
    attacker.end();
    await stage.target.close();
  }
}

/** `ATTACKS=floods,theft` makes these only. */
function named(): string[] {
  const wanted = process.env.ATTACKS?.split(',');
  return Object.keys(ATTACKS).filter((attack) => wanted?.includes(attack) ?? true);
}

/** Code that never ran is slow the first time, whoever makes it run. */
async function rehearse(stage: Stage, attacker: Part, attack: string): Promise<void> {
  const scene = await stage.nextScene();
  await attacker.ask<AttackReport>({ ...scene, attack, forMs: REHEARSAL_MS } satisfies AttackOrder);
}

/** Of the quietest, by its ratio, so that a row's figures belong together. */
function middleOf(rounds: Record<string, number>[]): Record<string, number> {
  const quietest = rounds.sort((a, b) => a.otherCores! - b.otherCores!).slice(0, ROUNDS);
  return quietest.sort((a, b) => a.p99Ratio! - b.p99Ratio!)[Math.floor(ROUNDS / 2)]!;
}

async function besiege({ target, nextScene }: Stage, honest: Part, attacker: Part, attack: string) {
  const scene = await nextScene();
  const { server } = target;
  const database = findPostmaster(choosePaths(join(server.dataDir, 'postgres')).cluster)!.pid;
  const othersWork = () => watchOtherWork([process.pid, server.pid, honest.pid, attacker.pid], [database]);
  const besideCalm = othersWork();
  const calm = await honest.ask<PlayersReport>(CALM);
  const calmOtherCores = besideCalm();
  const order: AttackOrder = { ...scene, attack, forMs: SIEGE.warmUpMs + SIEGE.measureMs };
  const [besideSiege, beforeMs, startedMs] = [othersWork(), cpuOfMs(server.pid), performance.now()];
  const attacking = attacker.ask<AttackReport>(order);
  const { spinsOf, ...during } = await honest.ask<PlayersReport>(SIEGE);
  const serverCores = (cpuOfMs(server.pid) - beforeMs) / (performance.now() - startedMs);
  const otherCores = Math.max(calmOtherCores, besideSiege());
  const { outcome, wrong, cpuCores } = await attacking;
  if (wrong !== null) throw new Error(`${attack}: ${wrong}`);
  const figures = {
    ...{ calmP50Ms: calm.p50Ms, calmP99Ms: calm.p99Ms, p50Ms: during.p50Ms, p99Ms: during.p99Ms },
    ...{ p99Ratio: during.p99Ms / calm.p99Ms, honestPerSecond: during.perSecond },
    ...{ serverCores, attackerCores: cpuCores, otherCores, serverMib: residentKib(server.pid) / 1_024 },
  };
  // What attackers got, as it comes: the table has what honest players felt.
  const { p99Ratio } = figures;
  process.stderr.write(
    `${attack} ${p99Ratio.toFixed(2)} beside ${otherCores.toFixed(2)} cores: ${JSON.stringify(outcome)}\n`,
  );
  return { figures, spinsOf };
}
