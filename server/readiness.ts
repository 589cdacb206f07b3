import type { TableKeeper } from './tableKeeper.ts';

const DATABASE_ANSWERS_WITHIN_MS = 1_000;

export interface Readiness {
  ready: boolean;
  degraded: string[];
  checks: Record<string, unknown>;
}

/**
 * `/readyz`: ready while the database answers and the process is not draining. A table that is being
 * taken over, or that a fault stopped, degrades: emptying the load balancer for it would help nobody.
 */
export function createReadiness(options: {
  ping(): Promise<void>;
  keeper: TableKeeper;
  tables: readonly { table: string }[];
  /** Whether a table lives somewhere, here or in another process. */
  livesAnywhere(table: string): boolean;
  /** Null where there is no Redis. */
  redisUp(): boolean | null;
  draining(): boolean;
  busy(): boolean;
}): () => Promise<Readiness> {
  return async () => {
    const database = await answersInTime(options.ping());
    const { held, faulted, troubled } = options.keeper.health();
    const missing = options.tables
      .map(({ table }) => table)
      .filter((table) => faulted.includes(table) || troubled.includes(table) || !isKept(table, held));
    const redis = options.redisUp();
    const degraded = [
      ...missing.map((table) => `table:${table}`),
      ...(options.busy() ? ['overload'] : []),
      ...(redis === false ? ['redis'] : []),
    ];
    const draining = options.draining();
    return {
      ready: database && !draining,
      degraded,
      checks: {
        database,
        draining,
        ...(redis === null ? {} : { redis }),
        tables: { held, faulted, troubled },
      },
    };
  };

  function isKept(table: string, held: string[]): boolean {
    return held.includes(table) || options.livesAnywhere(table);
  }
}

async function answersInTime(work: Promise<void>): Promise<boolean> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(false), DATABASE_ANSWERS_WITHIN_MS);
  });
  const answered = work.then(
    () => true,
    () => false,
  );
  const result = await Promise.race([answered, late]);
  clearTimeout(timer);
  return result;
}
