import type { AbortReason } from './pdu-error.ts';

/** The seven PDUs of PS3.8 9.3, as values. Text carries no padding. */
export type Pdu =
  | AssociateRequest
  | AssociateAccept
  | AssociateReject
  | DataFragment
  | ReleaseRequest
  | ReleaseResponse
  | Abort;

export const pduTypes = {
  'A-ASSOCIATE-RQ': 0x01,
  'A-ASSOCIATE-AC': 0x02,
  'A-ASSOCIATE-RJ': 0x03,
  'P-DATA-TF': 0x04,
  'A-RELEASE-RQ': 0x05,
  'A-RELEASE-RP': 0x06,
  'A-ABORT': 0x07,
} as const;

/** The only application context there is. PS3.7 Annex A. */
export const applicationContextName = '1.2.840.10008.3.1.1.1';

export interface ProposedContext {
  /** Odd, 1 to 255. */
  readonly id: number;
  readonly abstractSyntax: string;
  readonly transferSyntaxes: readonly string[];
}

/** PS3.8 Table 9-18. */
export const contextResults = {
  acceptance: 0,
  userRejection: 1,
  noReason: 2,
  abstractSyntaxNotSupported: 3,
  transferSyntaxesNotSupported: 4,
} as const;

export type ContextResult = (typeof contextResults)[keyof typeof contextResults];

export interface ContextAnswer {
  readonly id: number;
  readonly result: ContextResult;
  /** Not significant unless accepted. */
  readonly transferSyntaxUid: string;
}

/** PS3.7 D.3.3.4. */
export interface RoleSelection {
  readonly sopClassUid: string;
  readonly scuRole: boolean;
  readonly scpRole: boolean;
}

/** PS3.7 D.3.3.3. 0 means unlimited. */
export interface AsynchronousOperationsWindow {
  readonly maximumInvoked: number;
  readonly maximumPerformed: number;
}

/** PS3.7 D.3.3.5. `information` is defined by the service class (PS3.4 C.5.1.1 for queries). */
export interface ExtendedNegotiation {
  readonly sopClassUid: string;
  readonly information: Uint8Array;
}

/** PS3.7 D.3.3.6. */
export interface CommonExtendedNegotiation {
  readonly sopClassUid: string;
  readonly serviceClassUid: string;
  readonly relatedGeneralSopClassUids: readonly string[];
}

/** PS3.7 D.3.3.7: 1 name, 2 name and passcode, 3 Kerberos, 4 SAML, 5 JWT. */
export interface UserIdentity {
  readonly type: number;
  readonly positiveResponseRequested: boolean;
  readonly primaryField: Uint8Array;
  /** The passcode of type 2; else empty. */
  readonly secondaryField: Uint8Array;
}

export interface UserInformation {
  /** Longest P-DATA-TF that the sender of this item receives; 0: no limit. PS3.8 D.1. */
  readonly maximumLength: number;
  readonly implementationClassUid: string;
  readonly implementationVersionName?: string;
  readonly asynchronousOperationsWindow?: AsynchronousOperationsWindow;
  readonly roleSelections: readonly RoleSelection[];
  readonly extendedNegotiations: readonly ExtendedNegotiation[];
  /** Requests only. */
  readonly commonExtendedNegotiations: readonly CommonExtendedNegotiation[];
  /** Requests only. */
  readonly userIdentity?: UserIdentity;
  /** Acceptances only: the server's proof (Kerberos ticket, SAML response); empty for types 1 and 2. */
  readonly userIdentityResponse?: Uint8Array;
}

interface Associate {
  readonly protocolVersion: number;
  readonly calledAeTitle: string;
  readonly callingAeTitle: string;
  readonly applicationContext: string;
  readonly userInformation: UserInformation;
}

export interface AssociateRequest extends Associate {
  readonly type: 'A-ASSOCIATE-RQ';
  readonly contexts: readonly ProposedContext[];
}

export interface AssociateAccept extends Associate {
  readonly type: 'A-ASSOCIATE-AC';
  readonly contexts: readonly ContextAnswer[];
}

/** PS3.8 Table 9-21. */
export interface AssociateReject {
  readonly type: 'A-ASSOCIATE-RJ';
  readonly result: number;
  readonly source: number;
  readonly reason: number;
}

/**
 * A piece of a presentation data value, as it came from the socket: a view, not a copy. A PDV that spans several
 * chunks comes in several pieces; `last` is true on the final piece of the message's last fragment.
 */
export interface DataFragment {
  readonly type: 'P-DATA-TF';
  readonly contextId: number;
  readonly isCommand: boolean;
  readonly last: boolean;
  readonly data: Uint8Array;
}

export interface ReleaseRequest {
  readonly type: 'A-RELEASE-RQ';
}

export interface ReleaseResponse {
  readonly type: 'A-RELEASE-RP';
}

/** PS3.8 Table 9-26. Source 0: the service user; 2: the service provider, with a reason. */
export interface Abort {
  readonly type: 'A-ABORT';
  readonly source: number;
  readonly reason: AbortReason;
}

/** Reject results, sources and reasons by name. PS3.8 Table 9-21. */
export const rejections = {
  noReason: { result: 1, source: 1, reason: 1 },
  applicationContextNotSupported: { result: 1, source: 1, reason: 2 },
  callingAeTitleNotRecognized: { result: 1, source: 1, reason: 3 },
  calledAeTitleNotRecognized: { result: 1, source: 1, reason: 7 },
  protocolVersionNotSupported: { result: 1, source: 2, reason: 2 },
  temporaryCongestion: { result: 2, source: 3, reason: 1 },
  localLimitExceeded: { result: 2, source: 3, reason: 2 },
} as const;

export type Rejection = Pick<AssociateReject, 'result' | 'source' | 'reason'>;
