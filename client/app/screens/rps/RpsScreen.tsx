import { useEffect, useMemo } from 'preact/hooks';
import type { RpsOddsTable } from '../../../sdk/index.ts';
import { formatMultiplier, formatNumber, formatPercent, formatSigned, t } from '../../i18n/i18n.ts';
import { rpsTable } from '../../store/odds.ts';
import { player } from '../../store/player.ts';
import { FairBadge } from '../../ui/FairBadge.tsx';
import { OddsGate } from '../../ui/OddsGate.tsx';
import { PlayHead } from '../../ui/PlayHead.tsx';
import { RoomGate } from '../../ui/RoomGate.tsx';
import { SessionEnd } from '../../ui/SessionEnd.tsx';
import { StakeStepper } from '../../ui/StakeStepper.tsx';
import { StartPanel } from '../../ui/StartPanel.tsx';
import { useTitle } from '../../ui/useTitle.ts';
import { Duel } from './Duel.tsx';
import { HandButtons } from './HandButtons.tsx';
import { HouseController, type ShownThrow } from './houseController.ts';
import { RpsModes } from './RpsModes.tsx';
import '../../ui/betPanel.css';
import './rps.css';

export default function RpsScreen() {
  useTitle(t('rps.title'));
  return (
    <OddsGate find={() => rpsTable.value}>
      {(table) => (player.value ? <House table={table} /> : <Showcase table={table} />)}
    </OddsGate>
  );
}

function House({ table }: { table: RpsOddsTable }) {
  const controller = useMemo(() => new HouseController(table.odds), [table.odds]);
  useEffect(() => () => controller.leave(), [controller]);
  const thrown = controller.thrown.value;
  const known = thrown && controller.shown.value ? thrown : null;
  const under = controller.asking.value || (thrown !== null && !known);
  return (
    <RoomGate status={controller.status.value}>
      <div class="page play rps">
        <PlayHead name={t('rps.title')} odds={`/odds/${table.oddsHash}`} />
        <section class="panel play-stage rps-stage">
          <RpsModes mode="house" />
          <Duel
            you={{ name: t('rps.you'), hand: controller.hand.value, wins: known?.outcome === 'win' }}
            other={{ name: t('rps.house'), hand: known?.serverHand ?? null, wins: known?.outcome === 'lose' }}
            shaking={under}
          />
          <p class="win-bar" data-testid="rps-result" data-outcome={known?.outcome ?? ''}>
            {known ? <Outcome thrown={known} /> : t(under ? 'rps.revealing' : 'rps.invite')}
          </p>
        </section>
        <div class="play-controls">
          <section class="panel bet-panel">
            {!controller.ended.value && (
              <>
                <StakeStepper
                  steps={controller.stakes}
                  value={controller.betCoins.value}
                  onChange={(betCoins) => controller.chooseBet(betCoins)}
                />
                <HandButtons
                  disabled={!controller.ready.value}
                  chosen={controller.hand.value}
                  onThrow={(hand) => void controller.throwHand(hand)}
                />
                <p class="note">{t('rps.pays', payments(table))}</p>
              </>
            )}
            <SessionEnd controller={controller} />
          </section>
        </div>
        <div class="play-rest">
          <LastThrows last={controller.last.value} />
        </div>
        <p class="visually-hidden" aria-live="polite" data-testid="own-result">
          {known && sayOutcome(known)}
        </p>
      </div>
    </RoomGate>
  );
}

function Showcase({ table }: { table: RpsOddsTable }) {
  return (
    <div class="page play rps">
      <PlayHead name={t('rps.title')} odds={`/odds/${table.oddsHash}`} />
      <section class="panel play-stage rps-stage">
        <RpsModes mode="house" />
        <Duel
          you={{ name: t('rps.you'), hand: 'scissors', wins: false }}
          other={{ name: t('rps.house'), hand: 'paper', wins: false }}
          shaking={false}
        />
        <p class="win-bar muted">{t('rps.pays', payments(table))}</p>
      </section>
      <div class="play-controls">
        <StartPanel text={t('rps.startFirst')} />
      </div>
    </div>
  );
}

function payments({ odds, returnToPlayer }: RpsOddsTable) {
  return {
    win: formatMultiplier(odds.winHundredths),
    draw: formatMultiplier(odds.drawHundredths),
    rtp: formatPercent(returnToPlayer * 100),
  };
}

function Outcome({ thrown }: { thrown: ShownThrow }) {
  const tone = { win: 'good', draw: '', lose: 'bad' }[thrown.outcome];
  return (
    <strong class={tone}>
      {t(`rps.${thrown.outcome}`)}
      {thrown.outcome !== 'draw' && ` ${formatSigned(thrown.payoutCoins - thrown.betCoins)}`}{' '}
      <FairBadge path={`/verify/played/${thrown.gameId}`} title={t('rps.title')} />
    </strong>
  );
}

function sayOutcome({ hand, serverHand, outcome, payoutCoins }: ShownThrow): string {
  return t('rps.say', {
    hand: t(`hand.${hand}`),
    other: t(`hand.${serverHand}`),
    outcome: t(`rps.${outcome}`),
    amount: formatNumber(payoutCoins),
  });
}

function LastThrows({ last }: { last: readonly ShownThrow[] }) {
  return (
    <section class="panel">
      <h2>{t('rps.last')}</h2>
      {last.length === 0 ? (
        <p class="empty last-games">{t('slots.lastNone')}</p>
      ) : (
        <ul class="chips last-games">
          {last.map((thrown) => (
            <li key={thrown.gameId}>
              <a
                class={`chip ${thrown.outcome === 'win' ? 'chip-good' : ''}`}
                href={`/history/${thrown.gameId}`}
                aria-label={sayOutcome(thrown)}
              >
                {formatSigned(thrown.payoutCoins - thrown.betCoins)}
              </a>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
