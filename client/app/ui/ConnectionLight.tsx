import { signal, useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { ConnectionStatus } from '../../sdk/index.ts';
import type { MessageKey } from '../i18n/en.ts';
import { t } from '../i18n/i18n.ts';
import { connection, fair } from '../store/player.ts';

/** What the browser says of its network: false is certain, true is a guess. */
const networked = signal(navigator.onLine);
addEventListener('online', () => {
  networked.value = true;
});
addEventListener('offline', () => {
  networked.value = false;
});

/** A dot while all is well; with words, the seconds to the next try, and the offer to try at once, while it is not. */
export function ConnectionLight() {
  const status = connection.value;
  // A page that needs no connection shows none; its place is kept, so that nothing moves once there is one.
  if (status === null && networked.value) return <div class="light light-idle" />;
  return <Light status={status ?? { state: 'connecting' }} />;
}

function Light({ status }: { status: ConnectionStatus }) {
  const isCut = !networked.value && status.state !== 'live';
  const state = isCut ? 'offline' : status.state;
  const secondsLeft = useSecondsLeft(status);
  const text = t(isCut ? 'connection.noNetwork' : (`connection.${state}` as MessageKey));
  const isSaid = state === 'reconnecting' || state === 'offline';
  const isCounted = state === 'reconnecting' && secondsLeft > 0;
  return (
    <div class={`light light-${state}`} title={text}>
      <span class="light-dot" aria-hidden="true" />
      {/* Said once; who sees it also sees the seconds pass. */}
      <span class={isSaid && !isCounted ? 'light-text' : 'visually-hidden'} role="status">
        {text}
      </span>
      {isCounted && (
        <span class="light-text" aria-hidden="true" data-testid="countdown">
          {t('connection.reconnectingIn', { seconds: secondsLeft })}
        </span>
      )}
      {state === 'reconnecting' && (
        <button type="button" class="link-button" onClick={() => fair.retryNow()}>
          {t('connection.retry')}
        </button>
      )}
    </div>
  );
}

/** Whole seconds until the next try, counted down from when the status came; 0 while one is under way. */
function useSecondsLeft(status: ConnectionStatus): number {
  const left = useSignal(0);
  useEffect(() => {
    if (status.state !== 'reconnecting') {
      left.value = 0;
      return undefined;
    }
    const atMs = performance.now() + status.nextTryInMs;
    const count = () => {
      left.value = Math.max(0, Math.ceil((atMs - performance.now()) / 1_000));
    };
    count();
    const timer = setInterval(count, 250);
    return () => clearInterval(timer);
  }, [status]);
  return left.value;
}
