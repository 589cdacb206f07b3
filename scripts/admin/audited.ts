import { randomUUID } from 'node:crypto';
import { userInfo } from 'node:os';
import type { AuditEntry } from '../../domain/audit/port.ts';
import type { JsonValue } from '../../domain/canonicalJson.ts';
import type { Stores } from './stores.ts';

/** Nobody's account: whoever has a shell here. */
export const SHELL = '00000000-0000-0000-0000-000000000000';

/** As the audit calls whoever has it. */
export const shellName = () => `shell: ${userInfo().username}`;

/** Does the work of a command between two lines of the audit, as a call of an operator's is done. */
export async function audited<T>(
  { audit }: Pick<Stores, 'audit'>,
  action: string,
  target: string,
  work: () => Promise<{ value: T; before: JsonValue; after: JsonValue }>,
): Promise<T> {
  const entry: AuditEntry = {
    ...{ requestId: randomUUID(), actorId: SHELL, actorNickname: shellName() },
    ...{ actorRole: 'admin', action, target, before: null, after: null, reason: null },
    ...{ outcome: 'asked', code: null, address: 'shell' },
  };
  const write = async (line: AuditEntry): Promise<void> => {
    const written = await audit.write([line]);
    if (!written.ok) throw new Error(written.error.message);
  };
  await write(entry);
  const { value, before, after } = await work();
  await write({ ...entry, before, after, outcome: 'done' });
  return value;
}
