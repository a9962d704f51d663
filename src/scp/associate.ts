import {
  type AssociationAnswer,
  type AssociationRequest,
  acceptContexts,
  acceptQueryOptions,
  type QueryOptions,
} from '../dimse/index.ts';
import { type CallerPolicy, identifyCaller, type NodeRegistry, type PeerProof } from '../nodes/index.ts';
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
  request: AssociationRequest,
): Promise<AssociationAnswer<Session>> {
  if (!policy.anyCalledTitle && !policy.aeTitles.includes(request.calledAeTitle)) {
    return { ...calledTitleNotRecognized, comment: 'called AE title not recognized' };
  }
  const session = await identifyCaller(registry, policy, request.callingAeTitle, proofOf(request));
  if (!session) return { ...callingTitleNotRecognized, comment: 'caller is not a registered node' };
  return {
    accept: true,
    ...acceptContexts(request.request, contextPolicy),
    extendedNegotiations: acceptQueryOptions(
      request.request.userInformation.extendedNegotiations,
      supportedQueries,
    ),
    session,
  };
}

function proofOf({ peer }: AssociationRequest): PeerProof {
  const verified = peer.tls?.authorized && peer.tls.fingerprint !== '';
  return verified ? { address: peer.address, certificate: peer.tls.fingerprint } : { address: peer.address };
}
