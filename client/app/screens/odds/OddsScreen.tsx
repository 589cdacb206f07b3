import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { FairgroundError, type OddsTable } from '../../../sdk/index.ts';
import { errorText, formatPercent, nameOf, t, tableName } from '../../i18n/i18n.ts';
import { oddsTables } from '../../store/odds.ts';
import { fair } from '../../store/player.ts';
import { Fact } from '../../ui/Fact.tsx';
import { OddsGate } from '../../ui/OddsGate.tsx';
import { useTitle } from '../../ui/useTitle.ts';
import { BannerOdds } from './BannerOdds.tsx';
import { MachineOdds } from './MachineOdds.tsx';
import { RpsOddsFacts } from './RpsOddsFacts.tsx';
import './odds.css';

/** Every odds table in force, or one of them; an older one by its hash, as it was. */
export default function OddsScreen({ oddsHash }: { oddsHash: string | null }) {
  useTitle(t('odds.title'));
  return (
    <OddsGate find={() => oddsTables.value}>
      {(tables) => {
        const shown = oddsHash ? tables.find((table) => table.oddsHash === oddsHash) : tables[0];
        return (
          <div class="page odds">
            <div class="page-intro">
              <h1>{t('odds.title')}</h1>
              <p class="muted">{t('odds.intro')}</p>
            </div>
            <div class="odds-body">
              <nav class="panel odds-list" aria-label={t('odds.title')}>
                {tables.map((table) => (
                  <a
                    key={table.oddsHash}
                    href={`/odds/${table.oddsHash}`}
                    aria-current={table === shown ? 'page' : undefined}
                  >
                    <span>{titleOf(table)}</span>
                    <span class="muted">{shareOf(table)}</span>
                  </a>
                ))}
              </nav>
              {shown ? <Table table={shown} /> : <OldTable oddsHash={oddsHash!} key={oddsHash} />}
            </div>
          </div>
        );
      }}
    </OddsGate>
  );
}

function titleOf(table: OddsTable): string {
  switch (table.game) {
    case 'crash':
      return t('crash.title', { table: tableName(table.table) });
    case 'rps':
      return t('rps.title');
    default:
      return nameOf(table.odds.name);
  }
}

function shareOf(table: OddsTable): string {
  return table.game === 'gacha' ? t('game.gacha') : formatPercent(table.returnToPlayer * 100);
}

function Table({ table }: { table: OddsTable }) {
  return (
    <section class="panel odds-table" data-testid="odds" data-game={table.game}>
      <h2>{titleOf(table)}</h2>
      {table.game !== 'gacha' && (
        <dl class="facts facts-wide">
          <Fact label={t('odds.return')} value={formatPercent(table.returnToPlayer * 100, 4)} />
          <Fact
            label={t('odds.exact')}
            value={table.returnToPlayerExact}
            wide={table.returnToPlayerExact.length > 30}
          />
        </dl>
      )}
      {table.game === 'slots' && <MachineOdds table={table} />}
      {table.game === 'gacha' && <BannerOdds table={table} />}
      {table.game === 'rps' && <RpsOddsFacts odds={table.odds} />}
      {table.game === 'crash' && (
        <dl class="values">
          <div>
            <dt>{t('lobby.edge')}</dt>
            <dd>{formatPercent(table.odds.edgePercent)}</dd>
          </div>
          <div>
            <dt>{t('verify.value.formula')}</dt>
            <dd class="mono">{table.odds.bustFormula}</dd>
          </div>
        </dl>
      )}
      <Hash oddsHash={table.oddsHash} />
    </section>
  );
}

function Hash({ oddsHash }: { oddsHash: string }) {
  return (
    <p class="hint">
      {t('odds.hash')} <code class="mono">{oddsHash}</code>
    </p>
  );
}

/** A table that is not in force any more: as it was recorded, without what is computed from it. */
function OldTable({ oddsHash }: { oddsHash: string }) {
  const text = useSignal<string | null>(null);
  const problem = useSignal<FairgroundError | null>(null);
  useEffect(() => {
    fair.oddsByHash(oddsHash).then(
      ({ odds }) => {
        text.value = JSON.stringify(odds, null, 1);
      },
      (error: unknown) => {
        problem.value = error instanceof FairgroundError ? error : new FairgroundError('internal');
      },
    );
  }, [oddsHash]);
  return (
    <section class="panel odds-table">
      <h2>{t('odds.old')}</h2>
      {problem.value && <p class="field-error">{errorText(problem.value)}</p>}
      {text.value && <pre class="mono odds-json">{text.value}</pre>}
      <Hash oddsHash={oddsHash} />
    </section>
  );
}
