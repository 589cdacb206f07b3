/** Whether who asks takes gzipped answers; those then carry `vary: Accept-Encoding`. */
export function acceptsGzip(request: Request): boolean {
  return /\bgzip\b/.test(request.headers.get('accept-encoding') ?? '');
}
