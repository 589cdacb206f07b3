import { useEffect, useMemo } from 'preact/hooks';
import type { SlotsOddsTable } from '../../../sdk/index.ts';
import { formatNumber, nameOf, t } from '../../i18n/i18n.ts';
import { machines } from '../../store/odds.ts';
import { player } from '../../store/player.ts';
import { OddsGate } from '../../ui/OddsGate.tsx';
import { PlayHead } from '../../ui/PlayHead.tsx';
import { RoomGate } from '../../ui/RoomGate.tsx';
import { StartPanel } from '../../ui/StartPanel.tsx';
import { useTitle } from '../../ui/useTitle.ts';
import { LastSpins } from './LastSpins.tsx';
import { PayTable } from './PayTable.tsx';
import { Reels } from './Reels.tsx';
import { SpinPanel } from './SpinPanel.tsx';
import { SpinResult } from './SpinResult.tsx';
import { StillReels } from './StillReels.tsx';
import { SlotsController } from './slotsController.ts';
import { useSpaceBar } from './useSpaceBar.ts';
import './slots.css';

export default function SlotsScreen({ machine }: { machine: string }) {
  return (
    <OddsGate find={() => machines.value.find((table) => table.machine === machine)}>
      {(table) => (player.value ? <Machine table={table} key={machine} /> : <Showcase table={table} />)}
    </OddsGate>
  );
}

function Machine({ table }: { table: SlotsOddsTable }) {
  const { odds: machine } = table;
  useTitle(nameOf(machine.name));
  const controller = useMemo(() => new SlotsController(machine), [machine]);
  useEffect(() => () => controller.leave(), [controller]);
  useSpaceBar(() => controller.press());
  return (
    <RoomGate status={controller.status.value}>
      <div class="page play slots">
        <PlayHead name={nameOf(machine.name)} odds={`/odds/${table.oddsHash}`} />
        <section class="panel play-stage slots-stage">
          <Reels controller={controller} />
          <div class="slots-result">
            <SpinResult controller={controller} />
          </div>
        </section>
        <div class="play-controls">
          <SpinPanel controller={controller} />
        </div>
        <div class="play-rest">
          <LastSpins controller={controller} />
          <Pays table={table} />
        </div>
        <Announcer controller={controller} />
      </div>
    </RoomGate>
  );
}

/** What a machine looks like to somebody who can't play yet. */
function Showcase({ table }: { table: SlotsOddsTable }) {
  useTitle(nameOf(table.odds.name));
  return (
    <div class="page play slots">
      <PlayHead name={nameOf(table.odds.name)} odds={`/odds/${table.oddsHash}`} />
      <section class="panel play-stage slots-stage">
        <StillReels machine={table.odds} />
      </section>
      <div class="play-controls">
        <StartPanel text={t('slots.startFirst')} />
      </div>
      <div class="play-rest">
        <Pays table={table} />
      </div>
    </div>
  );
}

function Pays({ table }: { table: SlotsOddsTable }) {
  return (
    <section class="panel">
      <h2>{t('slots.payTable')}</h2>
      <PayTable machine={table.odds} />
    </section>
  );
}

/** Says each result once, when all of it is on view. */
function Announcer({ controller }: { controller: SlotsController }) {
  const spin = controller.spin.value;
  const done = spin && !controller.showing.value && !controller.waiting.value;
  return (
    <p class="visually-hidden" aria-live="polite" data-testid="own-result">
      {done &&
        t(spin.winCoins > 0 ? 'slots.sayWon' : 'slots.sayLost', {
          amount: formatNumber(spin.winCoins),
          bet: formatNumber(spin.betCoins),
        })}
    </p>
  );
}
