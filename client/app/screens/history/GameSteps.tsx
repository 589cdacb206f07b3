import type { PlayedStep } from '../../../../domain/games/steps.ts';
import type { KeptOdds, RecalledGame } from '../../../sdk/index.ts';
import { formatMultiplier, formatNumber, formatPercent, nameOf, t } from '../../i18n/i18n.ts';
import { ItemCard } from '../gacha/ItemCard.tsx';
import { HandArt } from '../rps/HandArt.tsx';
import { symbolOf } from '../slots/reelWindow.ts';
import { StillReels } from '../slots/StillReels.tsx';

interface GameStepsProps {
  game: RecalledGame;
  /** The table that the game was played by; null when it could not be had. */
  odds: KeptOdds['odds'] | null;
}

/** Every step of a game in its order: turns of the reels, items, hands, commits and reveals. */
export function GameSteps({ game, odds }: GameStepsProps) {
  return (
    <ol class={`recall-steps recall-${game.game}`}>
      {game.steps.map((step, index) => (
        <li key={index}>
          <StepView step={step} number={index} game={game} odds={odds} />
        </li>
      ))}
    </ol>
  );
}

function StepView({ step, number, game, odds }: GameStepsProps & { step: PlayedStep; number: number }) {
  switch (step.type) {
    case 'spin':
    case 'freeSpin':
      return <TurnStep step={step} number={number} game={game} odds={odds} />;
    case 'pull':
      return odds?.game === 'gacha' ? <ItemCard banner={odds} pulled={step} /> : <span>{step.item}</span>;
    case 'throw':
      return <HandsStep you={step.hand} other={step.serverHand} text={t(`rps.${step.outcome}`)} />;
    case 'commit':
      return (
        <PlayerStep game={game} playerId={step.playerId} what={t('recall.commit')} value={step.commit} />
      );
    case 'reveal':
      return (
        <PlayerStep
          game={game}
          playerId={step.playerId}
          what={t('recall.reveal', { hand: t(`hand.${step.hand}`) })}
          value={step.salt}
        />
      );
    case 'result':
      return (
        <HandsStep
          you={step.hands.you}
          other={step.hands.other}
          text={`${t(`rps.${step.outcome}`)} · ${t(`rps.reason.${step.reason}`)}`}
        />
      );
  }
}

type TurnStepProps = GameStepsProps & {
  step: Extract<PlayedStep, { type: 'spin' | 'freeSpin' }>;
  number: number;
};

function TurnStep({ step, number, game, odds }: TurnStepProps) {
  const machine = odds?.game === 'slots' ? odds : null;
  const outcome = game.outcome as {
    streak?: number;
    streakBonusHundredths?: number;
    variationHundredths?: number;
  };
  return (
    <div class="recall-turn">
      {machine ? (
        <StillReels machine={machine} turn={step} />
      ) : (
        <code class="mono">{step.stops.join(' ')}</code>
      )}
      <div>
        <strong>{step.type === 'spin' ? t('recall.paidSpin') : t('recall.freeSpin', { number })}</strong>
        <p class={step.winCoins > 0 ? 'good' : 'muted'}>
          {step.winCoins > 0 ? t('slots.won', { amount: formatNumber(step.winCoins) }) : t('slots.nothing')}
        </p>
        {step.lines.map((win) => (
          <p class="hint" key={`${win.line} ${win.symbol}`}>
            {`${win.count} × ${machine ? nameOf(symbolOf(machine, win.symbol).name) : win.symbol}: ${formatMultiplier(win.payHundredths)}`}
            {machine?.kind === 'strips' &&
              win.line >= 0 &&
              ` · ${t('recall.line', { number: win.line + 1 })}`}
          </p>
        ))}
        {step.multiplier > 1 && <p class="hint">{`×${step.multiplier}`}</p>}
        {step.freeSpinsWon > 0 && <p class="hint">{t('slots.freeWon', { count: step.freeSpinsWon })}</p>}
        {step.type === 'spin' && Boolean(outcome.streakBonusHundredths) && (
          <p class="hint">{t('slots.bonus', { percent: formatPercent(outcome.streakBonusHundredths!) })}</p>
        )}
      </div>
    </div>
  );
}

function HandsStep({
  you,
  other,
  text,
}: {
  you: 'rock' | 'paper' | 'scissors' | null;
  other: typeof you;
  text: string;
}) {
  return (
    <div class="recall-hands">
      <HandArt hand={you} size={72} />
      <HandArt hand={other} size={72} />
      <strong>{text}</strong>
    </div>
  );
}

interface PlayerStepProps {
  game: RecalledGame;
  playerId: string;
  what: string;
  value: string;
}

function PlayerStep({ game, playerId, what, value }: PlayerStepProps) {
  return (
    <div>
      <strong>{`${t(playerId === game.playerId ? 'rps.you' : 'rps.opponent')}: ${what}`}</strong>
      <br />
      <code class="mono">{value}</code>
    </div>
  );
}
