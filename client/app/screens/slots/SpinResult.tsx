import { formatMultiplier, formatNumber, formatPercent, nameOf, t, tMaybe } from '../../i18n/i18n.ts';
import { FairBadge } from '../../ui/FairBadge.tsx';
import { symbolOf } from './reelWindow.ts';
import type { ShownSpin, SlotsController } from './slotsController.ts';

/** What the spin on view has won, and why. */
export function SpinResult({ controller }: { controller: SlotsController }) {
  const spin = controller.spin.value;
  const frame = controller.frame.value;
  if (controller.waiting.value || !spin || !frame) {
    return <p class="win-bar muted">{t(controller.waiting.value ? 'slots.spinning' : 'slots.invite')}</p>;
  }
  const turn = spin.turns[frame.turn]!;
  const done = !controller.showing.value;
  const soFar = spin.turns
    .slice(0, frame.turn + (frame.counted ? 1 : 0))
    .reduce((sum, one) => sum + one.winCoins, 0);
  // Less than the stake is not celebrated: it is a loss.
  const told = done && soFar <= spin.betCoins ? 'slots.back' : 'slots.won';
  return (
    <>
      <p
        class={`win-bar ${soFar > spin.betCoins ? 'good' : 'muted'}`}
        data-testid="win"
        data-done={done}
        data-win={done ? spin.winCoins : ''}
      >
        {soFar > 0 ? (
          <strong>{t(told, { amount: formatNumber(soFar), bet: formatNumber(spin.betCoins) })}</strong>
        ) : (
          t(done ? 'slots.nothing' : 'slots.spinning')
        )}
        {done && <FairBadge path={`/verify/played/${spin.gameId}`} title={nameOf(controller.machine.name)} />}
      </p>
      {spin.turns.length > 1 && <FreeSpins spin={spin} turn={frame.turn} counted={frame.counted} />}
      {frame.counted && turn.lines.length > 0 && <Lines controller={controller} turn={turn} />}
      {done && <Bonus spin={spin} />}
    </>
  );
}

function Lines({ controller, turn }: { controller: SlotsController; turn: ShownSpin['turns'][number] }) {
  const { machine } = controller;
  return (
    <ul class="chips chips-centered">
      {turn.lines.map((win) => (
        <li class="chip chip-good" key={`${win.line} ${win.symbol}`}>
          {`${win.count} × ${nameOf(symbolOf(machine, win.symbol).name)} `}
          {formatMultiplier(win.payHundredths)}
          {turn.multiplier > 1 && ` ×${turn.multiplier}`}
        </li>
      ))}
    </ul>
  );
}

/** Streak and variation are part of the win; the jackpot has a name. */
function Bonus({ spin }: { spin: ShownSpin }) {
  if (spin.winCoins === 0) return null;
  const { streakBonusHundredths, variationHundredths } = spin;
  return (
    <p class="hint centered">
      {tMaybe(`slots.result.${spin.result}`)}
      {streakBonusHundredths > 0 &&
        ` · ${t('slots.bonus', { percent: formatPercent(streakBonusHundredths) })}`}
      {variationHundredths !== 0 &&
        ` · ${t('slots.variation', { percent: `${variationHundredths > 0 ? '+' : '−'}${formatPercent(Math.abs(variationHundredths))}` })}`}
    </p>
  );
}

function FreeSpins({ spin, turn, counted }: { spin: ShownSpin; turn: number; counted: boolean }) {
  const free = spin.turns.slice(1);
  return (
    <div class="free-spins" data-testid="free-spins">
      <p class="free-spins-title">
        {turn === 0
          ? t('slots.freeWon', { count: free.length })
          : t('slots.freeTurn', { number: turn, count: free.length, multiplier: free[turn - 1]!.multiplier })}
      </p>
      <ol class="chips chips-centered">
        {free.map((one, index) => {
          const told = index + 1 < turn || (index + 1 === turn && counted);
          return (
            <li class={`chip ${told && one.winCoins > 0 ? 'chip-good' : ''}`} key={index}>
              {told ? formatNumber(one.winCoins) : index + 1 === turn ? '…' : '·'}
            </li>
          );
        })}
      </ol>
    </div>
  );
}
