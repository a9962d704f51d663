import { type Clock, IsocenterError } from '../base/index.ts';
import type { KnownNode, RemoteNode } from '../contract/index.ts';
import { inNetworks } from '../net/index.ts';
import { HostAddresses } from './addresses.ts';

/** Where a call comes from, as far as the transport proves it. */
export interface PeerProof {
  readonly address: string;
  /** SHA-256 fingerprint of a client certificate that TLS has verified. */
  readonly certificate?: string;
}

/**
 * The nodes we know: those of the configuration, which are fixed, and those registered in the archive. A caller is a
 * node when its title fits *and* its address or certificate does: an AE title alone is no proof.
 */
export class NodeRegistry {
  readonly #configured: readonly RemoteNode[];
  readonly #addresses: HostAddresses;
  #registered: readonly RemoteNode[] = [];

  constructor(configured: readonly RemoteNode[], clock: Clock) {
    this.#configured = configured;
    this.#addresses = new HostAddresses(clock);
  }

  /** Takes over what the archive holds, after a start and after every change. */
  load(registered: readonly RemoteNode[]): void {
    this.#registered = registered;
  }

  list(): KnownNode[] {
    return [
      ...this.#configured.map((node) => ({ ...node, from: 'config' as const })),
      ...this.#registered.map((node) => ({ ...node, from: 'registry' as const })),
    ].sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  /** By name, else by AE title when only one node has it. Throws `node/unknown`. */
  get(nameOrTitle: string): KnownNode {
    const nodes = this.list();
    const byTitle = nodes.filter((node) => node.aeTitle === nameOrTitle);
    const found =
      nodes.find((node) => node.name === nameOrTitle) ?? (byTitle.length === 1 ? byTitle[0] : undefined);
    if (!found) throw new IsocenterError('node/unknown', { name: nameOrTitle });
    return found;
  }

  /** The node with this AE title; when several have it, the first by name. Throws `node/unknown`. */
  byTitle(aeTitle: string): KnownNode {
    const found = this.list().find((node) => node.aeTitle === aeTitle);
    if (!found) throw new IsocenterError('node/unknown', { name: aeTitle });
    return found;
  }

  has(name: string): boolean {
    return this.list().some((node) => node.name === name);
  }

  /** The node that calls with this title from there, if it is one. */
  async identify(callingAeTitle: string, proof: PeerProof): Promise<KnownNode | undefined> {
    for (const node of this.list()) {
      if (node.aeTitle === callingAeTitle && (await this.#proves(node, proof))) return node;
    }
    return undefined;
  }

  async #proves(node: RemoteNode, proof: PeerProof): Promise<boolean> {
    // A node with a registered certificate must show it: its address could be anybody's.
    if (node.certificate) {
      return (
        proof.certificate !== undefined && fingerprint(node.certificate) === fingerprint(proof.certificate)
      );
    }
    return inNetworks(proof.address, [...node.addresses, ...(await this.#addressesOf(node))]);
  }

  #addressesOf({ host }: RemoteNode): Promise<readonly string[]> | readonly string[] {
    return host === undefined ? [] : this.#addresses.of(host);
  }
}

function fingerprint(text: string): string {
  return text.replaceAll(':', '').toLowerCase();
}
