import { lookup } from 'node:dns/promises';
import { BlockList, isIP } from 'node:net';
import type { Clock } from '../base/index.ts';

/** How long a resolved host name is believed, milliseconds. */
const RESOLVED_FOR_MS = 60_000;
/** Host names remembered. */
const REMEMBERED_LIMIT = 10_000;

/** Whether an address is this machine itself. */
export function isLoopback(address: string): boolean {
  const plain = unmapped(address);
  return plain === '::1' || plain.startsWith('127.');
}

/** Whether an address lies in one of the given addresses or networks (CIDR); malformed ones never match. */
export function inNetworks(address: string, networks: readonly string[]): boolean {
  const plain = unmapped(address);
  const family = familyOf(plain);
  if (!family) return false;
  const list = new BlockList();
  for (const network of networks) addNetwork(list, network);
  return list.check(plain, family);
}

/** Addresses of host names, remembered for a minute. A name that cannot be resolved has none. */
export class HostAddresses {
  readonly #clock: Clock;
  readonly #known = new Map<string, { readonly addresses: readonly string[]; readonly until: number }>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  async of(host: string): Promise<readonly string[]> {
    if (isIP(host) !== 0) return [host];
    const known = this.#known.get(host);
    if (known && known.until > this.#clock.monotonic()) return known.addresses;
    const addresses = await lookup(host, { all: true }).then(
      (found) => found.map(({ address }) => address),
      () => [],
    );
    if (this.#known.size >= REMEMBERED_LIMIT) this.#known.clear();
    this.#known.set(host, { addresses, until: this.#clock.monotonic() + RESOLVED_FOR_MS });
    return addresses;
  }
}

/** `::ffff:10.0.0.1`, as a dual-stack socket reports it, is 10.0.0.1. */
function unmapped(address: string): string {
  return address.startsWith('::ffff:') && address.includes('.') ? address.slice(7) : address;
}

function familyOf(address: string): 'ipv4' | 'ipv6' | undefined {
  const version = isIP(address);
  if (version === 0) return undefined;
  return version === 4 ? 'ipv4' : 'ipv6';
}

function addNetwork(list: BlockList, network: string): void {
  const [address = '', bits] = network.split('/');
  const plain = unmapped(address);
  const family = familyOf(plain);
  if (!family) return;
  const widest = family === 'ipv4' ? 32 : 128;
  const prefix = bits === undefined ? widest : Number(bits);
  if (Number.isInteger(prefix) && prefix >= 0 && prefix <= widest) list.addSubnet(plain, prefix, family);
}
