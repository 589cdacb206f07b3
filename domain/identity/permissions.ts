import type { Role } from './port.ts';

/** Who somebody is to the server: `spectator` is anyone without a token. */
export type Standing = Role | 'spectator';

const EVERYONE = ['spectator', 'player', 'moderator', 'admin'] as const;
const STAFF = ['moderator', 'admin'] as const;
const ADMINS = ['admin'] as const;

/** The one table of what each role may do. Routes and rooms ask by these names. */
export const PERMISSIONS = {
  /** To watch crash tables, public backtests and the monitor. */
  watch: EVERYONE,
  /** To see who did what: nicknames and ids in the monitor, players in the console. */
  seeNames: STAFF,
  /** The console's counters, returns, anomalies. */
  seeOverview: STAFF,
  seePlayers: STAFF,
  seeRounds: STAFF,
  sendNotices: STAFF,
  /** To pause a table after its round, and to resume it. */
  pauseTables: STAFF,
  /** To ban for at most a day; longer needs `banForLong`. Either lifts a ban that it could have set. */
  banForADay: STAFF,
  banForLong: ADMINS,
  sendBroadcasts: ADMINS,
  changeLimits: ADMINS,
  voidRounds: ADMINS,
  makeGrants: ADMINS,
  setRanks: ADMINS,
  setRoles: ADMINS,
  manageBanners: ADMINS,
  manageInvites: ADMINS,
  manageQueue: ADMINS,
  restartReturns: ADMINS,
  seeAudit: ADMINS,
  /** Colyseus' own monitor and playground. */
  useColyseusTools: ADMINS,
} as const satisfies Record<string, readonly Standing[]>;

export type Permission = keyof typeof PERMISSIONS;

export function may(standing: Standing, permission: Permission): boolean {
  const allowed: readonly Standing[] = PERMISSIONS[permission];
  return allowed.includes(standing);
}

export function isPermission(value: string): value is Permission {
  return Object.hasOwn(PERMISSIONS, value);
}
