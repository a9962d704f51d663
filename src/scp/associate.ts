import { type Access, intersectionOf } from '../access/index.ts';
import { asIsocenterError } from '../base/index.ts';
import { type Caller as Account, type Right, reachOf, type Scope } from '../contract/index.ts';
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
import { provenAccount } from './user-identity.ts';

export interface AssociatePolicy extends CallerPolicy {
  readonly aeTitles: readonly string[];
  /** Any called title is ours. */
  readonly anyCalledTitle: boolean;
}

/** What decides how far a caller reaches. */
export type NodeAccess = Pick<Access, 'scopeOfNode' | 'byNameAndSecret'>;

/** We prove nothing in return (PS3.7 D.3.3.7.2, types 1 and 2). */
const NO_PROOF = new Uint8Array(0);

/** Rejections of the service user, permanent. PS3.8 Table 9-21. */
const calledTitleNotRecognized = { accept: false, result: 1, source: 1, reason: 7 } as const;
const callingTitleNotRecognized = { accept: false, result: 1, source: 1, reason: 3 } as const;
const noReasonGiven = { accept: false, result: 1, source: 1, reason: 1 } as const;

const supportedQueries: QueryOptions = {
  relationalQueries: true,
  combinedDateTimeMatching: true,
  fuzzyPersonNames: true,
  timezoneAdjustment: false,
};

/**
 * Lets a caller in, or not: the called title must be ours and the caller somebody we know. One that proves to be an account as
 * well is that account, as far as the node reaches.
 */
export async function answerAssociation(
  registry: NodeRegistry,
  policy: AssociatePolicy,
  access: NodeAccess,
  request: AssociationRequest,
): Promise<AssociationAnswer<Session>> {
  if (!policy.anyCalledTitle && !policy.aeTitles.includes(request.calledAeTitle)) {
    return {
      ...calledTitleNotRecognized,
      comment: `called AE title not recognized; ours is ${policy.aeTitles.join(', ')}`,
    };
  }
  const caller = await identifyCaller(registry, policy, request.callingAeTitle, proofOf(request));
  if (!caller) return { ...callingTitleNotRecognized, comment: 'caller is not a registered node' };
  const account = await provenAccount(access, request).catch(asIsocenterError);
  if (account instanceof Error) return { ...noReasonGiven, comment: account.message };
  return {
    accept: true,
    ...(account && { userIdentityResponse: NO_PROOF }),
    ...acceptContexts(request.request, contextPolicy),
    extendedNegotiations: acceptQueryOptions(
      request.request.userInformation.extendedNegotiations,
      supportedQueries,
    ),
    session: sessionOf(access, caller, account),
  };
}

function sessionOf(access: NodeAccess, caller: Caller, account: Account | undefined): Session {
  const reach = (right: Right) => reachOfNode(access, caller, right);
  if (!account) return { ...caller, node: caller.actor, reach };
  return {
    ...{ ...caller, actor: account.actor, node: caller.actor },
    reach: (right) => intersectionOf(reach(right), reachOf(account, right)),
  };
}

/** Grants are for registered nodes; who comes in by the policy alone reaches what it says. */
function reachOfNode(access: NodeAccess, { actor, scope }: Caller, right: Right): Scope {
  return actor.kind === 'node' ? access.scopeOfNode(actor.name, right) : scope;
}

function proofOf({ peer }: AssociationRequest): PeerProof {
  const verified = peer.tls?.authorized && peer.tls.fingerprint !== '';
  return verified ? { address: peer.address, certificate: peer.tls.fingerprint } : { address: peer.address };
}
