import { expect, test } from 'vitest';
import { addressGroup } from '../../domain/rates/addressGroup.ts';
import { canonicalAddress, createAddressOf } from '../../server/transport/peerAddress.ts';

const forwarded = (value: string) => (name: string) => (name === 'x-forwarded-for' ? value : undefined);
const PROXIES = ['10.0.0.0/8', '127.0.0.1', 'fd00::/8'];

test.each([
  ['127.0.0.1', '127.0.0.1'],
  ['::ffff:10.1.2.3', '10.1.2.3'],
  ['0000:0000:0000:0000:0000:ffff:0a01:0203', '10.1.2.3'],
  ['2001:0db8:0000:0000:0000:0000:0000:0001', '2001:db8::1'],
  ['fe80::1%eth0', 'fe80::1'],
])('%s is spelled %s', (text, canonical) => {
  expect(canonicalAddress(text)).toBe(canonical);
});

/** peer | X-Forwarded-For | who it is */
test.each([
  ['nobody is trusted by default', [], '127.0.0.1', '6.6.6.6', '127.0.0.1'],
  ['a stranger’s header is not believed', PROXIES, '8.8.8.8', '6.6.6.6', '8.8.8.8'],
  ['a proxy’s is', PROXIES, '127.0.0.1', '6.6.6.6', '6.6.6.6'],
  ['proxies in a row are passed over', PROXIES, '127.0.0.1', '6.6.6.6, 10.2.3.4', '6.6.6.6'],
  ['what the client itself wrote in front is not', PROXIES, '127.0.0.1', '1.1.1.1, 6.6.6.6', '6.6.6.6'],
  ['nonsense ends at the last sane hop', PROXIES, '127.0.0.1', 'x, 10.2.3.4', '10.2.3.4'],
  ['no header leaves the proxy', PROXIES, '127.0.0.1', '', '127.0.0.1'],
  ['IPv6 works the same', PROXIES, 'fd00::1', '2001:db8:0::2', '2001:db8::2'],
  ['IPv4 in IPv6 is IPv4', PROXIES, '::ffff:127.0.0.1', '::ffff:6.6.6.6', '6.6.6.6'],
])('%s', (_name, proxies, remote, header, expected) => {
  expect(createAddressOf(proxies)(remote, forwarded(header))).toBe(expected);
});

test.each([
  ['10.1.2.3', '10.1.2.3'],
  ['2001:db8::1', '2001:db8:0:0::/64'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
  ['2001:db8:1:2::', '2001:db8:1:2::/64'],
  ['::1', '0:0:0:0::/64'],
])('%s counts as %s', (address, group) => {
  expect(addressGroup(address)).toBe(group);
});
