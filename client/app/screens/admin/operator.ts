import { Admin } from '../../../sdk/index.ts';
import { fair } from '../../store/player.ts';

/** The operators' routes, called as whoever is signed in. Not part of `fair`, so that only the console loads it. */
export const admin = new Admin(fair.caller);
