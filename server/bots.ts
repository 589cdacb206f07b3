import { type ChildProcess, fork } from 'node:child_process';
import type { TableRules } from '../domain/crash/tables.data.ts';
import type { IdentityStore, Player } from '../domain/identity/port.ts';
import { mintOf } from '../domain/ledger/accounts.ts';
import { bodyFingerprint, operationKey } from '../domain/ledger/keys.ts';
import type { LedgerStore } from '../domain/ledger/port.ts';
import type { Log } from '../rooms/ports.ts';

/** A bot below this gets its purse again. */
const POOR_COINS = 20_000;
const PURSE_COINS = 1_000_000;
const LOOK_EVERY_MS = 60_000;
const SEAT_AGAIN_MS = 2_000;

interface BotOptions {
  count: number;
  url: string;
  tables: readonly TableRules[];
  identity: IdentityStore;
  ledger: LedgerStore;
  issueSession(player: Player): Promise<object>;
  uuid(): string;
  log: Log;
}

/**
 * Bots for tables that would be empty: players like any other, over sockets and the SDK, in a process of
 * their own so that they cost the rooms nothing but their bets. Marked as bots in their accounts, hence in
 * state and record. Their accounts are kept: the same bot is the same player after a restart.
 */
export function startBots(options: BotOptions): { stop(): void } {
  let crew: { stop(): void } | null = null;
  let stopped = false;
  let again: NodeJS.Timeout | undefined;

  /** A server whose database is slow, or away, plays without bots until it has seated them. */
  function seat(): void {
    seatBots(options, () => stopped).then(
      (seated) => {
        crew = seated;
      },
      (error: unknown) => {
        options.log.warn({ err: error, code: 'store_unavailable' }, 'the bots are not seated yet');
        if (!stopped) again = setTimeout(seat, SEAT_AGAIN_MS);
      },
    );
  }
  seat();
  return {
    stop() {
      stopped = true;
      clearTimeout(again);
      crew?.stop();
    },
  };
}

async function seatBots(options: BotOptions, isStopped: () => boolean): Promise<{ stop(): void } | null> {
  const players: Player[] = [];
  for (let index = 0; index < options.count; index += 1) players.push(await botPlayer(options, index));
  await Promise.all(players.map((player) => fillPurse(options, player)));
  const bots = await Promise.all(
    players.map(async (player, index) => {
      const rules = options.tables[index % options.tables.length]!;
      const session = JSON.stringify(await options.issueSession(player));
      return { session, table: rules.table, minBetCoins: rules.minBetCoins };
    }),
  );
  if (isStopped()) return null;
  const child = fork(new URL('../client/bots/main.ts', import.meta.url), {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  child.on('error', (error) => options.log.error({ err: error, code: 'internal' }, 'the bots did not start'));
  child.send({ url: options.url, seed: 'fairground', bots });
  const refill = setInterval(() => {
    for (const player of players) {
      fillPurse(options, player).catch((error) =>
        options.log.warn({ err: error, code: 'store_unavailable' }, 'a bot’s purse was not filled'),
      );
    }
  }, LOOK_EVERY_MS);
  refill.unref();
  return {
    stop() {
      clearInterval(refill);
      end(child);
    },
  };
}

async function botPlayer({ identity }: BotOptions, index: number): Promise<Player> {
  // The id follows from the number, so that a restart finds the same bot.
  const id = operationKey('system', 'bot', String(index), '');
  const known = await identity.player(id);
  return known ?? identity.createPlayer({ id, nickname: `Bot ${index + 1}`, bot: true, ageConfirmed: true });
}

async function fillPurse({ identity, ledger, uuid }: BotOptions, player: Player): Promise<void> {
  const { coins } = await identity.balances(player);
  if (coins >= POOR_COINS) return;
  await ledger.post({
    key: operationKey('system', player.id, 'grant.bot', uuid()),
    fingerprint: bodyFingerprint({ coins: PURSE_COINS }),
    kind: 'grant.bot',
    legs: [{ debitAccountId: mintOf('coins'), creditAccountId: player.accounts.coins, amount: PURSE_COINS }],
    answerAccountId: player.accounts.coins,
    ref: null,
    claim: null,
    row: null,
  });
}

function end(child: ChildProcess): void {
  if (child.connected) child.disconnect();
}
