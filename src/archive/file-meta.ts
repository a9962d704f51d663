import { createHash } from 'node:crypto';
import { type ErrorCode, type ErrorParams, IsocenterError } from '../base/index.ts';
import type { Origin } from '../contract/index.ts';
import { type Dataset, implementationClassUid, implementationVersionName, tags } from '../dicom/index.ts';

/**
 * Every stored instance starts with a head of exactly this many bytes: preamble, `DICM` and group 0002, filled up
 * inside the private information. A constant lets a large instance stream to disk before its digest is known.
 */
export const HEAD_LENGTH = 1024;

const PREAMBLE_LENGTH = 128;
/** Identifies the layout of our private information (0002,0100). Derived from a UUID, PS3.5 B.2. */
export const PRIVATE_INFORMATION_CREATOR = '2.25.231846517938524903726190318457205521443';
const META_VERSION = new Uint8Array([0, 1]);

export interface HeadContent {
  readonly sopClassUid: string;
  readonly sopInstanceUid: string;
  readonly transferSyntaxUid: string;
  readonly sha256: string;
  readonly origin: Origin;
  /** The collection it went to. */
  readonly collection?: string | undefined;
  readonly refused?: Refusal | undefined;
}

/** Why it was not taken in: then it lies in quarantine. */
export interface Refusal {
  readonly code: ErrorCode;
  readonly params: ErrorParams;
}

/** What our private information (0002,0102) says: the digest of the data set, the first origin, the collection. */
export interface PrivateInformation {
  readonly sha256: string;
  readonly origin: Origin;
  readonly collection?: string | undefined;
  readonly refused?: Refusal | undefined;
}

type PublicHeadContent = Omit<HeadContent, keyof PrivateInformation>;

/** The head of a stored instance, HEAD_LENGTH bytes. PS3.10 7.1. */
export function encodeHead(content: HeadContent): Uint8Array {
  const { sha256, origin, collection, refused } = content;
  return encodeMeta([...commonElements(content), ...titles(origin)], { sha256, origin, collection, refused });
}

/** The head of a file that leaves the archive: no origin, no addresses. */
export function encodePublicHead(content: PublicHeadContent): Uint8Array {
  return encodeMeta(commonElements(content));
}

/** The same, HEAD_LENGTH bytes. */
export function encodeSilentHead(content: PublicHeadContent): Uint8Array {
  return encodeMeta(commonElements(content), 'nothing');
}

/** Reads our private information back; undefined when the file was not written by this archive. */
export function readPrivateInformation(meta: Dataset): PrivateInformation | undefined {
  if (meta.string(tags.PrivateInformationCreatorUID) !== PRIVATE_INFORMATION_CREATOR) return undefined;
  const bytes = meta.bytes(tags.PrivateInformation);
  if (!bytes) return undefined;
  try {
    return JSON.parse(new TextDecoder().decode(bytes)) as PrivateInformation;
  } catch {
    return undefined;
  }
}

type MetaElement = readonly [element: number, vr: string, value: string | Uint8Array];

function commonElements(content: PublicHeadContent): MetaElement[] {
  return [
    [0x0001, 'OB', META_VERSION],
    [0x0002, 'UI', content.sopClassUid],
    [0x0003, 'UI', content.sopInstanceUid],
    [0x0010, 'UI', content.transferSyntaxUid],
    [0x0012, 'UI', implementationClassUid],
    [0x0013, 'SH', implementationVersionName],
  ];
}

function titles(origin: Origin): MetaElement[] {
  if (origin.via !== 'dimse') return [];
  return [
    [0x0016, 'AE', origin.sender],
    [0x0017, 'AE', origin.sender],
    [0x0018, 'AE', origin.receiver],
  ];
}

/**
 * Group 0002 is always explicit VR little endian (PS3.10 7.1). With `information`, the private information is
 * padded with spaces until the whole head is HEAD_LENGTH bytes.
 */
function encodeMeta(
  elements: readonly MetaElement[],
  information?: PrivateInformation | 'nothing',
): Uint8Array {
  const head = Buffer.alloc(information === undefined ? PREAMBLE_LENGTH + 512 + 1024 : HEAD_LENGTH);
  head.write('DICM', PREAMBLE_LENGTH, 'latin1');
  const groupLengthAt = PREAMBLE_LENGTH + 4;
  let at = groupLengthAt + 12;
  for (const [element, vr, value] of elements) at = writeElement(head, at, element, vr, value);
  if (information !== undefined) {
    at = writeElement(head, at, 0x0100, 'UI', PRIVATE_INFORMATION_CREATOR);
    const room = HEAD_LENGTH - at - 12;
    const text = information === 'nothing' ? Buffer.from('{}') : fitInformation(information, room);
    at = writeElement(head, at, 0x0102, 'OB', Buffer.concat([text], room).fill(0x20, text.length));
  }
  head.writeUInt16LE(2, groupLengthAt);
  head.write('UL', groupLengthAt + 4, 'latin1');
  head.writeUInt16LE(4, groupLengthAt + 6);
  head.writeUInt32LE(at - groupLengthAt - 12, groupLengthAt + 8);
  return head.subarray(0, at);
}

function writeElement(
  head: Buffer,
  at: number,
  element: number,
  vr: string,
  value: string | Uint8Array,
): number {
  const length = value.length + (value.length & 1);
  head.writeUInt16LE(2, at);
  head.writeUInt16LE(element, at + 2);
  head.write(vr, at + 4, 'latin1');
  // PS3.5 7.1.2: OB has two reserved bytes and a 32-bit length.
  const start = vr === 'OB' ? at + 12 : at + 8;
  if (vr === 'OB') head.writeUInt32LE(length, at + 8);
  else head.writeUInt16LE(length, at + 6);
  if (typeof value === 'string') head.write(value, start, 'latin1');
  else head.set(value, start);
  if (length !== value.length) head[start + value.length] = vr === 'UI' || vr === 'OB' ? 0 : 0x20;
  return start + length;
}

/** Only the address can be long (a path); its end says more than its beginning. */
function fitInformation(information: PrivateInformation, room: number): Buffer {
  const { origin } = information;
  const whole = Buffer.from(JSON.stringify(information));
  if (whole.length <= room) return whole;
  if (origin.address === '')
    throw new IsocenterError('internal', { reason: 'the origin does not fit its file head' });
  const excess = Math.max(1, Math.ceil((whole.length - room) / 6));
  return fitInformation(
    { ...information, origin: { ...origin, address: origin.address.slice(excess) } },
    room,
  );
}

/** SHA-256 of a data set held in memory, lower-case hex. */
export function digestOf(dataSet: Uint8Array): string {
  return createHash('sha256').update(dataSet).digest('hex');
}
