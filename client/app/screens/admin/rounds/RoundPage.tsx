import type { AdminRoundBet, AdminRoundDetail } from '../../../../sdk/index.ts';
import { formatInstant, formatMultiplier, formatNumber, t, tableName } from '../../../i18n/i18n.ts';
import { Fact } from '../../../ui/Fact.tsx';
import { Icon } from '../../../ui/Icon.tsx';
import { ask } from '../act/ActDialog.tsx';
import { admin } from '../operator.ts';
import { Problem } from '../Problem.tsx';
import { Refresh } from '../Refresh.tsx';
import { allowed } from '../standing.ts';
import { useAsked } from '../useAsked.ts';

/** One crash round with its bets. Until it has ended, nobody knows its bust here either. */
export function RoundPage({ table, game }: { table: string; game: number }) {
  const asked = useAsked(() => admin.round(table, game), `${table} ${game}`);
  const round = asked.value.value;
  const title = t('history.crashRound', { table: tableName(table), game: formatNumber(game) });
  const ended = round?.status === 'settled' || round?.status === 'voided';
  return (
    <>
      <div class="recall-head">
        <a class="icon-button" href="/admin/rounds" aria-label={t('admin.tab.rounds')}>
          <Icon name="back" />
        </a>
        <h1>{title}</h1>
        {round && <span class="badge badge-plain">{t(`admin.rounds.status.${round.status}`)}</span>}
        <Refresh again={asked.again} />
      </div>
      {asked.error.value && <Problem error={asked.error.value} again={asked.again} />}
      {!round && !asked.error.value && <p class="empty">{t('app.loading')}</p>}
      {round && (
        <>
          <div class="admin-acts">
            {!ended && allowed('voidRounds') && (
              <button
                type="button"
                class="button small danger"
                data-act="void"
                onClick={() => askVoid(round, title, asked.again)}
              >
                {t('admin.void.title')}
              </button>
            )}
            {ended && (
              <a class="button small" href={`/verify/${encodeURIComponent(table)}/${game}`}>
                {t('history.verify')}
              </a>
            )}
          </div>
          <RoundFacts round={round} />
          <section class="panel history">
            <h2>{t('admin.rounds.bets')}</h2>
            <BetTable bets={round.bets} />
          </section>
        </>
      )}
    </>
  );
}

function askVoid(
  { table, game, bets, stakedCoins }: AdminRoundDetail,
  title: string,
  again: () => void,
): void {
  const key = crypto.randomUUID();
  ask({
    title: t('admin.void.of', { title }),
    what: t('admin.void.what', { title, bets: formatNumber(bets.length), coins: formatNumber(stakedCoins) }),
    confirm: t('admin.void.of', { title }),
    danger: true,
    run: (reason) => admin.voidRound(table, game, reason, key),
    done: t('admin.void.done', { title }),
    after: again,
  });
}

function RoundFacts({ round }: { round: AdminRoundDetail }) {
  const instant = (atMs: number | null) => (atMs === null ? t('app.unknown') : formatInstant(atMs));
  return (
    <section class="panel admin-facts">
      {round.voidReason && <p class="bad">{t('admin.void.reason', { reason: round.voidReason })}</p>}
      <dl class="facts facts-narrow">
        <Fact
          label={t('admin.rounds.bust')}
          value={round.bustHundredths === null ? t('app.unknown') : formatMultiplier(round.bustHundredths)}
        />
        <Fact label={t('admin.rounds.bets')} value={formatNumber(round.bets.length)} />
        <Fact label={t('admin.rounds.staked')} value={formatNumber(round.stakedCoins)} />
        <Fact label={t('admin.rounds.paid')} value={formatNumber(round.paidCoins)} />
      </dl>
      <dl class="values">
        <div>
          <dt>{t('admin.rounds.started')}</dt>
          <dd>{instant(round.startedAtMs)}</dd>
        </div>
        <div>
          <dt>{t('admin.rounds.launched')}</dt>
          <dd>{instant(round.launchedAtMs)}</dd>
        </div>
        <div>
          <dt>{t('admin.rounds.busted')}</dt>
          <dd>{instant(round.bustedAtMs)}</dd>
        </div>
        <div>
          <dt>{t('admin.rounds.hash')}</dt>
          <dd class={round.hash === null ? 'muted' : 'mono'}>{round.hash ?? t('admin.rounds.hidden')}</dd>
        </div>
      </dl>
    </section>
  );
}

function BetTable({ bets }: { bets: readonly AdminRoundBet[] }) {
  if (bets.length === 0) return <p class="empty">{t('crash.playersNone')}</p>;
  return (
    <table class="table cards" data-testid="round-bets">
      <thead>
        <tr>
          <th>{t('admin.player')}</th>
          <th class="num">{t('history.stake')}</th>
          <th class="num">{t('crash.auto')}</th>
          <th>{t('history.outcome')}</th>
          <th class="num">{t('history.out')}</th>
          <th class="num">{t('history.payout')}</th>
        </tr>
      </thead>
      <tbody>
        {bets.map((bet) => (
          <tr key={bet.betId}>
            <td class="what">
              <a href={`/admin/players/${bet.playerId}`}>{bet.nickname}</a>
            </td>
            <td class="num" data-label={t('history.stake')}>
              {formatNumber(bet.amountCoins)}
            </td>
            <td class="num" data-label={t('crash.auto')}>
              {multiplier(bet.autoCashoutHundredths)}
            </td>
            <td data-label={t('history.outcome')}>{t(`outcome.${bet.state}`)}</td>
            <td class="num" data-label={t('history.out')}>
              {multiplier(bet.cashout?.atHundredths ?? null)}
            </td>
            <td class="num" data-label={t('history.payout')}>
              {bet.cashout ? formatNumber(bet.cashout.payoutCoins) : t('app.unknown')}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function multiplier(hundredths: number | null): string {
  return hundredths === null ? t('app.unknown') : formatMultiplier(hundredths);
}
