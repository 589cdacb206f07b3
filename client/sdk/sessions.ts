import type { GachaStanding, PullAnswer } from '../../domain/protocol/gacha.ts';
import type { Hand, RpsStanding, ThrowAnswer } from '../../domain/protocol/rps.ts';
import type { SlotsStanding, SpinAnswer } from '../../domain/protocol/slots.ts';
import type { HttpDefaults } from './http.ts';
import { type PlayRoomOptions, RoomSession } from './roomSession.ts';

/** At a slot machine. */
export class SlotsSession extends RoomSession<SlotsStanding> {
  readonly machine: string;

  constructor(http: HttpDefaults, options: PlayRoomOptions, machine: string) {
    super(http, options, { name: 'slots', joinOptions: { machine } });
    this.machine = machine;
  }

  /** @param betCoins one of the machine's `betSteps` */
  async spin(betCoins: number, key?: string): Promise<SpinAnswer & { key: string }> {
    const answer = await this.play<SpinAnswer>('spin', { betCoins }, key);
    this.updateStanding((standing) => {
      const others = standing.streaks.filter((one) => one.betCoins !== betCoins);
      const own = answer.streak > 0 ? [{ betCoins, streak: answer.streak }] : [];
      return { ...standing, streaks: [...others, ...own] };
    });
    return answer;
  }
}

/** At a gacha banner. */
export class GachaSession extends RoomSession<GachaStanding> {
  readonly banner: string;

  constructor(http: HttpDefaults, options: PlayRoomOptions, banner: string) {
    super(http, options, { name: 'gacha', joinOptions: { banner } });
    this.banner = banner;
  }

  /** `daily_gacha_limit` carries `{limit, used, resetsAtMs}`. */
  async pull(count: 1 | 10, key?: string): Promise<PullAnswer & { key: string }> {
    const answer = await this.play<PullAnswer>('pull', { count }, key);
    const { pity, dailyRemaining } = answer;
    this.updateStanding((standing) => ({ ...standing, pity, dailyRemaining }));
    return answer;
  }
}

/** Rock-paper-scissors against the house. */
export class RpsSession extends RoomSession<RpsStanding> {
  constructor(http: HttpDefaults, options: PlayRoomOptions) {
    super(http, options, { name: 'rps', joinOptions: {} });
  }

  throwHand(betCoins: number, hand: Hand, key?: string): Promise<ThrowAnswer & { key: string }> {
    return this.play<ThrowAnswer>('throw', { betCoins, hand }, key);
  }
}
