import { matchMaker, type RegisteredHandler, type Server } from '@colyseus/core';
import { backtestRoom } from '../rooms/backtest/backtestRoom.ts';
import { crashRoom } from '../rooms/crash/crashRoom.ts';
import { gachaRoom } from '../rooms/gacha/gachaRoom.ts';
import { lobbyRoom } from '../rooms/lobby/lobbyRoom.ts';
import { monitorRoom } from '../rooms/monitor/monitorRoom.ts';
import type { RoomPorts } from '../rooms/ports.ts';
import { rpsRoom } from '../rooms/rps/rpsRoom.ts';
import { rpsMatchRoom } from '../rooms/rps_match/rpsMatchRoom.ts';
import { slotsRoom } from '../rooms/slots/slotsRoom.ts';

/**
 * Every kind of room, and what tells rooms of one kind apart. Opens those of which each process has one: before
 * anyone can ask, so that whoever joins finds it.
 * @param attendants are shown each kind of room, before the first is opened
 */
export async function defineRooms(
  server: Server,
  ports: RoomPorts,
  attendants: readonly ((handler: RegisteredHandler) => void)[],
): Promise<void> {
  server.define('crash', crashRoom(ports)).filterBy(['table']);
  server.define('lobby', lobbyRoom(ports));
  server.define('monitor', monitorRoom(ports));
  server.define('slots', slotsRoom(ports));
  server.define('gacha', gachaRoom(ports));
  server.define('rps', rpsRoom(ports));
  server.define('backtest', backtestRoom(ports)).filterBy(['jobId']);
  server.define('rps_match', rpsMatchRoom(ports)).filterBy(['betCoins']);
  for (const handler of Object.values(matchMaker.getAllHandlers()))
    for (const attend of attendants) attend(handler);
  await matchMaker.onReady;
  await matchMaker.createRoom('lobby', { ticket: ports.lobbyTicket });
  await matchMaker.createRoom('monitor', { ticket: ports.lobbyTicket });
}
