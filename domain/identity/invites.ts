import type { Page } from '../page.ts';

export type InviteState = 'valid' | 'expired' | 'used_up' | 'unknown';

/** A code that lets people sign up. */
export interface Invite {
  code: string;
  /** An operator's id. */
  createdBy: string;
  createdAtMs: number;
  /** Null: never. */
  expiresAtMs: number | null;
  /** Null: without limit. */
  maxUses: number | null;
  uses: number;
}

export interface InviteStore {
  state(code: string): Promise<InviteState>;
  /** Null when the code is there already. */
  create(invite: Pick<Invite, 'code' | 'createdBy' | 'expiresAtMs' | 'maxUses'>): Promise<Invite | null>;
  /** Newest first; the cursor is the number of those seen. */
  list(limit: number, cursor: string | null): Promise<Page<Invite>>;
}

/** An account that gets a name and a password. */
export interface NewAccount {
  /** A guest's, who keeps it with all that is in it, or a new one. */
  playerId: string;
  isGuest: boolean;
  nickname: string;
  passwordHash: string;
  ageConfirmed: boolean;
}

/** `taken`: somebody has this name, or one that looks like it. `registered`: the account has a password already. */
export type SignUpOutcome = 'done' | 'taken' | 'registered' | Exclude<InviteState, 'valid'>;

export interface SignUpStore {
  /** All of it or nothing, one use of the code included. @param inviteCode null: the one of the settings, which has no uses */
  signUp(account: NewAccount, inviteCode: string | null): Promise<SignUpOutcome>;
}
