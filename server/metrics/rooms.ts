import { isErrorCode } from '../../domain/protocol/errors.ts';
import type { OpenOfKind } from '../events/openRooms.ts';
import type { ErrorMetrics } from './errors.ts';
import { bounded, type Instruments, LATENCY_SECONDS, OTHER } from './registry.ts';

export interface RequestMetrics {
  request(room: string, type: string, code: string, durationMs: number): void;
}

export function roomMetrics(
  { counter, gauge, histogram }: Instruments,
  { error }: ErrorMetrics,
  open: () => Iterable<OpenOfKind>,
): RequestMetrics {
  const requests = counter('room_requests_total', 'Requests answered by rooms', ['room', 'type', 'code']);
  const seconds = histogram('room_request_duration_seconds', 'Time to a room answer', LATENCY_SECONDS, [
    'room',
    'type',
  ]);
  const room = bounded();
  const type = bounded();
  gauge('open_rooms', 'Rooms open in this process', ['room'], (rooms) => {
    for (const each of open()) rooms.set({ room: room(each.room) }, each.rooms);
  });
  gauge('room_clients', 'Clients in the rooms of this process, spectators too', ['room'], (clients) => {
    for (const each of open()) clients.set({ room: room(each.room) }, each.clients);
  });
  return {
    request(roomName, requestType, code, durationMs) {
      const labels = { room: room(roomName), type: type(requestType) };
      requests.inc({ ...labels, code: code === 'ok' || isErrorCode(code) ? code : OTHER });
      seconds.observe(labels, durationMs / 1_000);
      if (code !== 'ok') error('room', code);
    },
  };
}
