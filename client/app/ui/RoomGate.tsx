import type { ComponentChildren } from 'preact';
import type { ConnectionStatus } from '../../sdk/index.ts';
import { errorText } from '../i18n/i18n.ts';
import { Nowhere } from './Nowhere.tsx';

/** Shows a room's screen, or why the server does not let us in. */
export function RoomGate({ status, children }: { status: ConnectionStatus; children: ComponentChildren }) {
  if (status.state !== 'offline' || !status.error) return <>{children}</>;
  return <Nowhere text={errorText(status.error)} />;
}
