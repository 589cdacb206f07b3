import type { PullAnswer } from '../../domain/protocol/gacha.ts';
import type { SpinAnswer } from '../../domain/protocol/slots.ts';
import { type Cursor, fieldReader, unpack } from '../colyseus/unpack.ts';
import { count } from '../measures.ts';
import { SETTINGS } from '../settings.ts';
import type { Solitaire } from './solitaire.ts';

const BET_COINS = 100;

export const SLOTS: Solitaire<SpinAnswer['winCoins']> = {
  ...{ room: 'slots', options: { machine: 'neon3' }, request: 'spin', body: { betCoins: BET_COINS } },
  time: 'spin_ms',
  read: fieldReader('winCoins') as (from: Cursor) => number,
  gainOf: (winCoins) => winCoins - BET_COINS,
};

export const GACHA: Solitaire<PullAnswer> = {
  ...{ room: 'gacha', options: { banner: SETTINGS.banner }, request: 'pull', body: { count: 1 } },
  time: 'pull_ms',
  read: (from) => unpack(from) as PullAnswer,
  gainOf: ({ costCoins }) => -costCoins,
  onAnswer({ items }) {
    for (const { soldOut } of items) if (soldOut !== undefined) count('sold_out');
  },
};
