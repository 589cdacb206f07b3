/** What a record is held against is recomputed here, on the player's own machine: nothing in a record is trusted. */
export type { RoundRecord } from '../../domain/crash/records.ts';
export {
  type Verdict,
  type VerifyContext,
  type VerifyStep,
  verifyOwnBet,
  verifyRound,
} from '../../domain/fairness/verify.ts';
export { verifyPair } from '../../domain/fairness/verifyPair.ts';
export {
  type PlayedVerdict,
  type PlayedVerifyStep,
  verifyPlayed,
} from '../../domain/fairness/verifyPlayed.ts';
