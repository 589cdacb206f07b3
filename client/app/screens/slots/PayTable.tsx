import type { SlotMachine, StripMachine, WeightedMachine } from '../../../../domain/slots/machine.ts';
import { GameArt } from '../../art/GameArt.tsx';
import { formatMultiplier, formatNumber, formatPercent, nameOf, t } from '../../i18n/i18n.ts';
import { symbolOf } from './reelWindow.ts';
import './payTable.css';

/** What a machine pays, of the whole stake, straight from its odds table. */
export function PayTable({ machine }: { machine: SlotMachine }) {
  return machine.kind === 'weighted' ? <WeightedPays machine={machine} /> : <StripPays machine={machine} />;
}

function WeightedPays({ machine }: { machine: WeightedMachine }) {
  return (
    <>
      <div class="table-scroll">
        <table class="table compact pays">
          <thead>
            <tr>
              <th>{t('slots.symbol')}</th>
              <th class="num">{t('slots.three')}</th>
              <th class="num">{t('slots.two')}</th>
            </tr>
          </thead>
          <tbody>
            {machine.symbols.map(({ id }) => (
              <tr key={id}>
                <SymbolCell machine={machine} id={id} />
                <Pay hundredths={machine.triples.find((pay) => pay.symbol === id)?.payHundredths} />
                <Pay hundredths={machine.pairs.find((pay) => pay.symbol === id)?.payHundredths} />
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <p class="hint">
        {t('slots.weightedRules', {
          perWin: formatPercent(machine.streak.perWinHundredths),
          most: formatPercent(machine.streak.mostHundredths),
          variation: formatPercent(machine.variationHundredths),
        })}
      </p>
    </>
  );
}

function StripPays({ machine }: { machine: StripMachine }) {
  const counts = [...new Set([...machine.linePays, ...machine.scatterPays].map(({ count }) => count))].sort(
    (a, b) => b - a,
  );
  const { freeSpins } = machine;
  return (
    <>
      <div class="table-scroll">
        <table class="table compact pays">
          <thead>
            <tr>
              <th>{t('slots.symbol')}</th>
              {counts.map((count) => (
                <th class="num" key={count}>
                  {t('slots.ofThem', { count })}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {machine.symbols
              .filter(
                ({ id }) => id === machine.scatter || machine.linePays.some(({ symbol }) => symbol === id),
              )
              .map(({ id }) => (
                <tr key={id}>
                  <SymbolCell machine={machine} id={id} />
                  {counts.map((count) => (
                    <Pay key={count} hundredths={payOf(machine, id, count)} />
                  ))}
                </tr>
              ))}
          </tbody>
        </table>
      </div>
      <p class="hint">
        {t('slots.stripRules', {
          lines: formatNumber(machine.lines.length),
          wild: nameOf(symbolOf(machine, machine.wild).name),
          scatter: nameOf(symbolOf(machine, machine.scatter).name),
          scatters: freeSpins.scatters,
          spins: freeSpins.spins,
          multiplier: freeSpins.multiplier,
          most: freeSpins.mostSpins,
        })}
      </p>
      <PayLines machine={machine} />
    </>
  );
}

function payOf(machine: StripMachine, symbol: string, count: number): number | undefined {
  const pays =
    symbol === machine.scatter
      ? machine.scatterPays
      : machine.linePays.filter((pay) => pay.symbol === symbol);
  return pays.find((pay) => pay.count === count)?.payHundredths;
}

function SymbolCell({ machine, id }: { machine: SlotMachine; id: string }) {
  const symbol = symbolOf(machine, id);
  return (
    <td>
      <span class="pay-symbol">
        <GameArt art={symbol.art} name={nameOf(symbol.name)} size={26} decorative />
        {nameOf(symbol.name)}
      </span>
    </td>
  );
}

function Pay({ hundredths }: { hundredths: number | undefined }) {
  return <td class="num">{hundredths ? formatMultiplier(hundredths) : t('app.unknown')}</td>;
}

/** Every line as a small map of the window. */
function PayLines({ machine }: { machine: StripMachine }) {
  return (
    <details>
      <summary>{t('slots.lines', { count: machine.lines.length })}</summary>
      <ol class="pay-lines">
        {machine.lines.map((line, index) => (
          <li key={line.join()}>
            <svg viewBox={`0 0 ${line.length * 10} ${machine.rows * 10}`} aria-hidden="true">
              {line.flatMap((chosen, reel) =>
                Array.from({ length: machine.rows }, (_, row) => (
                  <rect
                    key={`${reel} ${row}`}
                    x={reel * 10 + 1}
                    y={row * 10 + 1}
                    width="8"
                    height="8"
                    rx="2"
                    fill={row === chosen ? 'var(--cyan)' : 'var(--line)'}
                  />
                )),
              )}
            </svg>
            <span>{index + 1}</span>
          </li>
        ))}
      </ol>
    </details>
  );
}
