import { type Clock, IsocenterError } from '../base/index.ts';
import type { ListedNode, RemoteNode } from '../contract/index.ts';
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

  list(): ListedNode[] {
    return [
      ...this.#configured.map((node) => ({ ...node, from: 'config' as const })),
      ...this.#registered.map((node) => ({ ...node, from: 'registry' as const })),
    ].sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  /** By name, else by AE title when only one node has it. Throws `node/unknown`. */
  get(nameOrTitle: string): ListedNode {
    const nodes = this.list();
    const byTitle = nodes.filter((node) => node.aeTitle === nameOrTitle);
    const found =
      nodes.find((node) => node.name === nameOrTitle) ?? (byTitle.length === 1 ? byTitle[0] : undefined);
    if (!found) throw new IsocenterError('node/unknown', { name: nameOrTitle });
    return found;
  }

  /** The node with this AE title; when several have it, the first by name. Throws `node/unknown`. */
  byTitle(aeTitle: string): ListedNode {
    const found = this.list().find((node) => node.aeTitle === aeTitle);
    if (!found) throw new IsocenterError('node/unknown', { name: aeTitle });
    return found;
  }

  has(name: string): boolean {
    return this.list().some((node) => node.name === name);
  }

  /** The node that calls with this title from there, if it is one. */
  async identify(callingAeTitle: string, proof: PeerProof): Promise<ListedNode | undefined> {
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
    return inNetworks(proof.address, [...node.addresses, ...(await this.#addresses.of(node.host))]);
  }
}

function fingerprint(text: string): string {
  return text.replaceAll(':', '').toLowerCase();
}
