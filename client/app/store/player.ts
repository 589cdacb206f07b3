import { computed, effect, type ReadonlySignal, signal } from '@preact/signals';
import {
  browserSessionStore,
  type ConnectionStatus,
  Fairground,
  type FairgroundError,
  type LiveTable,
  type Lobby,
} from '../../sdk/index.ts';
import { t } from '../i18n/i18n.ts';
import { announce, announceUntil } from './broadcasts.ts';
import { mirror } from './mirror.ts';
import { noticeText, operatorMessage } from './notices.ts';
import { showToast } from './toasts.ts';

/** The one way to the server. */
export const fair = new Fairground({
  url: location.origin,
  storage: browserSessionStore(),
  hands: browserSessionStore('fairground.hands'),
});

export const player = mirror(fair.player);
export const balances = mirror(fair.balances);
/** Won already, but not shown yet: the wallet must not tell a result before its reels stand. */
export const heldCoins = signal(0);
/** What the wallet shows. */
export const coins = computed(() => {
  const known = balances.value?.coins;
  return known === undefined ? null : Math.max(0, known - heldCoins.value);
});

export const lobbyStatus = signal<ConnectionStatus | null>(null);
export const online = signal(0);
/** Live tables: from the lobby when signed in, asked for when watching. Null before the first list. */
export const tables = signal<readonly LiveTable[] | null>(null);
/** Connection of the table or session that is open, if one is. */
export const tableStatus = signal<ConnectionStatus | null>(null);

/**
 * The worse of the open connections; what a spectator without a table sees is up to the last request. Null where nothing
 * is connected and nothing was asked: there is nothing to wait for.
 */
const reached = signal<ConnectionStatus | null>(null);
export const connection: ReadonlySignal<ConnectionStatus | null> = computed(() => {
  const open = [lobbyStatus.value, tableStatus.value].filter((status) => status !== null);
  return open.find((status) => status.state !== 'live') ?? open[0] ?? reached.value;
});

const playerId = computed(() => player.value?.id ?? null);

/** Raised to take every seat anew: the lobby's, and those of the screen on view. */
export const seatTurn = signal(0);
let wasSignedIn = playerId.value !== null;
effect(() => {
  const id = playerId.value;
  void seatTurn.value;
  if (wasSignedIn && id === null) showToast('info', t('notice.sessionEnded'));
  wasSignedIn = id !== null;
  if (id === null) return undefined;
  return attend(fair.lobby());
});

fair.broadcasts.subscribe(announceUntil);

fair.seedMade.subscribe((seeds) => {
  if (seeds) showToast('info', t('seeds.made'), { href: '/verify/played', text: t('seeds.madeWhere') });
});

addEventListener('online', () => fair.retryNow());
addEventListener('pagehide', (event) => {
  // A page kept for the back button comes back with its rooms; a page that ends leaves them.
  if (!event.persisted) void fair.close();
});

/** After the server had closed the lobby to us: the SDK does not try again by itself then. */
export function rejoinLobby(): void {
  seatTurn.value += 1;
}

/** Asks for the tables once, for those who have no lobby. */
export async function refreshTables(): Promise<void> {
  try {
    tables.value = await fair.tables();
    reached.value = { state: 'live' };
  } catch (error) {
    reached.value = { state: 'offline', error: error as FairgroundError };
  }
}

function attend(lobby: Lobby): () => void {
  lobbyStatus.value = lobby.status.value;
  const ends = [
    lobby.status.subscribe((status) => {
      lobbyStatus.value = status;
    }),
    lobby.online.subscribe((count) => {
      online.value = count;
    }),
    lobby.tables.subscribe((list) => {
      tables.value = list;
    }),
    lobby.notices.subscribe((notice) => {
      const said = operatorMessage(notice);
      if (said) announce(said);
      const told = noticeText(notice);
      if (told) showToast(told.tone, told.text);
    }),
    lobby.draining.subscribe(() => showToast('info', t('notice.draining'))),
  ];
  return () => {
    for (const end of ends) end();
    lobbyStatus.value = null;
    void lobby.leave();
  };
}
