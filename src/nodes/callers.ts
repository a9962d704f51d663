import { type Actor, everything, type NodeRights, type Scope } from '../contract/index.ts';
import { isLoopback } from './addresses.ts';
import type { NodeRegistry, PeerProof } from './registry.ts';

/** A peer that may come in, as whom, and what it may ask for. */
export interface Caller {
  readonly actor: Actor;
  readonly scope: Scope;
  readonly may: NodeRights;
}

export interface CallerPolicy {
  /** Whoever can open a connection from this machine gets in. Revocable. */
  readonly loopbackGrant: boolean;
  /** Whoever reaches the port gets in. Off unless the configuration says otherwise. */
  readonly openToUnregistered: boolean;
}

const everyRight: NodeRights = { store: true, find: true, retrieve: true, commit: true };

/** Who is calling; undefined when nobody we know. Registered nodes come first, so their rights hold on loopback too. */
export async function identifyCaller(
  registry: NodeRegistry,
  policy: CallerPolicy,
  callingAeTitle: string,
  proof: PeerProof,
): Promise<Caller | undefined> {
  const node = await registry.identify(callingAeTitle, proof);
  if (node) return { actor: { kind: 'node', name: node.name }, scope: everything, may: node.may };
  if (policy.loopbackGrant && isLoopback(proof.address)) return anonymous('local', callingAeTitle);
  if (policy.openToUnregistered) return anonymous('node', callingAeTitle);
  return undefined;
}

function anonymous(kind: 'local' | 'node', callingAeTitle: string): Caller {
  return { actor: { kind, name: callingAeTitle }, scope: everything, may: everyRight };
}
