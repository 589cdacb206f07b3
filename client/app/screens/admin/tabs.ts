import type { Permission } from '../../../../domain/identity/permissions.ts';
import { allowed } from './standing.ts';

/** The console's pages, and what one must be allowed to see each. */
const TABS = [
  { tab: 'overview', permission: 'seeOverview' },
  { tab: 'feed', permission: 'seeNames' },
  { tab: 'players', permission: 'seePlayers' },
  { tab: 'broadcasts', permission: 'sendBroadcasts' },
  { tab: 'grants', permission: 'makeGrants' },
  { tab: 'tables', permission: 'seeOverview' },
  { tab: 'rounds', permission: 'seeRounds' },
  { tab: 'banners', permission: 'manageBanners' },
  { tab: 'queue', permission: 'manageQueue' },
  { tab: 'audit', permission: 'seeAudit' },
] as const satisfies { tab: string; permission: Permission }[];
export type Tab = (typeof TABS)[number]['tab'];

export function allowedTabs(): Tab[] {
  return TABS.filter(({ permission }) => allowed(permission)).map(({ tab }) => tab);
}
