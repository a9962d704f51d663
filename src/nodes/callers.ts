import { IsocenterError } from '../base/index.ts';
import {
  type Actor,
  type Caller as ContractCaller,
  everything,
  type NodeRights,
  type Scope,
} from '../contract/index.ts';
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

/** What a node may have done for it later, by a job of its own. Throws `archive/forbidden` when it is no node of ours any more. */
export function admitNode(
  registry: NodeRegistry,
  policy: CallerPolicy,
  actor: Actor,
  scope: Scope,
): ContractCaller {
  const mayCommit = registry.has(actor.name)
    ? registry.get(actor.name).may.commit
    : policy.openToUnregistered;
  if (!mayCommit)
    throw new IsocenterError('archive/forbidden', { actor: actor.name, action: 'ask for reports' });
  return { actor, scope, rights: new Set(['find']), address: 'job' };
}

function anonymous(kind: 'local' | 'node', callingAeTitle: string): Caller {
  return { actor: { kind, name: callingAeTitle }, scope: everything, may: everyRight };
}
