import { randomUUID } from 'node:crypto';
import type pg from 'pg';
import { SHELL, shellName } from '../admin/audited.ts';

const TOLD_FOR_MS = 7 * 24 * 3_600_000;

/** What stands in the audit: how far back the database went, and what became of what was open. */
export interface RestoreSummary {
  /** The backup's snapshot; null: the database was brought back by other means. */
  takenAtMs: number | null;
  voidedRounds: number;
  refundedBets: number;
  endedMatches: number;
  replacedChains: number;
  revealedPairs: number;
  requeuedBacktests: number;
  endedSessions: number;
}

/** A line for operators, and a broadcast to everybody for a week. */
export async function tellPlayers(
  client: pg.ClientBase,
  summary: RestoreSummary,
  nowMs: number,
): Promise<void> {
  await client.query(
    `insert into audit (at_ms, request_id, actor_id, actor_nickname, actor_role, action, target, after, outcome, address)
     values ($1, $2, $3, $4, 'admin', 'shell.restore', 'database', $5, 'done', 'shell')`,
    [nowMs, randomUUID(), SHELL, shellName(), JSON.stringify(summary)],
  );
  await client.query(
    `insert into broadcast (broadcast_id, fingerprint, text, level, audience, starts_at_ms, expires_at_ms, created_by,
                            created_at_ms)
     values ($1, 0, $2, 'critical', '{"to": "all"}', $3, $4, $5, $3)`,
    [randomUUID(), announcement(summary.takenAtMs), nowMs, nowMs + TOLD_FOR_MS, SHELL],
  );
}

/** A broadcast has one text, for readers of either language. */
function announcement(takenAtMs: number | null): string {
  const time =
    takenAtMs === null ? null : `${new Date(takenAtMs).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
  const english = time === null ? 'an earlier state' : `a backup of ${time}`;
  const korean = time === null ? '이전 상태로' : `${time}의 백업에서`;
  return (
    `This server was restored from ${english}: what happened after it is lost. Open rounds and matches were voided and their ` +
    'stakes returned. All seeds were replaced, and the former ones of yours are revealed.\n' +
    `서버가 ${korean} 복원되어 그 이후의 기록은 사라졌습니다. 진행 중이던 라운드와 대전은 무효가 되어 베팅 금액을 돌려드렸습니다. ` +
    '모든 시드를 새로 바꾸고 이전 시드는 공개했습니다.'
  );
}
