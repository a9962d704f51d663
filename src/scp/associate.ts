import type { Access } from '../access/index.ts';
import type { Right, Scope } from '../contract/index.ts';
import {
  type AssociationAnswer,
  type AssociationRequest,
  acceptContexts,
  acceptQueryOptions,
  type QueryOptions,
} from '../dimse/index.ts';
import {
  type Caller,
  type CallerPolicy,
  identifyCaller,
  type NodeRegistry,
  type PeerProof,
} from '../nodes/index.ts';
import { contextPolicy } from './contexts.ts';
import type { Session } from './session.ts';

export interface AssociatePolicy extends CallerPolicy {
  readonly aeTitles: readonly string[];
  /** Any called title is ours. */
  readonly anyCalledTitle: boolean;
}

/** Rejections of the service user, permanent. PS3.8 Table 9-21. */
const calledTitleNotRecognized = { accept: false, result: 1, source: 1, reason: 7 } as const;
const callingTitleNotRecognized = { accept: false, result: 1, source: 1, reason: 3 } as const;

const supportedQueries: QueryOptions = {
  relationalQueries: true,
  combinedDateTimeMatching: true,
  fuzzyPersonNames: true,
  timezoneAdjustment: false,
};

/** Lets a caller in, or not: the called title must be ours and the caller somebody we know. */
export async function answerAssociation(
  registry: NodeRegistry,
  policy: AssociatePolicy,
  access: Pick<Access, 'scopeOfNode'>,
  request: AssociationRequest,
): Promise<AssociationAnswer<Session>> {
  if (!policy.anyCalledTitle && !policy.aeTitles.includes(request.calledAeTitle)) {
    return { ...calledTitleNotRecognized, comment: 'called AE title not recognized' };
  }
  const caller = await identifyCaller(registry, policy, request.callingAeTitle, proofOf(request));
  if (!caller) return { ...callingTitleNotRecognized, comment: 'caller is not a registered node' };
  return {
    accept: true,
    ...acceptContexts(request.request, contextPolicy),
    extendedNegotiations: acceptQueryOptions(
      request.request.userInformation.extendedNegotiations,
      supportedQueries,
    ),
    session: { ...caller, reach: (right) => reachOf(access, caller, right) },
  };
}

/** Grants are for registered nodes; who comes in by the policy alone reaches what it says. */
function reachOf(access: Pick<Access, 'scopeOfNode'>, { actor, scope }: Caller, right: Right): Scope {
  return actor.kind === 'node' ? access.scopeOfNode(actor.name, right) : scope;
}

function proofOf({ peer }: AssociationRequest): PeerProof {
  const verified = peer.tls?.authorized && peer.tls.fingerprint !== '';
  return verified ? { address: peer.address, certificate: peer.tls.fingerprint } : { address: peer.address };
}
