import { SYSTEM_ACCOUNTS } from '../../domain/ledger/accounts.ts';
import type { WorldParts } from '../worldParts.ts';
import { checkGames } from './gamesReplayed.ts';
import { isUndecided, openMatches, openRounds } from './openEnds.ts';
import { checkRounds } from './roundsReplayed.ts';

/** After everything has had the time to end: nothing is left open, and all that ended did so by the rules. */
export function checkEnd(world: WorldParts): void {
  checkRequests(world);
  const { watch, tables, fleet } = world;
  if (!fleet.holdsTable) watch.violated('SI8', 'no process that lives holds the table');
  if (!tables.rounds.has('main')) watch.violated('SI8', 'the table has never opened a round');
  for (const { game, phase } of openRounds(tables)) {
    watch.violated('SI8', `round ${game} never ends: ${phase}`);
  }
  for (const key of openMatches(tables)) watch.violated('SI8', `a match never ends: ${key}`);
  const escrowCoins = tables.ledger.accounts.get(SYSTEM_ACCOUNTS['escrow.rps.coins'])!.balance;
  if (escrowCoins !== 0) watch.violated('SI8', `${escrowCoins} coins of finished matches are still held`);
  if (watch.violation !== null) return;
  checkRounds(world);
  checkGames(world);
}

function checkRequests({ watch, players, promises, books }: WorldParts): void {
  for (const { player, intents } of players) {
    for (const intent of intents) {
      const about = `${player.nickname}'s ${intent.type} ${JSON.stringify(intent.body)}`;
      if (isUndecided(intent, books)) {
        const last = intent.refusal ?? 'no answer';
        watch.violated('SI8', `${about} is never decided: ${last}, sent ${intent.sent} times`);
      } else if (intent.answer !== null) {
        const missing = promises.missing(intent, JSON.parse(intent.answer));
        if (missing !== null) watch.violated('SI3', `${about} was answered, and at the end ${missing}`);
      }
    }
  }
}
