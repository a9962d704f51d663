import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import type { Clock } from '../base/index.ts';
import { unmapped } from '../net/index.ts';

/** How long a resolved host name is believed, milliseconds. */
const RESOLVED_FOR_MS = 60_000;
/** Host names remembered. */
const REMEMBERED_LIMIT = 10_000;

/** Whether an address is this machine itself. */
export function isLoopback(address: string): boolean {
  const plain = unmapped(address);
  return plain === '::1' || (isIP(plain) === 4 && plain.startsWith('127.'));
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
