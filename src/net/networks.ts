/** Networks as people write them, and whether an address lies in one. */
import { BlockList, isIP, isIPv6 } from 'node:net';

export type Network = readonly [address: string, prefix: number];

export function networkList(rows: readonly Network[]): BlockList {
  const list = new BlockList();
  for (const [address, prefix] of rows)
    list.addSubnet(withoutZone(address), prefix, isIPv6(address) ? 'ipv6' : 'ipv4');
  return list;
}

/** Whether an address lies in one of the given addresses or networks (CIDR); malformed ones never match. */
export function inNetworks(address: string, networks: readonly string[]): boolean {
  return isIP(address) !== 0 && isIn(networkList(networks.flatMap(readNetwork)), address);
}

export function isIn(list: BlockList, address: string): boolean {
  const plain = withoutZone(unmapped(address));
  return list.check(plain, isIPv6(plain) ? 'ipv6' : 'ipv4');
}

/** `::ffff:10.0.0.1`, as a dual-stack socket reports it, is 10.0.0.1. */
export function unmapped(address: string): string {
  return address.startsWith('::ffff:') && address.includes('.') ? address.slice(7) : address;
}

function readNetwork(text: string): Network[] {
  const [written = '', bits] = text.split('/');
  const address = unmapped(written);
  const widest = isIPv6(address) ? 128 : 32;
  const prefix = bits === undefined ? widest : Number(bits);
  const isRight = isIP(address) !== 0 && Number.isInteger(prefix) && prefix >= 0 && prefix <= widest;
  return isRight ? [[address, prefix]] : [];
}

/** `fe80::1%eth0` is fe80::1. */
const withoutZone = (address: string): string => address.replace(/%.*$/, '');
