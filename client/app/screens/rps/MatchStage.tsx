import { useSignal } from '@preact/signals';
import { useLayoutEffect } from 'preact/hooks';
import type { MatchMessage, MatchResultMessage } from '../../../sdk/index.ts';
import { errorText, formatCountdown, formatNumber, formatSigned, t } from '../../i18n/i18n.ts';
import { FairBadge } from '../../ui/FairBadge.tsx';
import { Duel } from './Duel.tsx';
import type { MatchController } from './matchController.ts';
import { RpsModes } from './RpsModes.tsx';

/** The duel: waiting, committed, the countdown, the result. */
export function MatchStage({ controller }: { controller: MatchController }) {
  const match = controller.match.value;
  const result = controller.result.value;
  const problem = controller.problem.value;
  const opponent = match?.opponent?.nickname ?? t('rps.opponent');
  const committed = Boolean(match?.you.committed || controller.hand.value);
  const shownResult = result && !committed ? result : null;
  return (
    <section class="panel play-stage rps-stage" data-testid="match" data-phase={phaseOf(match, shownResult)}>
      <RpsModes mode="match" />
      <Duel
        you={{
          name: t('rps.you'),
          hand: shownResult ? shownResult.hands.you : controller.hand.value,
          wins: shownResult?.outcome === 'win',
        }}
        other={{
          name: opponent,
          hand: shownResult?.hands.other ?? null,
          wins: shownResult?.outcome === 'lose',
        }}
        shaking={match?.phase === 'revealing' && !shownResult}
      />
      {shownResult && <Result result={shownResult} betCoins={controller.betCoins} />}
      {match && <Progress match={match} committed={committed} />}
      <Countdown controller={controller} deadlineAtMs={match?.deadlineAtMs ?? 0} />
      {problem && (
        <p class="field-error" role="alert">
          {errorText(problem)}
        </p>
      )}
      <p class="visually-hidden" aria-live="assertive" data-testid="own-result">
        {shownResult && sayResult(shownResult, controller.betCoins)}
      </p>
    </section>
  );
}

function phaseOf(match: MatchMessage | null, result: MatchResultMessage | null): string {
  return result ? 'ended' : (match?.phase ?? 'joining');
}

function Progress({ match, committed }: { match: MatchMessage; committed: boolean }) {
  const opponent = match.opponent?.nickname ?? '';
  const text =
    match.phase === 'waiting'
      ? t('rps.waiting')
      : match.phase === 'revealing'
        ? t('rps.bothCommitted')
        : committed
          ? t('rps.committed', { opponent })
          : t(match.other.committed ? 'rps.otherCommitted' : 'rps.choose', { opponent });
  return (
    <p class="win-bar" aria-live="polite">
      {text}
    </p>
  );
}

/** Sound of the result alone would leave out the money. */
function Result({ result, betCoins }: { result: MatchResultMessage; betCoins: number }) {
  const tone = result.outcome === 'win' ? 'good' : result.outcome === 'lose' ? 'bad' : 'muted';
  const net = result.gameId === '' ? 0 : result.payoutCoins - betCoins;
  return (
    <div class="match-result" data-testid="match-result" data-outcome={result.outcome}>
      <strong class={`match-outcome ${tone}`}>
        {t(`rps.${result.outcome}`)}
        {net !== 0 && ` ${formatSigned(net)}`}
      </strong>
      <span class="hint">{t(`rps.reason.${result.reason}`)}</span>
      {result.gameId !== '' && (
        <span class="match-links">
          <a href={`/history/${result.gameId}`}>{t('rps.seeGame')}</a>
          <FairBadge path={`/verify/played/${result.gameId}`} title={t('game.rps_match')} />
        </span>
      )}
    </div>
  );
}

function sayResult(result: MatchResultMessage, betCoins: number): string {
  const net = result.gameId === '' ? 0 : result.payoutCoins - betCoins;
  return `${t(`rps.${result.outcome}`)} ${t(`rps.reason.${result.reason}`)} ${t('wallet.coins', { amount: formatNumber(net) })}`;
}

const TICK_MS = 100;

function Countdown({ controller, deadlineAtMs }: { controller: MatchController; deadlineAtMs: number }) {
  const leftMs = useSignal(0);
  // Before it is painted: for a frame it would say that no time is left.
  useLayoutEffect(() => {
    if (deadlineAtMs === 0) return undefined;
    const tick = () => {
      leftMs.value = Math.max(0, deadlineAtMs - controller.serverNowMs());
    };
    tick();
    const timer = setInterval(tick, TICK_MS);
    return () => clearInterval(timer);
  }, [deadlineAtMs, controller]);
  if (deadlineAtMs === 0) return null;
  return (
    <p class="countdown" role="timer">
      {formatCountdown(leftMs.value)}
    </p>
  );
}
