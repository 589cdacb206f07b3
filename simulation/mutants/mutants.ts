import type { Mutation } from '../loader.ts';

/** Bugs of the kinds that the simulation is for, put into the shipped code one at a time: each must be caught. */
export const MUTANTS: readonly Mutation[] = [
  {
    name: 'the ledger does not check the fence of a table',
    file: 'db/stores/memoryLedger.ts',
    find: "if (lease?.fence !== claim.fence) return fail('fenced');",
    replace: "if (lease === undefined) return fail('fenced');",
  },
  {
    name: 'the ledger does not check the phase: bets after the book was closed',
    file: 'db/stores/memoryLedger.ts',
    find: "if (lease.game !== claim.game || lease.phase !== claim.phase) return fail('round_closed');",
    replace: '',
  },
  {
    name: 'the ledger does not look whether a key is used',
    file: 'db/stores/memoryLedger.ts',
    find: 'if (known) {',
    replace: 'if (known && known.item === item) {',
  },
  {
    name: 'the ledger does not check balances',
    file: 'db/stores/memoryLedger.ts',
    find: 'if (left < 0 && this.accounts.get(debitAccountId)!.player) short = true;',
    replace: '',
  },
  {
    name: 'the ledger does not check the nonce of a seed pair',
    file: 'db/stores/memoryLedger.ts',
    find: "if (stands?.status !== 'active' || stands.nonce !== pair.nonce) return false;",
    replace: '',
  },
  {
    name: 'the ledger does not check the documents that a game depends on',
    file: 'db/stores/memoryLedger.ts',
    find: '      statesFit &&\n',
    replace: '      (statesFit || true) &&\n',
  },
  {
    name: 'a bet is acknowledged before it is committed',
    file: 'rooms/crash/tableLedger.ts',
    find: 'const posted = await this.#post(stakeItem(this.#tenure, game, bet, identity));',
    replace:
      'void this.#post(stakeItem(this.#tenure, game, bet, identity)); const posted = ok({ transferId: 0, ref: bet.betId, balance: 0, repeated: false });',
  },
  {
    name: 'a commit of a match is acknowledged before it is committed',
    file: 'rooms/rps_match/matchActor.ts',
    find: 'const posted = await this.#ports.ledger.post(stakeItem(before, match, player, identity));',
    replace:
      'void this.#ports.ledger.post(stakeItem(before, match, player, identity)); const posted = ok({ transferId: 0, ref: null, balance: 0, repeated: false });',
  },
  {
    name: 'an unknown outcome of a write is taken for a refusal',
    file: 'rooms/untilStored.ts',
    find: "if (result.ok || result.error.code !== 'store_unavailable') return result;",
    replace: 'return result;',
  },
  {
    name: 'a lost batch of the ledger is answered as refused',
    file: 'db/ledger/groupCommit.ts',
    find: '      for (const pending of pendings) pending.answer(unavailable());\n      if (code',
    replace:
      "      for (const pending of pendings) pending.answer(fail('insufficient_funds'));\n      if (code",
  },
  {
    name: 'a refused bet is not looked up by its key',
    file: 'rooms/crash/storedAnswers.ts',
    find: '  if (posting.value === null) return { ok: false, error: refusal };\n  if (posting.value.fingerprint',
    replace:
      '  if (posting.value !== null) return { ok: false, error: refusal };\n  if (posting.value!.fingerprint',
  },
  {
    name: 'a game is played under a key of its own each time it is asked for',
    file: 'rooms/play/play.ts',
    find: "key: operationKey('player', order.player.id, order.kind, order.clientKey),",
    replace: 'key: ports.newUuid(),',
  },
  {
    name: 'a repeated game is answered as computed, not as recorded',
    file: 'rooms/play/play.ts',
    find: 'if (repeated) return stored(ports, order, ref, balance);',
    replace: '',
  },
  {
    name: 'cash-outs are taken after the bust',
    file: 'domain/crash/cashoutRequest.ts',
    find: "if (round.phase === 'settled' || round.busted) return",
    replace: "if (round.phase === 'settled') return",
  },
  {
    name: 'a round settles before its payouts are booked',
    file: 'domain/crash/settle.ts',
    find: 'if (!round.busted || round.settling || round.unbookedPayouts > 0) return;',
    replace: 'if (!round.busted || round.settling) return;',
  },
  {
    name: 'the bust is shown before it is committed',
    file: 'rooms/crash/tableActor.ts',
    find: '    await this.#gapsRecorded;\n    const settled',
    replace:
      "    await this.#gapsRecorded;\n    this.run({ type: 'settled', hash: this.#hash });\n    const settled",
  },
  {
    name: 'a successor opens the next round, and leaves the open one',
    file: 'rooms/crash/tableActor.ts',
    find: 'else await this.#recover(snapshot, snapshot.round);',
    replace: 'else await this.#openNext();',
  },
  {
    name: 'a successor lets the curve fly on as if nothing had happened',
    file: 'domain/crash/recovery.ts',
    find: '  standStill(round, lastSignMs, Math.max(nowMs, lastSignMs) + RESUME_AFTER_MS, effects);\n',
    replace: '',
  },
  {
    name: 'a process does not notice that it stood still',
    file: 'rooms/crash/tableActor.ts',
    find: 'if (sinceMs !== null) this.#standStill(sinceMs, nowMs);',
    replace: '',
  },
  {
    name: 'a payout that somebody else has booked is a bug',
    file: 'rooms/crash/tableLedger.ts',
    find: "assert(code === 'fenced' || code === 'key_conflict', `payout",
    replace: "assert(code === 'fenced', `payout",
  },
  {
    name: 'a cancelled bet is given back twice over',
    file: 'rooms/crash/ledgerItems.ts',
    find: 'legs: [{ debitAccountId: HOUSE, creditAccountId: bet.accountId, amount: bet.amountCoins }],',
    replace:
      'legs: [{ debitAccountId: HOUSE, creditAccountId: bet.accountId, amount: bet.amountCoins * 2 }],',
  },
  {
    name: 'the limit of a round is not seen coming',
    file: 'domain/crash/flight.ts',
    find: 'if (round.openStakeCoins === 0) return Number.POSITIVE_INFINITY;',
    replace: 'if (round.openStakeCoins >= 0) return Number.POSITIVE_INFINITY;',
  },
  {
    name: 'matches that nobody hosts are left as they are',
    file: 'server/matchSweeper.ts',
    find: 'const finished = await finishMatch(ports, match);',
    replace: 'if (stopped !== null) return; const finished = await finishMatch(ports, match);',
  },
  {
    name: 'a match keeps its window when its host is gone, and ends without its players',
    file: 'domain/rps/match.ts',
    find: 'return { ...match, host, deadlineAtMs: nowMs + windowMs(odds, match.phase) };',
    replace:
      'return { ...match, host: host ?? match.host, deadlineAtMs: nowMs + windowMs(odds, match.phase) };',
  },
  {
    name: 'tables of a process that is gone are not claimed',
    file: 'domain/cluster/adoption.ts',
    find: 'const ourTurn = rank !== null && nowMs >= freeSinceMs + rank * CLAIM_TURN_MS;',
    replace: 'const ourTurn = rank === 0 && freeSinceMs === nowMs && adoption.freeSinceMs !== null;',
  },
  {
    name: 'a session is closed before it was opened',
    file: 'rooms/play/session.ts',
    find: '      const opened = await this.#own.opening!;\n      if (!opened.ok) return opened;\n',
    replace: '',
  },
];
