import type { AssociationInfo, Peer } from './handlers.ts';
import { decodeQueryOptions, type NegotiatedContext } from './negotiation.ts';
import type { AssociateAccept, AssociateRequest, ExtendedNegotiation } from './pdu.ts';

interface InfoParts {
  readonly id: number;
  readonly peer: Peer;
  readonly contexts: ReadonlyMap<number, NegotiatedContext>;
  readonly session: unknown;
  /** As answered by the acceptor. */
  readonly extendedNegotiations: readonly ExtendedNegotiation[];
  readonly titles: { readonly callingAeTitle: string; readonly calledAeTitle: string };
  /** What the peer says about its implementation. */
  readonly remote: AssociateRequest | AssociateAccept;
}

export function associationInfo(parts: InfoParts): AssociationInfo {
  const { id, peer, contexts, session, titles, remote } = parts;
  const bySopClass = new Map(parts.extendedNegotiations.map((row) => [row.sopClassUid, row.information]));
  return {
    id,
    peer,
    contexts,
    session,
    callingAeTitle: titles.callingAeTitle,
    calledAeTitle: titles.calledAeTitle,
    implementationClassUid: remote.userInformation.implementationClassUid,
    implementationVersionName: remote.userInformation.implementationVersionName ?? '',
    queryOptions: (sopClassUid) => decodeQueryOptions(bySopClass.get(sopClassUid)),
  };
}
