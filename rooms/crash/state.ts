import { schema, t } from '@colyseus/schema';

/** Coins and instants are float64: exact for safe integers, where `t.number()` would round to float32. */
export const TopBet = schema(
  {
    nickname: t.string().default(''),
    amountCoins: t.float64().default(0),
    /** 0 while the bet flies. */
    atHundredths: t.float64().default(0),
    bot: t.boolean().default(false),
  },
  'TopBet',
);
export type TopBet = InstanceType<typeof TopBet>;

export const RecentCashout = schema(
  {
    nickname: t.string().default(''),
    atHundredths: t.float64().default(0),
    payoutCoins: t.float64().default(0),
    bot: t.boolean().default(false),
  },
  'RecentCashout',
);
export type RecentCashout = InstanceType<typeof RecentCashout>;

export const PastBust = schema(
  { game: t.float64().default(0), bustHundredths: t.float64().default(0) },
  'PastBust',
);
export type PastBust = InstanceType<typeof PastBust>;

/** What everybody at the table sees; bounded, whatever the number of bets (API.md, `crash`). */
export const CrashState = schema(
  {
    table: t.string().default(''),
    phase: t.string().default('paused'),
    game: t.float64().default(0),
    bettingEndsAtMs: t.float64().default(0),
    launchedAtMs: t.float64().default(0),
    /** After a gap the curve stands still until this instant; 0 without one. */
    resumesAtMs: t.float64().default(0),
    bustHundredths: t.float64().default(0),
    hash: t.string().default(''),
    betBookRoot: t.string().default(''),
    bets: t.float64().default(0),
    stakedCoins: t.float64().default(0),
    paidCoins: t.float64().default(0),
    topBets: t.array(TopBet),
    cashouts: t.array(RecentCashout),
    lastBusts: t.array(PastBust),
  },
  'CrashState',
);
export type CrashState = InstanceType<typeof CrashState>;
