import type { ComponentChildren } from 'preact';
import type { ConnectionStatus } from '../../sdk/index.ts';
import { errorText, t } from '../i18n/i18n.ts';

/** Shows a room's screen, or why the server does not let us in. */
export function RoomGate({ status, children }: { status: ConnectionStatus; children: ComponentChildren }) {
  if (status.state !== 'offline' || !status.error) return <>{children}</>;
  return (
    <section class="page narrow">
      <p class="empty">{errorText(status.error)}</p>
      <a class="button" href="/">
        {t('crash.back')}
      </a>
    </section>
  );
}
