import type {
  AssociateAccept,
  AssociateRequest,
  CommonExtendedNegotiation,
  ContextAnswer,
  DataFragment,
  Pdu,
  ProposedContext,
  RoleSelection,
  UserIdentity,
  UserInformation,
} from './pdu.ts';
import { pduTypes } from './pdu.ts';

/** A whole PDU, header included. PS3.8 9.3. */
export function encodePdu(pdu: Pdu): Buffer {
  const body = bodyOf(pdu);
  const header = Buffer.alloc(6);
  header[0] = pduTypes[pdu.type];
  header.writeUInt32BE(body.length, 2);
  return Buffer.concat([header, body]);
}

function bodyOf(pdu: Pdu): Buffer {
  switch (pdu.type) {
    case 'A-ASSOCIATE-RQ':
      return encodeAssociate(pdu, pdu.contexts.map(encodeProposedContext));
    case 'A-ASSOCIATE-AC':
      return encodeAssociate(pdu, pdu.contexts.map(encodeContextAnswer));
    case 'A-ASSOCIATE-RJ':
      return Buffer.from([0, pdu.result, pdu.source, pdu.reason]);
    case 'A-ABORT':
      return Buffer.from([0, 0, pdu.source, pdu.reason]);
    case 'P-DATA-TF':
      return encodeFragment(pdu);
    case 'A-RELEASE-RQ':
    case 'A-RELEASE-RP':
      return Buffer.alloc(4);
  }
}

function encodeAssociate(pdu: AssociateRequest | AssociateAccept, contexts: readonly Buffer[]): Buffer {
  const fixed = Buffer.alloc(68);
  fixed.writeUInt16BE(pdu.protocolVersion, 0);
  fixed.write(pdu.calledAeTitle.padEnd(16).slice(0, 16), 4, 'latin1');
  fixed.write(pdu.callingAeTitle.padEnd(16).slice(0, 16), 20, 'latin1');
  return Buffer.concat([
    fixed,
    item(0x10, text(pdu.applicationContext)),
    ...contexts,
    item(0x50, encodeUserInformation(pdu.userInformation)),
  ]);
}

const text = (value: string): Buffer => Buffer.from(value, 'latin1');

function item(type: number, ...parts: readonly Uint8Array[]): Buffer {
  const header = Buffer.from([type, 0, 0, 0]);
  const length = parts.reduce((sum, part) => sum + part.length, 0);
  header.writeUInt16BE(length, 2);
  return Buffer.concat([header, ...parts]);
}

function u16(value: number): Buffer {
  const out = Buffer.allocUnsafe(2);
  out.writeUInt16BE(value);
  return out;
}

function u32(value: number): Buffer {
  const out = Buffer.allocUnsafe(4);
  out.writeUInt32BE(value);
  return out;
}

/** A value behind its own two-byte length. */
const counted = (value: Uint8Array): Buffer => Buffer.concat([u16(value.length), value]);

function encodeProposedContext(context: ProposedContext): Buffer {
  return item(
    0x20,
    Buffer.from([context.id, 0, 0, 0]),
    item(0x30, text(context.abstractSyntax)),
    ...context.transferSyntaxes.map((uid) => item(0x40, text(uid))),
  );
}

function encodeContextAnswer(answer: ContextAnswer): Buffer {
  const head = Buffer.from([answer.id, 0, answer.result, 0]);
  return item(0x21, head, item(0x40, text(answer.transferSyntaxUid)));
}

function encodeUserInformation(info: UserInformation): Buffer {
  const window = info.asynchronousOperationsWindow;
  const parts = [item(0x51, u32(info.maximumLength)), item(0x52, text(info.implementationClassUid))];
  if (window) parts.push(item(0x53, u16(window.maximumInvoked), u16(window.maximumPerformed)));
  parts.push(...info.roleSelections.map(encodeRoleSelection));
  if (info.implementationVersionName !== undefined) {
    parts.push(item(0x55, text(info.implementationVersionName)));
  }
  for (const { sopClassUid, information } of info.extendedNegotiations) {
    parts.push(item(0x56, counted(text(sopClassUid)), information));
  }
  parts.push(...info.commonExtendedNegotiations.map(encodeCommonExtended));
  if (info.userIdentity) parts.push(encodeUserIdentity(info.userIdentity));
  if (info.userIdentityResponse) parts.push(item(0x59, counted(info.userIdentityResponse)));
  return Buffer.concat(parts);
}

function encodeRoleSelection({ sopClassUid, scuRole, scpRole }: RoleSelection): Buffer {
  return item(0x54, counted(text(sopClassUid)), Buffer.from([scuRole ? 1 : 0, scpRole ? 1 : 0]));
}

function encodeCommonExtended(negotiation: CommonExtendedNegotiation): Buffer {
  const related = negotiation.relatedGeneralSopClassUids.map((uid) => counted(text(uid)));
  return item(
    0x57,
    counted(text(negotiation.sopClassUid)),
    counted(text(negotiation.serviceClassUid)),
    counted(Buffer.concat(related)),
  );
}

function encodeUserIdentity(identity: UserIdentity): Buffer {
  const head = Buffer.from([identity.type, identity.positiveResponseRequested ? 1 : 0]);
  return item(0x58, head, counted(identity.primaryField), counted(identity.secondaryField));
}

/** One P-DATA-TF with one PDV; the hot path (message-writer.ts) lays the same bytes out without this copy. */
function encodeFragment(fragment: DataFragment): Buffer {
  const head = Buffer.alloc(6);
  head.writeUInt32BE(fragment.data.length + 2, 0);
  head[4] = fragment.contextId;
  head[5] = controlHeader(fragment.isCommand, fragment.last);
  return Buffer.concat([head, fragment.data]);
}

/** Message control header, PS3.8 E.2: bit 0 command, bit 1 last fragment. */
export const controlHeader = (isCommand: boolean, last: boolean): number =>
  (isCommand ? 1 : 0) | (last ? 2 : 0);
