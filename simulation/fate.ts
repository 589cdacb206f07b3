import type { SimulatedProcess } from './cluster/process.ts';
import { memoryPairs } from './database/gameStores.ts';
import type { Move } from './script.ts';
import { time } from './virtualTime.ts';
import type { WorldParts } from './worldParts.ts';

/** Makes a move: what its dice mean, as things stand in this world. */
export function makeMove(world: WorldParts, { index, type, dice }: Move): void {
  const { players, fleet, tables, watch } = world;
  const more = Math.floor(dice / 16);
  const player = players[dice % players.length]!;
  const seat = [...player.seats.values()][more % player.seats.size]!;
  const { nickname } = player.player;
  const note = (what: string) => watch.note(() => `[${index}] ${what}`);
  world.count(type);
  switch (type) {
    case 'act':
      note(`${nickname} ${player.act(more)}`);
      break;
    case 'drop':
      seat.drop();
      note(`${nickname}'s connection to ${seat.kind} breaks`);
      break;
    case 'back':
      seat.reconnect();
      note(`${nickname} comes back to ${seat.kind}`);
      break;
    case 'leave':
      seat.leave();
      note(`${nickname} leaves ${seat.kind}`);
      break;
    case 'rotate':
      memoryPairs(tables).rotate(player.player.id);
      note(`${nickname} changes seeds`);
      break;
    case 'pause':
      tables.pauseTable('main', more % 2 === 0);
      note(more % 2 === 0 ? 'an operator pauses the table' : 'an operator resumes the table');
      break;
    case 'outage':
      fleet.outage.untilMs = time.nowMs + [100, 1_500, 6_000][more % 3]!;
      note(`the store is away for ${fleet.outage.untilMs - time.nowMs} ms`);
      break;
    default: {
      const process = fleet.chosen(dice);
      if (process !== null) strike(world, process, type, more, note);
    }
  }
}

function strike(
  { network, fleet }: WorldParts,
  process: SimulatedProcess,
  type: 'kill' | 'stall' | 'stop' | 'cut',
  more: number,
  note: (what: string) => void,
): void {
  const { name, link } = process;
  if (type === 'kill') {
    note(`${name} is killed`);
    network.gone(process);
  } else if (type === 'stall') {
    const ms = [300, 1_500, 4_000, 9_000][more % 4]!;
    fleet.stall(process, ms);
    note(`${name} stands still for ${ms} ms`);
  } else if (type === 'cut') {
    const ms = [200, 2_500, 7_000][more % 3]!;
    link.cutUntilMs = time.nowMs + ms;
    // Its lock goes with the connection; now and then the server does not notice that it is gone.
    if (more % 2 === 0) process.lockLostUntilMs = link.cutUntilMs;
    note(`${name} is cut off from the store for ${ms} ms`);
  } else if (!process.draining) {
    note(`${name} is asked to stop`);
    time.after(1, process, () => void process.stop());
  }
}
