import { transferSyntax } from '../dicom/index.ts';
import type {
  AssociateRequest,
  ContextAnswer,
  ContextResult,
  ExtendedNegotiation,
  ProposedContext,
  RoleSelection,
} from './pdu.ts';
import { contextResults } from './pdu.ts';

/** A presentation context that both sides agreed on. */
export interface NegotiatedContext {
  readonly id: number;
  readonly abstractSyntax: string;
  readonly transferSyntaxUid: string;
  /** The requestor may send requests in this context (the default role). PS3.7 D.3.3.4. */
  readonly requestorIsScu: boolean;
  /** The acceptor may send requests in this context, as C-GET needs it. */
  readonly requestorIsScp: boolean;
}

export interface ContextPolicy {
  /** Transfer syntaxes for an abstract syntax, the preferred one first; undefined: not supported at all. */
  transferSyntaxes(abstractSyntax: string): readonly string[] | undefined;
  /** True: the requestor's order decides among those that we accept. Default: ours does. */
  readonly preferProposedOrder?: boolean;
  /** May the requestor be SCP of this SOP class (receive C-STORE by C-GET, N-EVENT-REPORT)? Default: yes. */
  acceptsScpRole?(sopClassUid: string): boolean;
}

export interface ContextAgreement {
  readonly contexts: readonly ContextAnswer[];
  readonly roleSelections: readonly RoleSelection[];
}

/** Answers all proposed contexts and roles by one policy. */
export function acceptContexts(request: AssociateRequest, policy: ContextPolicy): ContextAgreement {
  return {
    contexts: request.contexts.map((context) => answerContext(context, policy)),
    roleSelections: request.userInformation.roleSelections.map((role) => answerRole(role, policy)),
  };
}

function answerContext(context: ProposedContext, policy: ContextPolicy): ContextAnswer {
  const ours = policy.transferSyntaxes(context.abstractSyntax);
  if (!ours) return refusedContext(context, contextResults.abstractSyntaxNotSupported);
  const [preferred, candidates] = policy.preferProposedOrder
    ? [context.transferSyntaxes, ours]
    : [ours, context.transferSyntaxes];
  const transferSyntaxUid = preferred.find((uid) => candidates.includes(uid));
  if (transferSyntaxUid === undefined) {
    return refusedContext(context, contextResults.transferSyntaxesNotSupported);
  }
  return { id: context.id, result: contextResults.acceptance, transferSyntaxUid };
}

// The transfer syntax of a refused context is not significant (PS3.8 9.3.3.2), but some peers want one to be there.
function refusedContext(context: ProposedContext, result: ContextResult): ContextAnswer {
  return {
    id: context.id,
    result,
    transferSyntaxUid: context.transferSyntaxes[0] ?? transferSyntax.implicitVrLittleEndian.uid,
  };
}

/** An acceptor may turn a proposed role off, never on. PS3.7 D.3.3.4.2. */
function answerRole(role: RoleSelection, policy: ContextPolicy): RoleSelection {
  const allowed = policy.acceptsScpRole?.(role.sopClassUid) ?? true;
  return { ...role, scpRole: role.scpRole && allowed };
}

/** Puts proposals, answers and roles together. Answers to contexts that nobody proposed are ignored. */
export function negotiatedContexts(
  proposed: readonly ProposedContext[],
  answers: readonly ContextAnswer[],
  roles: readonly RoleSelection[],
): Map<number, NegotiatedContext> {
  const proposals = new Map(proposed.map((context) => [context.id, context]));
  const roleBySopClass = new Map(roles.map((role) => [role.sopClassUid, role]));
  const contexts = new Map<number, NegotiatedContext>();
  for (const { id, result, transferSyntaxUid } of answers) {
    const proposal = proposals.get(id);
    if (!proposal || result !== contextResults.acceptance) continue;
    const role = roleBySopClass.get(proposal.abstractSyntax);
    const requestorIsScp = role?.scpRole ?? false;
    const requestorIsScu = role?.scuRole ?? true;
    const { abstractSyntax } = proposal;
    contexts.set(id, { id, abstractSyntax, transferSyntaxUid, requestorIsScu, requestorIsScp });
  }
  return contexts;
}

/** Operations window of one direction: the smaller of what both allow; 0 means "no limit" from the peer. */
export function agreedWindow(proposed: number | undefined, ours: number): number {
  if (proposed === undefined) return 1;
  return proposed === 0 ? ours : Math.min(proposed, ours);
}

/** Query/retrieve extended negotiation, one byte each. PS3.4 C.5.1.1, C.5.2.1, C.5.3.1. */
export interface QueryOptions {
  readonly relationalQueries: boolean;
  readonly combinedDateTimeMatching: boolean;
  readonly fuzzyPersonNames: boolean;
  readonly timezoneAdjustment: boolean;
}

const queryOptionOrder = [
  'relationalQueries',
  'combinedDateTimeMatching',
  'fuzzyPersonNames',
  'timezoneAdjustment',
] as const;

export function decodeQueryOptions(information: Uint8Array | undefined): QueryOptions {
  const [relational, dateTime, fuzzy, timezone] = queryOptionOrder.map((_, i) => information?.[i] === 1);
  return {
    relationalQueries: relational!,
    combinedDateTimeMatching: dateTime!,
    fuzzyPersonNames: fuzzy!,
    timezoneAdjustment: timezone!,
  };
}

export function encodeQueryOptions(options: Partial<QueryOptions>): Uint8Array {
  return Uint8Array.from(queryOptionOrder, (name) => (options[name] ? 1 : 0));
}

/** Answers every proposed query negotiation with what is both wanted and supported. */
export function acceptQueryOptions(
  proposed: readonly ExtendedNegotiation[],
  supported: QueryOptions,
): ExtendedNegotiation[] {
  return proposed.map(({ sopClassUid, information }) => {
    const wanted = decodeQueryOptions(information);
    const both = queryOptionOrder.map((name): [string, boolean] => [name, wanted[name] && supported[name]]);
    const answer = encodeQueryOptions(Object.fromEntries(both));
    return { sopClassUid, information: answer.subarray(0, Math.min(answer.length, information.length)) };
  });
}
