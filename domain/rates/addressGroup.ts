/**
 * Who counts as one address: an IPv4 address, or the 64-bit network of an IPv6 one, of which a single customer has
 * 2^64 addresses to choose from.
 * @param address as `canonicalAddress` writes it
 */
export function addressGroup(address: string): string {
  if (!address.includes(':')) return address;
  const [head = '', tail] = address.split('::');
  const left = head === '' ? [] : head.split(':');
  const right = tail === undefined || tail === '' ? [] : tail.split(':');
  const zeros = tail === undefined ? 0 : 8 - left.length - right.length;
  return `${[...left, ...Array<string>(zeros).fill('0'), ...right].slice(0, 4).join(':')}::/64`;
}
