import { isIP, SocketAddress } from 'node:net';
import { addressList } from './addressList.ts';

/** Proxy headers that Colyseus would believe; a client can write anything into them. */
export const FORWARDING_HEADERS = ['x-real-ip', 'x-forwarded-for', 'x-client-ip', 'forwarded'] as const;

/** One spelling per address: IPv4 inside IPv6 becomes IPv4, IPv6 its short form, a zone is dropped. */
export function canonicalAddress(text: string): string {
  const address = text.trim().split('%')[0] ?? '';
  if (isIP(address) !== 6) return address;
  const short = new SocketAddress({ address, family: 'ipv6' }).address;
  return /^::ffff:(\d+\.\d+\.\d+\.\d+)$/.exec(short)?.[1] ?? short;
}

/**
 * Makes the function that decides who a peer is. Its own address, unless that belongs to a trusted proxy:
 * then the nearest address in `X-Forwarded-For` that is not a trusted proxy itself, read from the right,
 * because what stands further left was written by the client.
 */
export function createAddressOf(trustedProxies: readonly string[]) {
  const isTrusted = addressList(trustedProxies);

  return (remoteAddress: string, header: (name: string) => string | undefined): string => {
    let peer = canonicalAddress(remoteAddress);
    if (trustedProxies.length === 0 || !isTrusted(peer)) return peer;
    const hops = (header('x-forwarded-for') ?? '').split(',').map(canonicalAddress);
    for (const hop of hops.reverse()) {
      if (isIP(hop) === 0) return peer;
      peer = hop;
      if (!isTrusted(peer)) return peer;
    }
    return peer;
  };
}
