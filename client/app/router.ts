import { signal } from '@preact/signals';

export type Route =
  | { screen: 'lobby' }
  | { screen: 'crash'; table: string }
  | { screen: 'verify'; table: string | null; game: number | null }
  | { screen: 'history' }
  | { screen: 'about' }
  | { screen: 'none' };

export function parseRoute(path: string): Route {
  const parts = decodeParts(path);
  if (parts === null) return { screen: 'none' };
  const [screen, first, second, ...rest] = parts;
  if (screen === undefined) return { screen: 'lobby' };
  if (rest.length > 0) return { screen: 'none' };
  if (screen === 'crash' && first && !second) return { screen: 'crash', table: first };
  if (screen === 'verify') {
    const game = Number(second);
    if (second !== undefined && !(Number.isSafeInteger(game) && game > 0)) return { screen: 'none' };
    return { screen: 'verify', table: first ?? null, game: second === undefined ? null : game };
  }
  if ((screen === 'history' || screen === 'about') && !first) return { screen };
  return { screen: 'none' };
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
