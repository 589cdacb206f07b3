/**
 * Where a request comes from, by what browsers say and pages can't forge: `same` is a page of this very origin,
 * `typed` an address that somebody entered, `other` anything else. A client that says nothing counts as typed.
 */
export function originOf(request: Request): 'same' | 'typed' | 'other' {
  const site = request.headers.get('sec-fetch-site');
  if (site !== null) return site === 'same-origin' ? 'same' : site === 'none' ? 'typed' : 'other';
  const from = request.headers.get('origin') ?? request.headers.get('referer');
  if (from === null) return 'typed';
  const host = request.headers.get('host') ?? new URL(request.url).host;
  return URL.canParse(from) && new URL(from).host === host ? 'same' : 'other';
}
