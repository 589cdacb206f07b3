import { ATTACKS } from './attacks.ts';
import type { Outcome, Scene } from './scene.ts';

/** One attack of the benchmark's, for so long, by this process. */
export interface AttackOrder extends Omit<Scene, 'untilMs'> {
  attack: string;
  forMs: number;
}

export interface AttackReport {
  outcome: Outcome;
  /** What was not the attacker's due; null when all was. */
  wrong: string | null;
  cpuCores: number;
}

process.on('message', async ({ attack, forMs, ...scene }: AttackOrder) => {
  const before = process.cpuUsage();
  const startedMs = performance.now();
  const report: AttackReport = { outcome: {}, wrong: null, cpuCores: 0 };
  try {
    report.outcome = await ATTACKS[attack]!({ ...scene, untilMs: startedMs + forMs });
  } catch (error) {
    report.wrong = String(error);
  }
  const { user, system } = process.cpuUsage(before);
  report.cpuCores = (user + system) / 1_000 / (performance.now() - startedMs);
  process.send!(report);
});
