/** Addresses that need a thought before anything connects to them. */
import dns from 'node:dns';
import { type BlockList, isIPv4, isIPv6, type LookupFunction } from 'node:net';
import { networkInterfaces } from 'node:os';
import { isIn, type Network, networkList } from './networks.ts';

const loopback = everyForm([
  ['127.0.0.0', 8],
  ['::1', 128],
]);
/** Nobody's server: this network, link-local (where clouds keep their secrets), multicast, reserved, broadcast. */
const never = everyForm([
  ['0.0.0.0', 8],
  ['169.254.0.0', 16],
  ['224.0.0.0', 3],
  ['::', 128],
  ['fe80::', 10],
  ['ff00::', 8],
  // What clouds keep their secrets at elsewhere: Amazon, Google, Alibaba, Oracle, Azure.
  ['fd00:ec2::254', 128],
  ['fd20:ce::254', 128],
  ['100.100.100.200', 32],
  ['192.0.0.192', 32],
  ['168.63.129.16', 32],
]);

export const isLoopbackAddress = (ip: string): boolean => isIn(loopback, ip);
export const isReservedAddress = (ip: string): boolean => isIn(never, ip);

/** Whether it is an address of this machine, loopback or not. */
export function isOwnAddress(ip: string): boolean {
  if (isLoopbackAddress(ip)) return true;
  const own = Object.values(networkInterfaces())
    .flatMap((all) => all ?? [])
    .map(({ address }): Network => [address, isIPv6(address) ? 128 : 32]);
  return isIn(everyForm(own), ip);
}

/**
 * Looks a name up and gives the connection only those of its addresses that may be reached: what was looked at is what is
 * connected to, so a name that changes its address in between gains nothing. Fails with what `refusal` makes when none is left.
 * Addresses written as such are not looked up: check them before.
 */
export function guardedLookup(isAllowed: (ip: string) => boolean, refusal: () => Error): LookupFunction {
  return (hostname, options, callback) => {
    dns.lookup(hostname, { ...options, all: true }, (error, addresses) => {
      if (error) return callback(error, []);
      const allowed = addresses.filter(({ address }) => isAllowed(address));
      const first = allowed[0];
      if (!first) return callback(refusal(), []);
      return options.all ? callback(null, allowed) : callback(null, first.address, first.family);
    });
  };
}

/** With the IPv6 networks that lead to the IPv4 ones: good for refusing, and not for trusting. */
function everyForm(rows: readonly Network[]): BlockList {
  return networkList(rows.flatMap((row) => [row, ...asIpv6(row)]));
}

/** NAT64 (RFC 6052) and 6to4 (RFC 3056). Mapped ones are known to BlockList itself. */
function asIpv6([address, prefix]: Network): Network[] {
  if (!isIPv4(address)) return [];
  const hex = Buffer.from(address.split('.').map(Number)).toString('hex');
  return [
    [`64:ff9b::${address}`, 96 + prefix],
    [`2002:${hex.slice(0, 4)}:${hex.slice(4)}::`, 16 + prefix],
  ];
}
