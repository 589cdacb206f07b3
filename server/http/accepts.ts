/** Whether who asks takes answers encoded so; those then carry `vary: Accept-Encoding`. */
export function accepts(request: Request, encoding: 'gzip' | 'zstd'): boolean {
  const offered = (request.headers.get('accept-encoding') ?? '').split(',');
  return offered.some((each) => {
    const [name, weight] = each.split(';').map((part) => part.trim().toLowerCase());
    return name === encoding && !/^q=0(\.0*)?$/.test(weight ?? '');
  });
}
