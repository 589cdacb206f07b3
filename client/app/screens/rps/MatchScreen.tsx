import { useSignal } from '@preact/signals';
import { useEffect, useMemo } from 'preact/hooks';
import type { RpsOddsTable } from '../../../sdk/index.ts';
import { formatNumber, formatPercent, formatSeconds, t } from '../../i18n/i18n.ts';
import { rpsTable } from '../../store/odds.ts';
import { coins, player } from '../../store/player.ts';
import { OddsGate } from '../../ui/OddsGate.tsx';
import { PlayHead } from '../../ui/PlayHead.tsx';
import { RoomGate } from '../../ui/RoomGate.tsx';
import { StakeStepper } from '../../ui/StakeStepper.tsx';
import { StartPanel } from '../../ui/StartPanel.tsx';
import { useTitle } from '../../ui/useTitle.ts';
import { Duel } from './Duel.tsx';
import { HandButtons } from './HandButtons.tsx';
import { MatchStage } from './MatchStage.tsx';
import { MatchController } from './matchController.ts';
import { RpsModes } from './RpsModes.tsx';
import '../../ui/betPanel.css';
import './rps.css';

export default function MatchScreen() {
  useTitle(t('rps.matchTitle'));
  return <OddsGate find={() => rpsTable.value}>{(table) => <Match table={table} />}</OddsGate>;
}

/** A stake is chosen first; a table of two is joined only then. */
function Match({ table }: { table: RpsOddsTable }) {
  const joined = useSignal<number | null>(null);
  const steps = table.odds.match.betSteps;
  const betCoins = useSignal(steps[Math.min(1, steps.length - 1)]!);
  if (joined.value !== null) {
    return (
      <Seat
        table={table}
        betCoins={joined.value}
        onLeave={() => {
          joined.value = null;
        }}
      />
    );
  }
  const short = coins.value !== null && coins.value < betCoins.value;
  return (
    <div class="page play rps">
      <PlayHead name={t('rps.matchTitle')} odds={`/odds/${table.oddsHash}`} />
      <section class="panel play-stage rps-stage">
        <RpsModes mode="match" />
        <Duel
          you={{ name: t('rps.you'), hand: 'rock', wins: false }}
          other={{ name: t('rps.opponent'), hand: null, wins: false }}
          shaking={false}
        />
        <p class="win-bar muted">{t('rps.matchInvite')}</p>
      </section>
      <div class="play-controls">
        {player.value ? (
          <section class="panel bet-panel">
            <StakeStepper
              steps={steps}
              value={betCoins.value}
              onChange={(chosen) => {
                betCoins.value = chosen;
              }}
            />
            <button
              type="button"
              class="main-button"
              data-testid="main-button"
              disabled={short}
              onClick={() => {
                joined.value = betCoins.value;
              }}
            >
              {t(short ? 'crash.stakeFunds' : 'rps.find', { amount: formatNumber(betCoins.value) })}
            </button>
            <p class="note">{t('rps.fee', { percent: formatPercent(table.odds.match.feeHundredths) })}</p>
          </section>
        ) : (
          <StartPanel text={t('rps.startFirst')} />
        )}
      </div>
      <div class="play-rest">
        <Explanation table={table} />
      </div>
    </div>
  );
}

interface SeatProps {
  table: RpsOddsTable;
  betCoins: number;
  onLeave(): void;
}

function Seat({ table, betCoins, onLeave }: SeatProps) {
  const controller = useMemo(() => new MatchController(betCoins), [betCoins]);
  useEffect(() => () => controller.leave(), [controller]);
  const match = controller.match.value;
  const open = match?.phase === 'committing' && !match.you.committed;
  const { state } = controller.status.value;
  return (
    <RoomGate status={controller.status.value}>
      <div class="page play rps">
        <PlayHead name={t('rps.matchTitle')} odds={`/odds/${table.oddsHash}`} />
        <MatchStage controller={controller} />
        <div class="play-controls">
          <section class="panel bet-panel">
            <HandButtons
              disabled={!open || state !== 'live' || controller.asking.value}
              chosen={controller.hand.value}
              onThrow={(hand) => void controller.commit(hand)}
            />
            <p class="match-stake">{t('rps.stake', { amount: formatNumber(controller.betCoins) })}</p>
            {state === 'offline' && <p class="match-elsewhere muted">{t('rps.elsewhere')}</p>}
            <button type="button" class="button wide" onClick={onLeave}>
              {t('rps.leave')}
            </button>
          </section>
        </div>
        <div class="play-rest">
          <Explanation table={table} />
        </div>
      </div>
    </RoomGate>
  );
}

function Explanation({ table }: { table: RpsOddsTable }) {
  const { commitWithinMs, revealWithinMs, feeHundredths } = table.odds.match;
  return (
    <section class="panel">
      <h2>{t('rps.howTitle')}</h2>
      <p class="muted">{t('rps.how')}</p>
      <p class="hint">
        {t('rps.times', {
          commit: formatSeconds(commitWithinMs),
          reveal: formatSeconds(revealWithinMs),
          fee: formatPercent(feeHundredths),
        })}
      </p>
    </section>
  );
}
