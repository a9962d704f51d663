/**
 * Where connections to DICOM nodes may go. Private networks and this machine are the normal case; refused is what no node
 * lives at, so that whoever may register nodes has no way into what only this machine reaches.
 */
import { isIP, type LookupFunction } from 'node:net';
import { IsocenterError } from '../base/index.ts';
import { inNetworks } from './networks.ts';
import { guardedLookup, isOwnAddress, isReservedAddress } from './reserved-addresses.ts';

export interface PeerGuard {
  /** What the host and port say by themselves. Throws `net/forbidden`. */
  check(host: string, port: number): void;
  /** For the connection: the addresses of a name that may be reached. */
  lookup(host: string, port: number): LookupFunction;
}

export interface PeerGuardParts {
  /** Addresses and networks (CIDR) that are reached although they are reserved. */
  readonly allowed: readonly string[];
  /** What this server listens on at this moment and is no node. */
  readonly ownPorts: () => readonly number[];
}

/** Names that clouds answer at, whatever address they have. */
const metadataNames = /^(metadata(\.google\.internal|\.goog)?|instance-data(\.ec2\.internal)?)$/;

export function createPeerGuard({ allowed, ownPorts }: PeerGuardParts): PeerGuard {
  const reasonAgainst = (ip: string, port: number): string | undefined => {
    if (isReservedAddress(ip) && !inNetworks(ip, allowed)) return 'no node has such an address';
    return ownPorts().includes(port) && isOwnAddress(ip) ? 'that is a port of this server itself' : undefined;
  };
  return {
    check(host, port) {
      const isMetadata = metadataNames.test(host.toLowerCase().replace(/\.$/, ''));
      const reason = isIP(host) === 0 ? isMetadata && 'that is no node' : reasonAgainst(host, port);
      if (reason) throw forbidden(host, port, reason);
    },
    lookup: (host, port) =>
      guardedLookup(
        (ip) => reasonAgainst(ip, port) === undefined,
        () => forbidden(host, port, 'no node has such an address, or it is a port of this server itself'),
      ),
  };
}

const forbidden = (host: string, port: number, reason: string): IsocenterError =>
  new IsocenterError('net/forbidden', { host: `${host}:${port}`, reason });
