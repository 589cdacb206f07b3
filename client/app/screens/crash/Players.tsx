import { useSignal } from '@preact/signals';
import { formatMultiplier, formatNumber, t } from '../../i18n/i18n.ts';
import { player } from '../../store/player.ts';
import { Tabs } from '../../ui/Tabs.tsx';
import type { TableController } from './tableController.ts';

/** Who else plays: the largest bets, and the latest cash-outs. */
export function Players({ controller }: { controller: TableController }) {
  const shown = useSignal<'players' | 'cashouts'>('players');
  const state = controller.state.value;
  return (
    <section class="panel players">
      <Tabs
        id="players"
        label={t('crash.players')}
        selected={shown.value}
        tabs={[
          { id: 'players', label: t('crash.players') },
          { id: 'cashouts', label: t('crash.cashouts') },
        ]}
        onSelect={(id) => {
          shown.value = id;
        }}
      >
        {state &&
          (shown.value === 'players' ? (
            <TopBets bets={state.topBets} count={state.bets} stakedCoins={state.stakedCoins} />
          ) : (
            <Cashouts cashouts={state.cashouts} />
          ))}
      </Tabs>
    </section>
  );
}

interface TopBet {
  nickname: string;
  amountCoins: number;
  atHundredths: number;
  bot: boolean;
}

function TopBets({ bets, count, stakedCoins }: { bets: TopBet[]; count: number; stakedCoins: number }) {
  const own = player.value?.nickname;
  if (bets.length === 0) return <p class="empty">{t('crash.playersNone')}</p>;
  return (
    <>
      <p class="hint">
        {t('crash.totals', { bets: formatNumber(count), staked: formatNumber(stakedCoins) })}
      </p>
      <div class="list-scroll">
        <table class="table compact">
          <thead>
            <tr>
              <th>{t('crash.colPlayer')}</th>
              <th class="num">{t('crash.colStake')}</th>
              <th class="num">{t('crash.colOut')}</th>
            </tr>
          </thead>
          <tbody>
            {bets.map(({ nickname, amountCoins, atHundredths, bot }) => (
              <tr key={nickname} class={nickname === own ? 'is-own' : ''}>
                <td>
                  <Nickname nickname={nickname} bot={bot} />
                </td>
                <td class="num">{formatNumber(amountCoins)}</td>
                <td class="num">
                  {atHundredths > 0 ? (
                    <span class="good">{formatMultiplier(atHundredths)}</span>
                  ) : (
                    <span class="muted">{t('app.unknown')}</span>
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}

interface RecentCashout {
  nickname: string;
  atHundredths: number;
  payoutCoins: number;
  bot: boolean;
}

function Cashouts({ cashouts }: { cashouts: RecentCashout[] }) {
  const own = player.value?.nickname;
  if (cashouts.length === 0) return <p class="empty">{t('crash.cashoutsNone')}</p>;
  return (
    <div class="list-scroll">
      <table class="table compact">
        <thead>
          <tr>
            <th>{t('crash.colPlayer')}</th>
            <th class="num">{t('crash.colOut')}</th>
            <th class="num">{t('crash.colPaid')}</th>
          </tr>
        </thead>
        <tbody>
          {cashouts.map(({ nickname, atHundredths, payoutCoins, bot }) => (
            <tr key={nickname} class={nickname === own ? 'is-own' : ''}>
              <td>
                <Nickname nickname={nickname} bot={bot} />
              </td>
              <td class="num">{formatMultiplier(atHundredths)}</td>
              <td class="num good">{formatNumber(payoutCoins)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Nickname({ nickname, bot }: { nickname: string; bot: boolean }) {
  return (
    <span class="nickname">
      <span class="nickname-text">{nickname}</span>
      {bot && <span class="bot-mark">{t('crash.bot')}</span>}
    </span>
  );
}
