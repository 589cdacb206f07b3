import { expect } from 'vitest';
import type { LimitKind } from '../../domain/limits/limits.ts';
import type { Period } from '../../domain/limits/periods.ts';
import type { LedgerWorld, WorldPlayer } from './ledgerWorld.ts';
import type { Row } from './scriptRows.ts';

/**
 * Rows about limits: `limit player kind.period=value ...` (or `none`), `pause player hours=`, `exclude player days=`,
 * `plays player ms=`, `day` (passes), `otherday player` (of this week: when it staked), and `used player kind.period -> amount`.
 */
export class LimitRows {
  readonly #world: LedgerWorld;
  readonly #player: (name: string) => Promise<WorldPlayer>;

  constructor(world: LedgerWorld, player: (name: string) => Promise<WorldPlayer>) {
    this.#world = world;
    this.#player = player;
  }

  /** False: the row is about something else. */
  async run({ words, options, text, expected }: Row): Promise<boolean> {
    const [verb, name, of] = words;
    if (verb === 'day') {
      await this.#world.passDay();
      return true;
    }
    if (!['otherday', 'limit', 'pause', 'exclude', 'plays', 'used'].includes(verb!)) return false;
    const player = await this.#player(name!);
    if (verb === 'limit') {
      for (const [named, value] of Object.entries(options)) {
        const [kind, period] = named.split('.') as [LimitKind, Period];
        const wished = value === 'none' ? null : Number(value);
        await this.#world.limit(player, { [kind]: { [period]: wished } });
      }
    }
    if (verb === 'otherday') await this.#world.otherDayOfWeek(player);
    if (verb === 'pause') await this.#world.pause(player, Number(options.hours));
    if (verb === 'exclude') await this.#world.exclude(player, Number(options.days));
    if (verb === 'plays') await this.#world.played(player, Number(options.ms));
    if (verb === 'used') {
      const [kind, period] = of!.split('.') as [LimitKind, Period];
      expect(`${text} -> ${await this.#world.used(player, kind, period)}`).toBe(`${text} -> ${expected}`);
    }
    return true;
  }
}
