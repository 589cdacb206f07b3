import { leaseName } from '../../db/stores/leases.ts';
import { MemoryLedger } from '../../db/stores/memoryLedger.ts';
import type { Member, TablePlace } from '../../domain/cluster/port.ts';
import type { Chain, Settlement, StoredRound, Tenure } from '../../domain/crash/port.ts';
import type { TableSetting } from '../../domain/crash/tableSetting.ts';
import type { SessionSummary } from '../../domain/games/port.ts';
import type { Player } from '../../domain/identity/port.ts';
import { FIRST_PLAYER_ACCOUNT_ID } from '../../domain/ledger/accounts.ts';
import type { Notice } from '../../domain/notices/port.ts';

export interface LeaseRow {
  owner: string | null;
  fence: number;
  expiresAtMs: number;
  heartbeatAtMs: number | null;
}

export interface RoundRow extends StoredRound {
  settlement: Settlement | null;
}

export interface MemberRow extends Member {
  expiresAtMs: number;
}

export interface SessionRow {
  sessionId: string;
  owner: string;
  game: SessionSummary['game'];
  variant: string;
  startedAtMs: number;
  summary: SessionSummary | null;
}

export interface PairSecrets {
  serverSeed: string;
  clientSeed: string;
}

/** Where the tables are told what became of them: by who watches over them. */
export interface Watcher {
  granted(table: string, owner: string, fence: number): void;
  /** Somebody wrote as the owner of a table. */
  wrote(table: string, fence: number): void;
}

/** All that is committed: what survives every process. Money, bets and games are the ledger's. */
export class Tables {
  readonly ledger: MemoryLedger;
  readonly leases = new Map<string, LeaseRow>();
  readonly rounds = new Map<string, RoundRow[]>();
  readonly chains = new Map<number, Chain>();
  readonly checkpoints = new Map<number, readonly Uint8Array[]>();
  readonly members = new Map<string, MemberRow>();
  readonly places = new Map<string, TablePlace & { fence: number }>();
  readonly sessions = new Map<string, SessionRow>();
  readonly pairSecrets = new Map<string, PairSecrets>();
  readonly activePairs = new Map<string, string>();
  readonly players = new Map<string, Player>();
  readonly notices = new Map<string, Map<string, Notice>>();
  readonly settings = new Map<string, TableSetting>();
  readonly nowMs: () => number;
  readonly newUuid: () => string;
  readonly randomHex: (bytes: number) => string;
  /** Whether the connection that proves an owner alive is gone. */
  isGone: (owner: string) => boolean = () => false;
  watcher: Watcher = { granted() {}, wrote() {} };

  constructor(nowMs: () => number, random: { uuid(): string; hex(bytes: number): string }) {
    this.nowMs = nowMs;
    this.newUuid = () => random.uuid();
    this.randomHex = (bytes) => random.hex(bytes);
    this.ledger = new MemoryLedger(nowMs);
  }

  /** A player with empty accounts. */
  addPlayer(nickname: string): Player {
    const firstId = FIRST_PLAYER_ACCOUNT_ID + this.players.size * 3;
    const accounts = { coins: firstId, gems: firstId + 1, credits: firstId + 2 };
    for (const currency of ['coins', 'gems', 'credits'] as const) {
      const account = { currency, player: true, blocked: false, balance: 0 };
      this.ledger.accounts.set(accounts[currency], account);
    }
    const player: Player = {
      ...{ id: this.newUuid(), nickname, rank: 'STANDARD', role: 'player', bot: false, tokenVersion: 0 },
      ...{ bannedUntilMs: null, ageConfirmed: true, createdAtMs: this.nowMs(), accounts },
    };
    this.players.set(player.id, player);
    return player;
  }

  /** As an operator does it: a paused table finishes its round and opens no other. */
  pauseTable(table: string, paused: boolean): void {
    const by = { reason: 'simulated', by: null, atMs: this.nowMs() };
    this.settings.set(table, { table, paused: paused ? by : null, limits: null });
  }

  /** The lease's row of this tenure, or null when it is someone else's by now. */
  held({ table, owner, fence }: Tenure): LeaseRow | null {
    const row = this.leases.get(table);
    return row?.owner === owner && row.fence === fence ? row : null;
  }

  round(table: string, game: number): RoundRow | undefined {
    return this.rounds.get(table)?.find((round) => round.game === game);
  }

  setPhase({ table }: Tenure, game: number, phase: StoredRound['phase']): void {
    Object.assign(this.ledger.leases.get(leaseName(table))!, { game, phase });
  }
}
