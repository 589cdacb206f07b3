import type { RoomPorts } from '../../rooms/ports.ts';

/** For rooms in whose tests nobody is banned, promoted or demoted. */
export function quietStandings(): Pick<RoomPorts, 'bans' | 'standings'> {
  return {
    bans: {
      isBanned: () => false,
      refusal: () => null,
      onBan: () => () => {},
      hasOpenStakes: async () => false,
    },
    standings: { current: (player) => player, onChange: () => () => {} },
  };
}
