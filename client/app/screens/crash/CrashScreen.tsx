import { useEffect, useMemo } from 'preact/hooks';
import { errorText, formatNumber, t, tableName } from '../../i18n/i18n.ts';
import { player } from '../../store/player.ts';
import { Icon } from '../../ui/Icon.tsx';
import { Nowhere } from '../../ui/Nowhere.tsx';
import { useTitle } from '../../ui/useTitle.ts';
import { Announcer } from './Announcer.tsx';
import { BetPanel } from './BetPanel.tsx';
import { LastBusts } from './LastBusts.tsx';
import { OwnBets } from './OwnBets.tsx';
import { Players } from './Players.tsx';
import { Stage } from './Stage.tsx';
import { TableController } from './tableController.ts';
import { useShortcuts } from './useShortcuts.ts';
import './crash.css';

export default function CrashScreen({ table }: { table: string }) {
  // Signing in while watching takes a seat to play in place of the one to watch.
  const signedIn = player.value !== null;
  return <Table table={table} signedIn={signedIn} key={`${table} ${signedIn}`} />;
}

function Table({ table, signedIn }: { table: string; signedIn: boolean }) {
  const name = tableName(table);
  useTitle(t('crash.title', { table: name }));
  const controller = useMemo(() => new TableController(table, signedIn), [table, signedIn]);
  useEffect(() => () => controller.leave(), [controller]);
  useShortcuts(controller);
  const status = controller.status.value;
  if (status.state === 'offline' && status.error) {
    const isUnknown = status.error.code === 'not_found';
    return <Nowhere text={isUnknown ? t('crash.noTable') : errorText(status.error)} />;
  }
  return (
    <div class={signedIn ? 'page crash' : 'page crash is-watched'}>
      <Head controller={controller} name={name} />
      <Stage controller={controller} />
      <BetPanel controller={controller} />
      {/* Shown above the stage; for the keyboard its many links come after the bet. */}
      <LastBusts controller={controller} />
      <Players controller={controller} />
      <OwnBets controller={controller} />
      <Announcer controller={controller} />
    </div>
  );
}

function Head({ controller, name }: { controller: TableController; name: string }) {
  const state = controller.state.value;
  return (
    <div class="crash-head">
      <a class="icon-button" href="/" aria-label={t('crash.back')}>
        <Icon name="back" />
      </a>
      <h1>{name}</h1>
      {state && state.game > 0 && (
        <p class="muted">
          {t('crash.round', { game: formatNumber(state.game) })}
          <span class="visually-hidden">{t(`phase.${state.phase}`)}</span>
        </p>
      )}
    </div>
  );
}
