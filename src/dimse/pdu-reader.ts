import { ByteReader } from './byte-reader.ts';
import type {
  AssociateAccept,
  AssociateRequest,
  CommonExtendedNegotiation,
  ContextAnswer,
  ContextResult,
  ExtendedNegotiation,
  Pdu,
  ProposedContext,
  RoleSelection,
  UserInformation,
} from './pdu.ts';
import { type AbortReason, abortReasons, PduError, PduLimitError } from './pdu-error.ts';

/** Counts inside an A-ASSOCIATE PDU. Presentation context ids are odd bytes, so 128 is the standard's own limit. */
export const associateLimits = {
  contexts: 128,
  transferSyntaxes: 256,
  userItems: 1024,
  uidLength: 64,
} as const;

/** Decodes the body (after the six-byte header) of every PDU but P-DATA-TF, which the framer streams. */
export function decodePdu(type: number, body: Uint8Array): Pdu {
  const decode = decoders[type];
  if (!decode) throw new PduError(`PDU type ${type} is unknown`, abortReasons.unrecognizedPdu);
  return decode(body);
}

const decoders: Record<number, (body: Uint8Array) => Pdu> = {
  1: (body) => decodeAssociateRequest(new ByteReader(body, 'A-ASSOCIATE-RQ')),
  2: (body) => decodeAssociateAccept(new ByteReader(body, 'A-ASSOCIATE-AC')),
  3: (body) => decodeReject(new ByteReader(body, 'A-ASSOCIATE-RJ')),
  5: (body) => decodeRelease(new ByteReader(body, 'A-RELEASE-RQ'), 'A-RELEASE-RQ'),
  6: (body) => decodeRelease(new ByteReader(body, 'A-RELEASE-RP'), 'A-RELEASE-RP'),
  7: (body) => decodeAbort(new ByteReader(body, 'A-ABORT')),
};

/** Items of PS3.8 Table 9-12 and 9-17; unknown ones are skipped, as 9.3.1 demands. */
interface AssociateItems<Context> {
  applicationContext: string;
  readonly contexts: Context[];
  userInformation: UserInformation;
}

function decodeAssociateRequest(reader: ByteReader): AssociateRequest {
  const fixed = decodeFixedFields(reader);
  return { type: 'A-ASSOCIATE-RQ', ...fixed, ...decodeItems(reader, 0x20, decodeProposedContext) };
}

function decodeAssociateAccept(reader: ByteReader): AssociateAccept {
  const fixed = decodeFixedFields(reader);
  return { type: 'A-ASSOCIATE-AC', ...fixed, ...decodeItems(reader, 0x21, decodeContextAnswer) };
}

// PS3.8 9.3.2: version (2), reserved (2), called title (16), calling title (16), reserved (32), items
function decodeFixedFields(reader: ByteReader) {
  const protocolVersion = reader.u16();
  reader.skip(2);
  const calledAeTitle = reader.text(16);
  const callingAeTitle = reader.text(16);
  reader.skip(32);
  return { protocolVersion, calledAeTitle, callingAeTitle };
}

function decodeItems<Context>(
  reader: ByteReader,
  contextType: number,
  decodeContext: (item: ByteReader) => Context,
): AssociateItems<Context> {
  const items: AssociateItems<Context> = {
    applicationContext: '',
    contexts: [],
    userInformation: noUserInformation,
  };
  while (reader.remaining > 0) {
    const [type, item] = nextItem(reader);
    if (type === 0x10) items.applicationContext = item.text(item.remaining);
    else if (type === contextType) addBounded(items.contexts, decodeContext(item), 'contexts');
    else if (type === 0x50) items.userInformation = decodeUserInformation(item);
  }
  return items;
}

// Every item: type (1), reserved (1), length (2), value
function nextItem(reader: ByteReader): [type: number, item: ByteReader] {
  const type = reader.u8();
  reader.skip(1);
  return [type, reader.sub(reader.u16(), `item ${type.toString(16)}H`)];
}

function addBounded<T>(list: T[], value: T, what: keyof typeof associateLimits): void {
  const limit = associateLimits[what];
  if (list.length >= limit) throw new PduLimitError(`the number of ${what}`, list.length + 1, limit);
  list.push(value);
}

// PS3.8 9.3.2.2: id (1), reserved (3), one abstract syntax, transfer syntaxes
function decodeProposedContext(item: ByteReader): ProposedContext {
  const id = contextId(item);
  item.skip(3);
  let abstractSyntax = '';
  const transferSyntaxes: string[] = [];
  while (item.remaining > 0) {
    const [type, name] = nextItem(item);
    if (type === 0x30) abstractSyntax = uid(name, name.remaining);
    else if (type === 0x40) addBounded(transferSyntaxes, uid(name, name.remaining), 'transferSyntaxes');
  }
  return { id, abstractSyntax, transferSyntaxes };
}

// PS3.8 9.3.3.2: id (1), reserved (1), result (1), reserved (1), one transfer syntax
function decodeContextAnswer(item: ByteReader): ContextAnswer {
  const id = contextId(item);
  item.skip(1);
  const result = Math.min(item.u8(), 4) as ContextResult;
  item.skip(1);
  let transferSyntaxUid = '';
  while (item.remaining > 0) {
    const [type, name] = nextItem(item);
    if (type === 0x40) transferSyntaxUid = uid(name, name.remaining);
  }
  return { id, result, transferSyntaxUid };
}

function contextId(item: ByteReader): number {
  const id = item.u8();
  if (id % 2 === 0) throw new PduError(`presentation context id ${id} is even`);
  return id;
}

function uid(reader: ByteReader, length: number): string {
  if (length > associateLimits.uidLength) {
    throw new PduLimitError('the length of a UID', length, associateLimits.uidLength);
  }
  return reader.text(length);
}

type UserItems = { -readonly [K in keyof UserInformation]: UserInformation[K] } & {
  roleSelections: RoleSelection[];
  extendedNegotiations: ExtendedNegotiation[];
  commonExtendedNegotiations: CommonExtendedNegotiation[];
};

const noUserItems = (): UserItems => ({
  maximumLength: 0,
  implementationClassUid: '',
  roleSelections: [],
  extendedNegotiations: [],
  commonExtendedNegotiations: [],
});

const noUserInformation: UserInformation = noUserItems();

const userItemDecoders: Record<number, (items: UserItems, item: ByteReader) => void> = {
  81: (items, item) => {
    items.maximumLength = item.u32();
  },
  82: (items, item) => {
    items.implementationClassUid = uid(item, item.remaining);
  },
  83: (items, item) => {
    items.asynchronousOperationsWindow = { maximumInvoked: item.u16(), maximumPerformed: item.u16() };
  },
  84: (items, item) => {
    const role = { sopClassUid: uid(item, item.u16()), scuRole: item.u8() === 1, scpRole: item.u8() === 1 };
    items.roleSelections.push(role);
  },
  85: (items, item) => {
    items.implementationVersionName = item.text(item.remaining);
  },
  86: (items, item) => {
    const sopClassUid = uid(item, item.u16());
    items.extendedNegotiations.push({ sopClassUid, information: item.take(item.remaining) });
  },
  87: (items, item) => {
    items.commonExtendedNegotiations.push(decodeCommonExtended(item));
  },
  88: (items, item) => {
    const type = item.u8();
    const positiveResponseRequested = item.u8() === 1;
    const primaryField = item.take(item.u16());
    items.userIdentity = {
      type,
      positiveResponseRequested,
      primaryField,
      secondaryField: item.take(item.u16()),
    };
  },
  89: (items, item) => {
    items.userIdentityResponse = item.take(item.u16());
  },
};

function decodeUserInformation(reader: ByteReader): UserInformation {
  const items = noUserItems();
  for (let count = 0; reader.remaining > 0; count++) {
    if (count >= associateLimits.userItems) {
      throw new PduLimitError('the number of user items', count + 1, associateLimits.userItems);
    }
    const [type, item] = nextItem(reader);
    userItemDecoders[type]?.(items, item);
  }
  return items;
}

// PS3.7 Table D.3-12: class (2+n), service class (2+n), length of list (2), related classes (2+n each)
function decodeCommonExtended(item: ByteReader): CommonExtendedNegotiation {
  const sopClassUid = uid(item, item.u16());
  const serviceClassUid = uid(item, item.u16());
  const list = item.sub(item.u16(), 'related general SOP classes');
  const relatedGeneralSopClassUids: string[] = [];
  while (list.remaining > 0) relatedGeneralSopClassUids.push(uid(list, list.u16()));
  return { sopClassUid, serviceClassUid, relatedGeneralSopClassUids };
}

// PS3.8 9.3.4: reserved (1), result (1), source (1), reason (1)
function decodeReject(reader: ByteReader): Pdu {
  reader.skip(1);
  return { type: 'A-ASSOCIATE-RJ', result: reader.u8(), source: reader.u8(), reason: reader.u8() };
}

// PS3.8 9.3.6: reserved (4)
function decodeRelease(reader: ByteReader, type: 'A-RELEASE-RQ' | 'A-RELEASE-RP'): Pdu {
  reader.skip(4);
  return { type };
}

// PS3.8 9.3.8: reserved (2), source (1), reason (1)
function decodeAbort(reader: ByteReader): Pdu {
  reader.skip(2);
  return { type: 'A-ABORT', source: reader.u8(), reason: reader.u8() as AbortReason };
}
