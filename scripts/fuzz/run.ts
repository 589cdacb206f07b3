import { setTimeout as pause } from 'node:timers/promises';
import { Random } from '../../simulation/random.ts';
import { reconcileData } from '../../tests/support/reconcileData.ts';
import { type Account, Crew, signInAdmin } from './crew.ts';
import { dataCase } from './dataCases.ts';
import { startHonestPlayer } from './honest.ts';
import { type Api, httpCase, readApi } from './httpCases.ts';
import type { Memory } from './inspector.ts';
import { roomKinds } from './offers.ts';
import type { FuzzOptions } from './options.ts';
import { returnCase, roomCase, type Setting, sharedSeatCase, strangerCase } from './roomCases.ts';
import { settledMemory } from './settledMemory.ts';
import { FUZZED_TABLE, HONEST_TABLE, startTarget, type Target } from './target.ts';
import { wireCase } from './wireCases.ts';

const ACCOUNTS = 48;
const AT_ONCE = 16;
/** So many frames, of few half of them: what a server holds after these is what it may hold after all. */
const WARM_UP_FRAMES = 10_000;
/** What was found is wrong enough: the run ends. */
const MOST_FINDINGS = 20;

/** Findings that begin alike, but for digits, are one. */
const KIND_CHARS = 160;

/** What was wrong, and during which cases: one, or those that were under way. */
export interface Finding {
  cases: number[];
  what: string;
}

export interface FuzzResult {
  frames: number;
  requests: number;
  cases: number;
  findings: Finding[];
  differenceCoins: number | null;
  served: number;
  /** Null in a replay. */
  memory: { warm: Memory; end: Memory } | null;
}

/** Cases from one seed against one server, until so many frames are sent; or only those that are named, one at a time. */
export async function fuzz(
  options: FuzzOptions,
  tell: (line: string) => void,
  trace: ((line: string) => void) | null = null,
): Promise<FuzzResult> {
  const findings: Finding[] = [];
  const underWay = new Set<number>();
  const kinds = new Set<string>();
  const found = (what: string, cases = [...underWay]) => {
    const kind = what.replaceAll(/[\d"]+|"time":"[^"]*"/g, '').slice(0, KIND_CHARS);
    if (kinds.has(kind)) return;
    kinds.add(kind);
    findings.push({ cases, what });
    tell(`WRONG ${what.slice(0, 1_200)} (cases ${cases.join(',')})`);
  };
  const target = await startTarget(options.transport, found);
  const counts = { frames: 0, requests: 0, cases: 0 };
  try {
    const stage = await setStage(target, found);
    const honest = await startHonestPlayer(target.server.url, HONEST_TABLE, (what) => found(what));
    const goesOn = () => !target.hasEnded() && findings.length < MOST_FINDINGS;

    async function play(number: number): Promise<void> {
      underWay.add(number);
      counts.cases += 1;
      try {
        await oneCase(options.seed, number, stage, {
          frame() {
            counts.frames += 1;
          },
          request() {
            counts.requests += 1;
          },
          wrong: (what) => found(what, [number]),
          trace: trace ?? (() => {}),
        });
      } catch (error) {
        // The server is gone, which was told.
        if (goesOn()) await pause(1_000);
        if (goesOn())
          found(`a case could not be played: ${(error as Error).stack ?? String(error)}`, [number]);
      } finally {
        underWay.delete(number);
      }
    }

    let memory: FuzzResult['memory'] = null;
    if (options.only !== null) for (const number of options.only) await play(number);
    else {
      let next = 0;
      const lane = async (frames: number) => {
        while (counts.frames < frames && goesOn()) await play(next++);
      };
      const lanes = (frames: number) => Promise.all(Array.from({ length: AT_ONCE }, () => lane(frames)));
      await lanes(Math.min(WARM_UP_FRAMES, options.frames / 2));
      const warm = goesOn() ? await target.inspector.memory() : null;
      const reports = setInterval(() => tell(`${counts.frames} frames, ${counts.cases} cases`), 10_000);
      await lanes(options.frames);
      clearInterval(reports);
      if (warm !== null && goesOn()) memory = { warm, end: await settledMemory(target, warm) };
    }
    await honest.stop();
    const differenceCoins = target.hasEnded() ? null : await difference(target);
    return { ...counts, findings, differenceCoins, served: honest.served(), memory };
  } finally {
    await target.close();
  }
}

interface Stage {
  crew: Crew;
  accounts: Account[];
  kinds: Setting['kinds'];
  api: Api;
  datasetId: string;
}

async function setStage(target: Target, found: (what: string) => void): Promise<Stage> {
  const crew = new Crew(target.server.url, found);
  const accounts: Account[] = [];
  while (accounts.length < ACCOUNTS) accounts.push(await crew.guest());
  const admin = await signInAdmin(crew, target.server);
  const { accessToken } = accounts[0]!;
  const datasetId = await readyMade(crew, accessToken);
  const strategy = { v: 1, ind: {}, long: { gt: ['close', 'open'] } };
  const order = { strategy, dataset: datasetId, public: true };
  const job = await crew.call<{ jobId: string }>('POST', '/api/backtests', order, accessToken);
  const ids = [
    ...accounts.slice(0, 8).map(({ playerId }) => playerId),
    datasetId,
    job!.jobId,
    FUZZED_TABLE,
    '1',
  ];
  const kinds = roomKinds({ table: FUZZED_TABLE, jobId: job!.jobId });
  return { crew, accounts, kinds, api: await readApi({ crew }, ids, admin), datasetId };
}

/** Those are stored while the server starts. */
async function readyMade(crew: Crew, token: string): Promise<string> {
  for (;;) {
    const page = await crew.call<{ items: { id: string }[] }>('GET', '/api/datasets', undefined, token);
    const id = page?.items[0]?.id;
    if (id !== undefined) return id;
    await pause(100);
  }
}

interface CaseReport {
  frame(): void;
  request(): void;
  wrong(what: string): void;
  trace(line: string): void;
}

const KINDS = [
  ...Array<typeof roomCase>(20).fill(roomCase),
  ...[sharedSeatCase, returnCase, strangerCase, wireCase],
];

async function oneCase(seed: number, number: number, stage: Stage, report: CaseReport): Promise<void> {
  const random = new Random(seed, `case ${number}`);
  const { crew, accounts, kinds, api, datasetId } = stage;
  const overHttp = random.chance(0.12);
  const setting: Setting = {
    ...{ random, crew, kinds },
    // By number: two cases that run at once do not share a player.
    account: accounts[number % (ACCOUNTS / 2)]!,
    other: accounts[ACCOUNTS / 2 + (number % (ACCOUNTS / 2))]!,
    report: {
      sent(bytes) {
        if (overHttp) report.request();
        else report.frame();
        report.trace(overHttp ? Buffer.from(bytes).toString() : Buffer.from(bytes).toString('hex'));
      },
      wrong: report.wrong,
    },
  };
  if (overHttp) return random.chance(0.6) ? httpCase(setting, api) : dataCase(setting, api, datasetId);
  return random.pick(KINDS)(setting);
}

async function difference({ server }: Target): Promise<number> {
  return (await reconcileData(server.dataDir)).differenceCoins;
}
