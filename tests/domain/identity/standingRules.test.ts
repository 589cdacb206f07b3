import { expect, test } from 'vitest';
import type { PlayerItem, StandingOrder } from '../../../domain/identity/administration.ts';
import type { Role } from '../../../domain/identity/port.ts';
import { SHORT_BAN_MS, standingRefusal } from '../../../domain/identity/standingRules.ts';

const NOW_MS = 1_000_000;
const DAY_AHEAD_MS = NOW_MS + SHORT_BAN_MS;

function someone(id: string, role: Role, bannedUntilMs: number | null = null): PlayerItem {
  const rest = { nickname: id, rank: 'STANDARD', bot: false, createdAtMs: 0, banReason: null } as const;
  return { id, role, bannedUntilMs, ...rest };
}

const people = {
  admin: someone('admin', 'admin'),
  admin2: someone('admin2', 'admin'),
  bannedAdmin: someone('bannedAdmin', 'admin', NOW_MS + 1),
  freeAgain: someone('freeAgain', 'admin', NOW_MS),
  mod: someone('mod', 'moderator'),
  mod2: someone('mod2', 'moderator'),
  was: someone('was', 'player'),
  ann: someone('ann', 'player'),
  day: someone('day', 'player', DAY_AHEAD_MS),
  long: someone('long', 'player', DAY_AHEAD_MS + 1),
};
const orders = {
  'ban 1d': { type: 'ban', untilMs: DAY_AHEAD_MS, reason: '' },
  'ban long': { type: 'ban', untilMs: DAY_AHEAD_MS + 1, reason: '' },
  'ban now': { type: 'ban', untilMs: NOW_MS, reason: '' },
  unban: { type: 'unban' },
  'to admin': { type: 'role', role: 'admin' },
  'to player': { type: 'role', role: 'player' },
} satisfies Record<string, StandingOrder>;

test.each`
  actor            | order          | target      | others | outcome
  ${'mod'}         | ${'ban 1d'}    | ${'ann'}    | ${1}   | ${'ok'}
  ${'mod'}         | ${'ban long'}  | ${'ann'}    | ${1}   | ${'too_long'}
  ${'mod'}         | ${'ban now'}   | ${'ann'}    | ${1}   | ${'invalid_request'}
  ${'mod'}         | ${'ban 1d'}    | ${'mod'}    | ${1}   | ${'self'}
  ${'mod'}         | ${'ban 1d'}    | ${'mod2'}   | ${1}   | ${'staff'}
  ${'mod'}         | ${'ban 1d'}    | ${'admin'}  | ${1}   | ${'staff'}
  ${'mod'}         | ${'ban 1d'}    | ${'admin'}  | ${0}   | ${'last_admin'}
  ${'mod'}         | ${'unban'}     | ${'day'}    | ${1}   | ${'ok'}
  ${'mod'}         | ${'unban'}     | ${'long'}   | ${1}   | ${'too_long'}
  ${'mod'}         | ${'unban'}     | ${'ann'}    | ${1}   | ${'ok'}
  ${'mod'}         | ${'to player'} | ${'ann'}    | ${1}   | ${'role'}
  ${'admin'}       | ${'ban long'}  | ${'ann'}    | ${0}   | ${'ok'}
  ${'admin'}       | ${'ban long'}  | ${'mod'}    | ${0}   | ${'ok'}
  ${'admin'}       | ${'ban long'}  | ${'admin2'} | ${1}   | ${'ok'}
  ${'admin'}       | ${'ban long'}  | ${'admin'}  | ${0}   | ${'self'}
  ${'admin'}       | ${'ban long'}  | ${'admin'}  | ${3}   | ${'self'}
  ${'admin'}       | ${'unban'}     | ${'long'}   | ${0}   | ${'ok'}
  ${'admin'}       | ${'to player'} | ${'admin'}  | ${3}   | ${'self'}
  ${'admin'}       | ${'to admin'}  | ${'admin'}  | ${0}   | ${'ok'}
  ${'admin'}       | ${'to admin'}  | ${'ann'}    | ${0}   | ${'ok'}
  ${'was'}         | ${'to player'} | ${'admin2'} | ${0}   | ${'last_admin'}
  ${'was'}         | ${'to player'} | ${'admin2'} | ${1}   | ${'role'}
  ${'was'}         | ${'ban 1d'}    | ${'ann'}    | ${1}   | ${'role'}
  ${'was'}         | ${'unban'}     | ${'day'}    | ${1}   | ${'role'}
  ${'bannedAdmin'} | ${'ban 1d'}    | ${'ann'}    | ${1}   | ${'role'}
  ${'freeAgain'}   | ${'ban 1d'}    | ${'ann'}    | ${1}   | ${'ok'}
`(
  '$actor: $order of $target, $others other admins -> $outcome',
  ({ actor, order, target, others, outcome }) => {
    const refused = standingRefusal(
      orders[order as keyof typeof orders],
      people[actor as keyof typeof people],
      people[target as keyof typeof people],
      others,
      NOW_MS,
    );
    expect(refused?.details.reason ?? refused?.code ?? 'ok').toBe(outcome);
  },
);
