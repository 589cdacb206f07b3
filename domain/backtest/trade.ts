export const EXIT_REASONS = ['signal', 'reversal', 'stop', 'target', 'end_of_data', 'ruined'] as const;
export type ExitReason = (typeof EXIT_REASONS)[number];

/** A closed trade. `pnl` is net of the fees of both sides; money is in the data's currency. */
export interface Trade {
  side: 'long' | 'short';
  qty: number;
  entryAtMs: number;
  entryPrice: number;
  exitAtMs: number;
  exitPrice: number;
  pnl: number;
  feesPaid: number;
  exitReason: ExitReason;
}
