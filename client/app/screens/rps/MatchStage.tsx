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
      {/* One place of one height for all of it: the hands below must not move under a finger. */}
      <div class="match-told">
        {shownResult && <Outcome result={shownResult} betCoins={controller.betCoins} />}
        {match && (
          <p class="match-progress" aria-live="polite">
            {progressText(match, committed, shownResult ? controller.betCoins : null)}
          </p>
        )}
        <div class="match-foot">
          <Countdown controller={controller} deadlineAtMs={match?.deadlineAtMs ?? 0} />
          {shownResult && shownResult.gameId !== '' && <GameLinks gameId={shownResult.gameId} />}
        </div>
        {problem && (
          <p class="field-error" role="alert">
            {errorText(problem)}
          </p>
        )}
      </div>
      <p class="visually-hidden" aria-live="assertive" data-testid="own-result">
        {shownResult && sayResult(shownResult, controller.betCoins)}
      </p>
    </section>
  );
}

function phaseOf(match: MatchMessage | null, result: MatchResultMessage | null): string {
  return result ? 'ended' : (match?.phase ?? 'joining');
}

/** @param againFor the stake, after a match that is still on view */
function progressText(match: MatchMessage, committed: boolean, againFor: number | null): string {
  const opponent = match.opponent?.nickname ?? '';
  if (match.phase === 'waiting') return t('rps.waiting');
  if (match.phase === 'revealing') return t('rps.bothCommitted');
  if (committed) return t('rps.committed', { opponent });
  if (match.other.committed) return t('rps.otherCommitted', { opponent });
  return againFor === null
    ? t('rps.choose', { opponent })
    : t('rps.again', { amount: formatNumber(againFor) });
}

/** Sound of the result alone would leave out the money. */
function Outcome({ result, betCoins }: { result: MatchResultMessage; betCoins: number }) {
  const tone = result.outcome === 'win' ? 'good' : result.outcome === 'lose' ? 'bad' : 'muted';
  const net = result.gameId === '' ? 0 : result.payoutCoins - betCoins;
  return (
    <div class="match-result" data-testid="match-result" data-outcome={result.outcome}>
      <strong class={`match-outcome ${tone}`}>
        {t(`rps.${result.outcome}`)}
        {net !== 0 && ` ${formatSigned(net)}`}
      </strong>
      {isUnusual(result) && <span class="hint">{t(`rps.reason.${result.reason}`)}</span>}
    </div>
  );
}

/** That both hands were shown needs no words: they are on view. */
function isUnusual({ reason }: MatchResultMessage): boolean {
  return reason !== 'hands';
}

function GameLinks({ gameId }: { gameId: string }) {
  return (
    <span class="match-links">
      <a href={`/history/${gameId}`}>{t('rps.seeGame')}</a>
      <FairBadge path={`/verify/played/${gameId}`} title={t('game.rps_match')} />
    </span>
  );
}

function sayResult(result: MatchResultMessage, betCoins: number): string {
  const net = result.gameId === '' ? 0 : result.payoutCoins - betCoins;
  const reason = isUnusual(result) ? ` ${t(`rps.reason.${result.reason}`)}` : '';
  return `${t(`rps.${result.outcome}`)}${reason} ${t('wallet.coins', { amount: formatNumber(net) })}`;
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
