import type { BacktestConfig } from '../../../domain/backtest/config.ts';

/** Market, strategy and settings beside their defaults, and what comes of them as `execution.test.ts` writes it. */
export interface Case {
  title: string;
  bars: string;
  rest?: Record<string, unknown>;
  config?: Partial<BacktestConfig>;
  expected: string[];
}

export const CASES: Case[] = [
  {
    title: '[BT1] a signal at a close fills at the next open, an exit too',
    bars: `
      100 100 100 100 L
      101 103 101 103
      104 104 102 102 l
      105 105 105 105
      105 105 105 105`,
    expected: ['long 10 1@101 -> 3@105 signal 40', 'equity 10000 10020 10010 10040 10040'],
  },
  {
    title: '[BT1] slippage and spread are against the trader',
    bars: `
      100 100 100 100 L
      100 100 100 100 l
      100 100 100 100 S
      100 100 100 100 s
      100 100 100 100
      100 100 100 100`,
    config: { slippageRate: 0.25, spreadRate: 0.5 },
    expected: [
      'long 10 1@187.5 -> 2@75 signal -1125',
      'short 10 3@37.5 -> 4@125 signal -875',
      'equity 10000 9125 8875 8250 8000 8000',
    ],
  },
  {
    title: '[BT1] what the last close queues never fills',
    bars: `
      100 100 100 100
      100 100 100 100
      100 100 100 100 L`,
    expected: ['equity 10000 10000 10000'],
  },
  {
    title: '[BT2] a reversal closes and opens at the same open',
    bars: `
      100 100 100 100 L
      100 110 100 110 S
      120 120 110 110 L
      105 105 105 105
      105 105 105 105`,
    expected: [
      'long 10 1@100 -> 2@120 reversal 200',
      'short 10 2@120 -> 3@105 reversal 150',
      'long 10 3@105 -> 4@105 end_of_data 0',
      'equity 10000 10100 10300 10350 10350',
    ],
  },
  {
    title: '[BT3] stop and target live on the bar of the entry',
    bars: `
      100 100 100 100 L
      100 102  94  99 L
      100 121 100 120
      120 120 120 120`,
    rest: { sl: { pct: 0.05 }, tp: { pct: 0.2 } },
    expected: [
      'long 10 1@100 -> 1@95 stop -50',
      'long 10 2@100 -> 2@120 target 200',
      'equity 10000 9950 10150 10150',
    ],
  },
  {
    title: '[BT3] both touched in one bar: the stop wins, for shorts too',
    bars: `
      100 100 100 100 S
      100 106  79  90 L
      100 121  94  90
      100 100 100 100`,
    rest: { sl: { pct: 0.05 }, tp: { pct: 0.2 } },
    expected: [
      'short 10 1@100 -> 1@105 stop -50',
      'long 10 2@100 -> 2@95 stop -50',
      'equity 10000 9950 9900 9900',
    ],
  },
  {
    title: '[BT3] a gap through stop or target fills at the open; the stop slips, the target does not',
    bars: `
      100 100 100 100 L
      100 100 100 100
       80  82  79  80 S
      100 100 100 100
       50  50  50  50
      100 100 100 100`,
    rest: { sl: { pct: 0.05 }, tp: { pct: 0.25 } },
    config: { slippageRate: 0.25 },
    expected: [
      // Entered at 125, with its stop at 118.75: the open of the entry's own bar is a gap already.
      'long 10 1@125 -> 1@75 stop -500',
      'short 10 3@75 -> 3@125 stop -500',
      'equity 10000 9500 9500 9000 9000 9000',
    ],
  },
  {
    title: '[BT3] a gap through the target fills at the open',
    bars: `
      100 100 100 100 S
      100 100 100 100
       50  50  50  50
      100 100 100 100`,
    rest: { tp: { pct: 0.25 } },
    expected: ['short 10 1@100 -> 2@50 target 500', 'equity 10000 10000 10500 10500'],
  },
  {
    title: '[BT3] a gap down through a long stop fills at the open',
    bars: `
      100 100 100 100 L
      100 100  96 100
       80  82  79  80
      100 100 100 100`,
    rest: { sl: { pct: 0.05 } },
    expected: ['long 10 1@100 -> 2@80 stop -200', 'equity 10000 10000 9800 9800'],
  },
  {
    title: '[BT4] at an equity of 0 or below all closes and the run is over',
    bars: `
      100 100 100 100 L
      100 100 100 100
       90  90  89  89 S
      100 100 100 100
      100 100 100 100`,
    rest: { size: { units: 100 } },
    config: { cashCoins: 1000 },
    expected: ['long 100 1@100 -> 2@89 ruined -1100', 'ruined', 'equity 1000 1000 -100 -100 -100'],
  },
  {
    title: '[BT4] fees of the last exit count in what is left',
    bars: `
      100 100 100 100 S
      100 100 100 100
      200 200 200 200
      100 100 100 100`,
    rest: { size: { units: 10 }, fees: { fixed: 5 } },
    config: { cashCoins: 1000 },
    expected: ['short 10 1@100 -> 2@200 ruined -1010', 'ruined', 'equity 1000 995 -10 -10'],
  },
  {
    title: '[BT5] long and short at once cancel each other out; exits without a position say nothing',
    bars: `
      100 100 100 100 LS
      100 100 100 100 l
      100 100 100 100 s
      100 100 100 100`,
    expected: ['equity 10000 10000 10000 10000'],
  },
  {
    title: '[BT5] in a position its own entry rule says nothing, a reversal goes before the exit',
    bars: `
      100 100 100 100 L
      100 100 100 100 L
      100 100 100 100 s
      100 100 100 100 Sl
      100 100 100 100 LSs
      100 100 100 100
      100 100 100 100`,
    expected: [
      'long 10 1@100 -> 4@100 reversal 0',
      'short 10 4@100 -> 5@100 signal 0',
      'equity 10000 10000 10000 10000 10000 10000 10000',
    ],
  },
  {
    title: '[BT6] each fill costs its fixed part and its rate',
    bars: `
      100 100 100 100 L
      100 100 100 100 l
      200 200 200 200
      200 200 200 200`,
    rest: { fees: { fixed: 2, rate: 0.125 } },
    expected: ['long 10 1@100 -> 2@200 signal 621', 'equity 10000 9873 10621 10621'],
  },
  {
    title: '[BT7] all of the equity buys what it covers with the fee',
    bars: `
      100 100 100 100 L
      100 100 100 100
      100 100 100 100`,
    rest: { size: { pctEquity: 1 }, fees: { rate: 0.25 } },
    expected: ['long 80 1@100 -> 2@100 end_of_data -4000', 'equity 10000 8000 6000'],
  },
  {
    title: '[BT7] cash is spent with its fee; lots are whole',
    bars: `
      100 100 100 100 L
      100 100 100 100 l
      100 100 100 100
      100 100 100 100`,
    rest: { size: { cash: 1100 }, fees: { fixed: 50 } },
    config: { lotStep: 4 },
    expected: ['long 8 1@100 -> 2@100 signal -100', 'equity 10000 9950 9900 9900'],
  },
  {
    title: '[BT7] 0.3 is three lots of 0.1',
    bars: `
      100 100 100 100 L
      100 100 100 100 l
      100 100 100 100
      100 100 100 100`,
    rest: { size: { units: 0.3 } },
    config: { lotStep: 0.1 },
    expected: ['long 0.30000000000000004 1@100 -> 2@100 signal 0', 'equity 10000 10000 10000 10000'],
  },
  {
    title: '[BT7] units are cut to what the leverage covers',
    bars: `
      100 100 100 100 S
      100 100 100 100
      100 100 100 100`,
    rest: { size: { units: 1000 } },
    config: { cashCoins: 1000, leverage: 2 },
    expected: ['short 20 1@100 -> 2@100 end_of_data 0', 'equity 1000 1000 1000'],
  },
  {
    title: '[BT7] riskPct is lost at the stop',
    bars: `
      100 100 100 100 L
      100 100  75  80
      100 100 100 100`,
    rest: { size: { riskPct: 0.02 }, sl: { pct: 0.25 } },
    expected: ['long 8 1@100 -> 1@75 stop -200', 'equity 10000 9800 9800'],
  },
  {
    title: '[BT7] an order too small for a lot is counted and gone',
    bars: `
      100 100 100 100 L
      100 100 100 100 S
      100 100 100 100
      100 100 100 100`,
    rest: { size: { cash: 99 } },
    config: { lotStep: 1 },
    expected: ['rejected 2', 'equity 10000 10000 10000 10000'],
  },
  {
    title: '[BT8] what is open closes at the last close, without slippage',
    bars: `
      100 100 100 100
      100 100 100 100 S
      100 100  50  60`,
    rest: { fees: { fixed: 1 } },
    expected: ['short 10 2@100 -> 2@60 end_of_data 398', 'equity 10000 10000 10398'],
  },
  {
    title: '[BT8] or stays open, with finalize: false',
    bars: `
      100 100 100 100 L
      100 100 100 100
      100 100  50  60`,
    config: { finalize: false },
    expected: ['equity 10000 10000 9600'],
  },
  {
    title: '[BT10] btpy reads rules a bar later, and closes at the last open',
    bars: `
      100 100 100 100 S
      100 100 100 100 L
      101 101 101 101
      100 110 100 110`,
    config: { profile: 'btpy' },
    expected: ['long 10 2@101 -> 3@100 end_of_data -10', 'equity 10000 10000 10000 9990'],
  },
  {
    title: '[BT10] btpy trades whole units, and never all of the money to the last bit',
    bars: `
      100 100 100 100
      100 100 100 100 L
      100 100 100 100
      100 100 100 100`,
    rest: { size: { pctEquity: 1 } },
    config: { profile: 'btpy', cashCoins: 1000, leverage: 1 },
    expected: ['long 9 2@100 -> 3@100 end_of_data 0', 'equity 1000 1000 1000 1000'],
  },
  {
    title: '[BT10] btpy rejects what the margin does not cover',
    bars: `
      100 100 100 100
      100 100 100 100 L
      100 100 100 100
      100 100 100 100`,
    config: { profile: 'btpy', cashCoins: 999, leverage: 1 },
    expected: ['rejected 1', 'equity 999 999 999 999'],
  },
  {
    title: '[BT10] btpy is left with nothing by ruin',
    bars: `
      100 100 100 100
      100 100 100 100 S
      100 100 100 100
      150 210 150 210
      100 100 100 100`,
    config: { profile: 'btpy', cashCoins: 1000 },
    expected: ['short 10 2@100 -> 3@210 ruined -1100', 'ruined', 'equity 1000 1000 1000 0 0'],
  },
];
