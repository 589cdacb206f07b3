import type { TransportEvents } from '../transport/types.ts';
import type { ErrorMetrics } from './errors.ts';
import type { Instruments } from './registry.ts';

export function transportMetrics({ counter, gauge }: Instruments, { error }: ErrorMetrics): TransportEvents {
  const opened = counter('connections_total', 'Websockets accepted');
  const open = gauge('open_connections', 'Websockets open now');
  const cuts = counter('slow_clients_cut_total', 'Websockets cut because their backlog was too long');
  return {
    connectionOpened() {
      opened.inc();
      open.inc();
    },
    connectionClosed: () => open.dec(),
    slowClientCut: () => cuts.inc(),
    refused: (code) => error('transport', code),
  };
}
