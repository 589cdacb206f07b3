import type { SlotMachine } from '../../../../domain/slots/machine.ts';
import type { SlotsOddsTable } from '../../../sdk/index.ts';
import { GameArt } from '../../art/GameArt.tsx';
import { formatNumber, formatPercent, nameOf, t, tMaybe } from '../../i18n/i18n.ts';
import { Fact } from '../../ui/Fact.tsx';
import { PayTable } from '../slots/PayTable.tsx';
import { reelSymbols, reelsOf, symbolOf } from '../slots/reelWindow.ts';

/** A machine's chances, its pays, and how often each reel shows each symbol. */
export function MachineOdds({ table }: { table: SlotsOddsTable }) {
  const { odds: machine } = table;
  return (
    <>
      <dl class="facts facts-wide">
        <Fact label={t('odds.hitRate')} value={formatPercent(table.hitRate * 100, 3)} />
        <Fact label={t('odds.variance')} value={formatNumber(table.variance)} />
        {table.freeSpinsPerGame !== null && (
          <Fact label={t('odds.freeSpins')} value={formatNumber(table.freeSpinsPerGame)} />
        )}
      </dl>
      <h3>{t('odds.results')}</h3>
      <dl class="facts facts-wide">
        {Object.entries(table.results).map(([result, chance]) => (
          <Fact
            key={result}
            label={tMaybe(`slots.result.${result}`) ?? result}
            value={formatPercent(chance * 100, 4)}
          />
        ))}
      </dl>
      {table.returnByStreak && (
        <>
          <h3>{t('odds.byStreak')}</h3>
          <dl class="facts facts-wide">
            {table.returnByStreak.map((share, wins) => (
              <Fact
                key={wins}
                label={t('slots.streak', { count: wins })}
                value={formatPercent(share * 100, 3)}
              />
            ))}
          </dl>
        </>
      )}
      <h3>{t('slots.payTable')}</h3>
      <PayTable machine={machine} />
      <h3>{t('odds.reels')}</h3>
      <ReelShares machine={machine} />
    </>
  );
}

function ReelShares({ machine }: { machine: SlotMachine }) {
  const reels = Array.from({ length: reelsOf(machine) }, (_, reel) => weightsOf(machine, reel));
  return (
    <div class="table-scroll">
      <table class="table compact">
        <thead>
          <tr>
            <th>{t('slots.symbol')}</th>
            {reels.map((_, reel) => (
              <th class="num" key={reel}>
                {t('odds.reel', { number: reel + 1 })}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {machine.symbols.map(({ id }) => (
            <tr key={id}>
              <td>
                <span class="pay-symbol">
                  <GameArt
                    art={symbolOf(machine, id).art}
                    name={nameOf(symbolOf(machine, id).name)}
                    size={22}
                    decorative
                  />
                  {nameOf(symbolOf(machine, id).name)}
                </span>
              </td>
              {reels.map(({ weights, total }, reel) => (
                <td class="num" key={reel}>
                  {`${weights.get(id) ?? 0} / ${total}`}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function weightsOf(machine: SlotMachine, reel: number): { weights: Map<string, number>; total: number } {
  const weights = new Map<string, number>();
  const stops =
    machine.kind === 'weighted'
      ? machine.reels[reel]!
      : reelSymbols(machine, reel).map((symbol) => ({ symbol, weight: 1 }));
  for (const { symbol, weight } of stops) weights.set(symbol, (weights.get(symbol) ?? 0) + weight);
  return { weights, total: stops.reduce((sum, { weight }) => sum + weight, 0) };
}
