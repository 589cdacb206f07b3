import { loadConfig } from '../../server/config.ts';
import { loadOddsTables } from '../../server/oddsTables.ts';
import { gachaSubject } from './gachaSubject.ts';
import { rpsSubject } from './rpsSubject.ts';
import { slotsSubject } from './slotsSubject.ts';
import type { Subject } from './subject.ts';

/** Every odds table that there is, those of `ODDS_DIR` too, in the order of their names: a machine or banner more is proven without a word here. */
export async function loadSubjects(): Promise<Subject[]> {
  const { machines, banners, rps } = await loadOddsTables(loadConfig(process.env, 'reader').oddsDir);
  return [
    ...[...machines.values()].map(({ odds }) => slotsSubject(odds)),
    ...[...banners.values()].map(({ odds }) => gachaSubject(odds)),
    rpsSubject(rps.odds),
  ];
}
