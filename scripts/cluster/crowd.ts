import { setTimeout as pause } from 'node:timers/promises';
import { type CrashTable, Fairground, FairgroundError, isTransient } from '../../client/sdk/index.ts';

/** What a fair table refuses: the round closed before the bet came, or the purse is empty. */
const FAIR = new Set(['round_closed', 'already_bet', 'insufficient_funds', 'limit_exceeded', 'too_late']);

/** Players at the tables, by the SDK alone, and what became of their bets. */
export interface Crowd {
  readonly counts: { sent: number; accepted: number; refused: number; failed: number };
  /** Codes of bets that failed, each once. */
  readonly failures: Set<string>;
  stop(): Promise<void>;
}

export interface CrowdOptions {
  url: string;
  tables: readonly string[];
  players: number;
  fetch?: typeof globalThis.fetch;
}

/** Resolves when all of them are seated; each bets in every round of its table from then on. */
export async function gatherCrowd({ url, tables, players, fetch }: CrowdOptions): Promise<Crowd> {
  const counts = { sent: 0, accepted: 0, refused: 0, failed: 0 };
  const failures = new Set<string>();
  let stopping = false;

  async function bet(table: CrashTable, amountCoins: number): Promise<void> {
    counts.sent += 1;
    try {
      await table.bet({ amountCoins, autoCashoutHundredths: 150 });
      counts.accepted += 1;
    } catch (error) {
      const code = error instanceof FairgroundError ? error.code : String(error);
      if (FAIR.has(code)) counts.refused += 1;
      else {
        counts.failed += 1;
        failures.add(code);
      }
    }
  }

  async function play(table: CrashTable, minBetCoins: number, at: number): Promise<void> {
    let played = 0;
    while (!stopping) {
      const state = table.state.value;
      if (state?.phase === 'betting' && state.game !== played && table.status.value.state === 'live') {
        played = state.game;
        await bet(table, minBetCoins * (1 + (at % 5)));
      }
      await pause(20);
    }
  }

  const joining = Array.from({ length: players }, async (_, at) => {
    const fairground = new Fairground({ url, ...(fetch ? { fetch } : {}) });
    await patiently(() => fairground.guest({ ageConfirmed: true }));
    const table = fairground.crash(tables[at % tables.length]!);
    await patiently(() => table.joined());
    const rules = (await fairground.tables()).find((each) => each.table === table.table)!;
    return { fairground, table, minBetCoins: rules.minBetCoins };
  });
  const seated = await Promise.all(joining);
  const playing = seated.map(({ table, minBetCoins }, at) => play(table, minBetCoins, at));
  return {
    counts,
    failures,
    async stop() {
      stopping = true;
      await Promise.all(playing);
      await Promise.all(seated.map(({ fairground }) => fairground.close()));
    },
  };
}

/** As a person would: "not just now" is tried again. */
export async function patiently(work: () => Promise<unknown>): Promise<void> {
  for (;;) {
    try {
      await work();
      return;
    } catch (error) {
      if (!(error instanceof FairgroundError) || !isTransient(error.code)) throw error;
      await pause(200);
    }
  }
}
