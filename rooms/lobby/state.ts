import { schema, t } from '@colyseus/schema';

export const LobbyState = schema({ online: t.uint32().default(0) }, 'LobbyState');
export type LobbyState = InstanceType<typeof LobbyState>;
