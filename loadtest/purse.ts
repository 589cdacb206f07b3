import { count, rejections } from './measures.ts';

/** What a player believes to have won and lost, by nothing but what the server has answered and told. */
export class Purse {
  coins = 0;
  credits = 0;
  /** Stakes whose end is not known yet, and requests without a certain answer. */
  open = 0;
  readonly playerId: string;

  constructor(playerId: string) {
    this.playerId = playerId;
    purses.push(this);
  }
}

/** Of all players of this virtual user. */
const purses: Purse[] = [];

/** Told at the end by each virtual user, for `npm run loadtest` to hold it against the ledger. */
export function tellBeliefs(): void {
  for (const { open } of purses) if (open > 0) count('outcomes_unknown', open);
  const beliefs = purses.map(({ playerId, coins, credits, open }) => [playerId, coins, credits, open]);
  console.log(JSON.stringify({ beliefs, rejections }));
}
