import type { InviteState, InviteStore, SignUpStore } from '../../domain/identity/invites.ts';
import type { Player } from '../../domain/identity/port.ts';
import { fail, ok, type Result } from '../../domain/result.ts';
import type { Entropy } from '../entropy.ts';
import { passwordProblem } from './passwordRule.ts';
import type { Passwords } from './passwords.ts';

interface SignUpDeps {
  accounts: SignUpStore;
  invites: Pick<InviteStore, 'state'>;
  passwords: Pick<Passwords, 'hash'>;
  entropy: Entropy;
  /** The code of the settings: without limit. */
  inviteCode: string;
}

export interface SignUpWish {
  nickname: string;
  password: string;
  inviteCode: string;
  ageConfirmed?: boolean | undefined;
}

/** What stands of a code, the one of the settings included. @throws StoreUnavailableError */
export async function stateOfInvite(
  { invites, inviteCode }: Pick<SignUpDeps, 'invites' | 'inviteCode'>,
  code: string,
): Promise<InviteState> {
  return code === inviteCode ? 'valid' : invites.state(code);
}

/**
 * Gives a guest's account, or a new one, a name and a password. Answers its id. `invalid_request` names the field, and
 * the reason in a word (`too_short`, `too_common`, `like_the_name`; `taken`; `unknown`, `expired`, `used_up`);
 * `forbidden` with the reason `registered` when the account has a password already; `busy`. @throws StoreUnavailableError
 */
export async function signUp(
  deps: SignUpDeps,
  wish: SignUpWish,
  guest: Player | null,
): Promise<Result<string>> {
  const { nickname, ageConfirmed = false } = wish;
  const problem = passwordProblem(wish.password, nickname);
  if (problem !== null) return fail('invalid_request', { field: 'password', ...problem });
  const state = await stateOfInvite(deps, wish.inviteCode);
  if (state !== 'valid') return wrongInvite(state);
  const hashed = await deps.passwords.hash(wish.password);
  if (!hashed.ok) return hashed;
  const playerId = guest?.id ?? deps.entropy.uuid();
  const outcome = await deps.accounts.signUp(
    { playerId, isGuest: guest !== null, nickname, passwordHash: hashed.value, ageConfirmed },
    wish.inviteCode === deps.inviteCode ? null : wish.inviteCode,
  );
  if (outcome === 'done') return ok(playerId);
  if (outcome === 'registered') return fail('forbidden', { reason: 'registered' });
  if (outcome !== 'taken') return wrongInvite(outcome);
  return fail('invalid_request', {
    field: 'nickname',
    reason: 'taken',
    problem: 'is taken, or looks like one that is',
  });
}

const INVITE_PROBLEMS = {
  unknown: 'is no invite code',
  expired: 'has expired',
  used_up: 'was used as often as it may be',
} as const;

function wrongInvite(reason: Exclude<InviteState, 'valid'>): Result<never> {
  return fail('invalid_request', { field: 'inviteCode', reason, problem: INVITE_PROBLEMS[reason] });
}
