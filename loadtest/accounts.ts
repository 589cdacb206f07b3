import { SharedArray } from 'k6/data';
import { SETTINGS } from './settings.ts';

/** A player whom `npm run loadtest` has made. */
export interface Account {
  playerId: string;
  token: string;
}

/** Players, and the operator of the run as the last one. */
const accounts = new SharedArray('accounts', () => JSON.parse(open(SETTINGS.accountsFile)) as Account[]);

export function accountAt(place: number): Account {
  if (place >= accounts.length - 1) throw new Error(`there is no account ${place}: --players is too large`);
  return accounts[place]!;
}

export function operator(): Account {
  return accounts[accounts.length - 1]!;
}
