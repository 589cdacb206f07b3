import { signal } from '@preact/signals';

export type Route =
  | { screen: 'lobby' }
  | { screen: 'crash'; table: string }
  | { screen: 'verify'; table: string | null; game: number | null }
  | { screen: 'played'; gameId: string | null }
  | { screen: 'history' }
  | { screen: 'game'; gameId: string }
  | { screen: 'slots'; machine: string }
  | { screen: 'gacha'; banner: string }
  | { screen: 'rps' }
  | { screen: 'match' }
  | { screen: 'odds'; oddsHash: string | null }
  | { screen: 'backtest' }
  | { screen: 'backtestRun'; jobId: string }
  | { screen: 'backtestCompare'; first: string; second: string }
  | { screen: 'leaderboard' }
  | { screen: 'about' }
  | { screen: 'monitor' }
  | { screen: 'account'; part: 'limits' | null }
  /** `rest`: what follows the tab, such as a player's id. */
  | { screen: 'admin'; tab: string | null; rest: string[] }
  | { screen: 'none' };

export function parseRoute(path: string): Route {
  const parts = decodeParts(path);
  if (parts === null) return { screen: 'none' };
  const [screen, first, second, ...rest] = parts;
  if (screen === undefined) return { screen: 'lobby' };
  if (screen === 'admin') return { screen, tab: first ?? null, rest: parts.slice(2) };
  if (screen === 'backtest') return backtestRoute(parts.slice(1));
  if (rest.length > 0) return { screen: 'none' };
  if (screen === 'crash' && first && !second) return { screen: 'crash', table: first };
  if (screen === 'slots' && first && !second) return { screen: 'slots', machine: first };
  if (screen === 'gacha' && first && !second) return { screen: 'gacha', banner: first };
  if (screen === 'rps' && !first) return { screen: 'rps' };
  if (screen === 'rps' && first === 'match' && !second) return { screen: 'match' };
  if (screen === 'odds' && !second) return { screen: 'odds', oddsHash: first ?? null };
  if (screen === 'history' && first && !second) return { screen: 'game', gameId: first };
  // The id of a game is no number, so that a table may be called so, too.
  if (screen === 'verify' && first === 'played' && !isRound(second)) {
    return { screen: 'played', gameId: second ?? null };
  }
  if (screen === 'verify') {
    if (second !== undefined && !isRound(second)) return { screen: 'none' };
    return { screen: 'verify', table: first ?? null, game: second === undefined ? null : Number(second) };
  }
  if (screen === 'account' && !second && (!first || first === 'limits')) {
    return { screen, part: first === 'limits' ? first : null };
  }
  const alone = screen === 'history' || screen === 'about' || screen === 'monitor';
  if (alone && !first) return { screen };
  return { screen: 'none' };
}

function backtestRoute([first, second, third, ...rest]: string[]): Route {
  if (rest.length > 0) return { screen: 'none' };
  if (first === undefined) return { screen: 'backtest' };
  if (first === 'compare') {
    return second && third ? { screen: 'backtestCompare', first: second, second: third } : { screen: 'none' };
  }
  if (second !== undefined) return { screen: 'none' };
  return first === 'leaderboard' ? { screen: 'leaderboard' } : { screen: 'backtestRun', jobId: first };
}

function isRound(part: string | undefined): boolean {
  const game = Number(part);
  return Number.isSafeInteger(game) && game > 0;
}

function decodeParts(path: string): string[] | null {
  try {
    return path.split('/').filter(Boolean).map(decodeURIComponent);
  } catch {
    // A malformed escape is just an address that does not exist.
    return null;
  }
}

export const route = signal<Route>(parseRoute(location.pathname));

addEventListener('popstate', () => {
  route.value = parseRoute(location.pathname);
});

export function navigate(path: string): void {
  if (path !== location.pathname) history.pushState(null, '', path);
  route.value = parseRoute(path);
  scrollTo(0, 0);
}

/** Follows a link of ours without loading the page; lets the browser have its own ways (new tab, other sites). */
export function followLink(event: MouseEvent): void {
  const anchor = (event.target as Element).closest?.('a');
  const own = anchor instanceof HTMLAnchorElement && anchor.origin === location.origin && !anchor.target;
  if (!own || event.defaultPrevented || event.button !== 0) return;
  if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
  if (anchor.hash && anchor.pathname === location.pathname) return;
  event.preventDefault();
  navigate(anchor.pathname);
}
