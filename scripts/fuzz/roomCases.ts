import type { Random } from '../../simulation/random.ts';
import type { Account, Crew, Seat } from './crew.ts';
import { drawFrame, JOIN_FRAME, LEAVE_FRAME, type Temper } from './frames.ts';
import { FuzzSocket, type Report } from './fuzzSocket.ts';
import { OWN_CLOSES } from './judge.ts';
import type { Offer, RoomKind } from './offers.ts';

/** What a case has to do with: drawn from its own numbers, so that it can be played again by itself. */
export interface Setting {
  random: Random;
  crew: Crew;
  kinds: readonly RoomKind[];
  account: Account;
  /** Whose seats and tokens are tried by the account. */
  other: Account;
  report: Report;
}

const MOST_BURSTS = { polite: 40, rude: 6 };
const MOST_IN_A_BURST = 16;

/** A seat is taken as it should be, and then misused. Also: frames before the seat is there, and after it was left. */
export async function roomCase(setting: Setting): Promise<void> {
  const { random, crew, report } = setting;
  const { kind, seat } = await drawSeat(setting);
  if (seat === null) return;
  const socket = new FuzzSocket(crew.socketUrl(seat), report);
  const impatient = random.chance(0.15);
  if (impatient && (await socket.opened())) burst(socket, random, kind.offers);
  if (!(await socket.seated)) return;
  if (random.chance(0.9)) socket.send(JOIN_FRAME);
  await misuse(socket, random, kind.offers);
  leave(socket, random, kind.offers);
  await socket.closed;
}

/** The seat of one socket is taken by a second one, by somebody else, or once more after it was left. */
export async function sharedSeatCase(setting: Setting): Promise<void> {
  const { random, crew, report } = setting;
  const { kind, seat } = await drawSeat(setting);
  if (seat === null) return;
  const sockets = Array.from({ length: 2 }, () => new FuzzSocket(crew.socketUrl(seat), report));
  for (const socket of sockets) {
    if (!(await socket.seated)) continue;
    socket.send(JOIN_FRAME);
    burst(socket, random, kind.offers);
  }
  await Promise.all(sockets.map((socket) => socket.handled()));
  const token = sockets[0]!.reconnectionToken ?? sockets[1]!.reconnectionToken ?? random.hex(8);
  for (const socket of sockets) leave(socket, random, kind.offers);
  const again = new FuzzSocket(crew.socketUrl(seat, `&reconnectionToken=${token}`), report);
  if (await again.seated) await misuse(again, random, kind.offers);
  again.cut();
  await Promise.all([...sockets, again].map((socket) => socket.closed));
}

/** A connection breaks, and comes back: by its token, by another one, by somebody else's, twice at once. */
export async function returnCase(setting: Setting): Promise<void> {
  const { random, crew, report, other } = setting;
  const mine = await drawSeat(setting);
  const theirs = await drawSeat({ ...setting, account: other });
  if (mine.seat === null || theirs.seat === null) return;
  const [one, two] = [mine.seat, theirs.seat].map((seat) => new FuzzSocket(crew.socketUrl(seat), report));
  if (!(await one!.seated) || !(await two!.seated)) return;
  for (const socket of [one!, two!]) socket.send(JOIN_FRAME);
  await Promise.all([one!.handled(), two!.handled()]);
  if (random.chance(0.7)) {
    one!.cut();
    await one!.closed;
  }
  const token = random.pick([one!.reconnectionToken, two!.reconnectionToken, random.hex(8), '', '__proto__']);
  const place = random.chance(0.7) ? mine.seat : theirs.seat;
  // Without the account a seat is nobody's to come back to.
  const shown = random.pick([setting.account.accessToken, other.accessToken, undefined]);
  if (random.chance(0.4)) await crew.reserve('reconnect', place.roomId, { reconnectionToken: token }, shown);
  const who = shown === undefined || random.chance(0.5) ? '' : `&_authToken=${shown}`;
  const query = `&reconnectionToken=${encodeURIComponent(token ?? '')}&skipHandshake=${random.below(2)}${who}`;
  const back = Array.from(
    { length: random.between(1, 2) },
    () => new FuzzSocket(crew.socketUrl(place, query), report),
  );
  if (random.chance(0.5)) one!.cut();
  for (const socket of back) {
    await socket.opened();
    burst(socket, random, mine.kind.offers);
    if (!(await socket.seated)) continue;
    socket.send(JOIN_FRAME);
    await misuse(socket, random, mine.kind.offers);
  }
  for (const socket of [one!, two!, ...back]) leave(socket, random, mine.kind.offers);
  await Promise.all([one!, two!, ...back].map((socket) => socket.closed));
}

/** Sockets that came for nothing that there is. */
export async function strangerCase({ random, crew, report, kinds }: Setting): Promise<void> {
  const base = crew.url.replace('http', 'ws');
  const part = () =>
    random.pick(['', 'x', '..', '%00', '%ff', '__proto__', 'lobby', random.hex(5), '%E2%98%83']);
  const query = random.pick([
    ...[
      '',
      '?sessionId=x',
      '?sessionId=x&reconnectionToken=y',
      '?sessionId=__proto__',
      '?%00=%ff&sessionId=%00',
    ],
    ...[`?sessionId=x&_authToken=${random.hex(400)}`, '?sessionId=a&sessionId=b', '?skipHandshake'],
  ]);
  const path = random.chance(0.3) ? '/' : `/${part()}/${part()}`;
  const socket = new FuzzSocket(`${base}${path}${query}`, report);
  await socket.opened();
  const { offers } = random.pick(kinds);
  for (let times = random.below(4); times > 0; times -= 1) burst(socket, random, offers);
  // The probe of latency is closed by itself after a second; nobody waits for that.
  socket.cut();
  await socket.closed;
}

async function drawSeat({
  random,
  crew,
  kinds,
  account,
}: Setting): Promise<{ kind: RoomKind; seat: Seat | null }> {
  const kind = random.pick(kinds);
  const spectates = kind.open && random.chance(0.2);
  const token = spectates ? undefined : account.accessToken;
  const method = random.chance(0.9) ? 'joinOrCreate' : random.pick(['create', 'join', 'joinById']);
  const options = kind.options(random);
  const asked = { ...options, ...(random.chance(0.1) ? { [random.hex(3)]: random.hex(3) } : {}) };
  return { kind, seat: await crew.reserve(method, kind.name, asked, token) };
}

/** Some at once, then until they are handled, so that no flood ends the connection each time. */
async function misuse(socket: FuzzSocket, random: Random, offers: readonly Offer[]): Promise<void> {
  const floods = random.chance(0.02);
  const temper = random.chance(0.85) ? 'polite' : 'rude';
  for (let bursts = random.between(1, MOST_BURSTS[temper]); bursts > 0 && socket.isOpen; bursts -= 1) {
    for (let times = floods ? 30 : 1; times > 0; times -= 1) burst(socket, random, offers, temper);
    await socket.handled();
  }
}

function burst(socket: FuzzSocket, random: Random, offers: readonly Offer[], temper: Temper = 'rude'): void {
  socket.atOnce(() => {
    for (let frames = random.between(1, MOST_IN_A_BURST); frames > 0; frames -= 1) {
      if (temper === 'rude' && random.chance(0.02))
        socket.sendText(random.pick(['', 'hello', '\n\n\n', '[13]', '🎲']));
      else socket.send(drawFrame(random, offers, temper));
    }
  });
}

function leave(socket: FuzzSocket, random: Random, offers: readonly Offer[]): void {
  if (random.chance(0.6)) {
    socket.send(LEAVE_FRAME);
    if (random.chance(0.5)) burst(socket, random, offers);
    if (random.chance(0.2)) socket.send(LEAVE_FRAME);
    // Whoever has no seat is not let go for a LEAVE.
    setTimeout(() => socket.cut(), 1_000).unref();
  } else if (random.chance(0.5)) socket.cut();
  else socket.close(random.pick(OWN_CLOSES));
}
