import { randomBytes, randomUUID } from 'node:crypto';
import { isNickname, NICKNAME_RULE, normalNickname } from '../../domain/identity/nickname.ts';
import { createPasswords } from '../../server/auth/passwords.ts';
import { audited } from './audited.ts';
import { accountOf, type Stores } from './stores.ts';

/** 144 bits, in letters and digits that a terminal selects by one double click. */
const PASSWORD_BYTES = 18;

/** Makes an admin, with a new password; an account that has that name becomes one, and its sessions end. */
export async function createAdmin(stores: Stores, [wished = '']: string[]): Promise<string> {
  const nickname = normalNickname(wished);
  if (!isNickname(nickname)) throw new Error(`a nickname ${NICKNAME_RULE}`);
  const password = randomBytes(PASSWORD_BYTES).toString('base64url').replaceAll(/[-_]/g, 'x');
  const passwords = createPasswords({ threads: 1 });
  const hashed = await passwords.hash(password);
  await passwords.close();
  if (!hashed.ok) throw new Error(hashed.error.message);

  const known = await accountOf(stores, nickname);
  if (known?.bot) throw new Error(`${known.nickname} is a bot`);
  const made =
    known ??
    (await stores.identity.createPlayer({ id: randomUUID(), nickname, bot: false, ageConfirmed: true }));
  await audited(stores, 'shell.createAdmin', made.id, async () => {
    await stores.credentials.makeAdmin(made.id, hashed.value);
    return { value: null, before: { role: known?.role ?? null }, after: { role: 'admin' } };
  });
  const how = known === null ? 'is made, an admin' : 'is an admin now; its sessions have ended';
  return `${made.nickname} ${how}. Its password, which is shown this once: ${password}`;
}
