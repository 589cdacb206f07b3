import type { Notice } from '../notices/port.ts';
import type { Page } from '../page.ts';

/** What becomes of an account that its person takes back. */
export type Erasure =
  | { outcome: 'erased'; loginIds: string[] }
  /** A stake of the player's is still open: it has to end first. */
  | { outcome: 'unfinished' }
  /** An operator's account: the role has to go first. */
  | { outcome: 'staff' };

export interface PrivacyStore {
  /** All of the player's notices, acknowledged or not, oldest first. */
  notices(playerId: string, limit: number, cursor: string | null): Promise<Page<Notice>>;
  /**
   * Takes the person out of the account: the name becomes `nickname`; password, sessions, notices and strategies that
   * were not published go. Ledger, games and backtests stay, under an id that names nobody.
   */
  erase(playerId: string, nickname: string): Promise<Erasure>;
}
