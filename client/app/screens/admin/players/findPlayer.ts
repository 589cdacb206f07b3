import { FairgroundError } from '../../../../sdk/index.ts';
import { admin } from '../operator.ts';

/** The id of who has this nickname (in any case) or id. @throws `not_found` that names `field` */
export async function findPlayer(nicknameOrId: string, field: string): Promise<string> {
  const { items } = await admin.players({ search: nicknameOrId, limit: 20 });
  const wanted = nicknameOrId.toLowerCase();
  const found = items.find(({ id, nickname }) => id === wanted || nickname.toLowerCase() === wanted);
  if (!found) throw new FairgroundError('not_found', { field });
  return found.id;
}
