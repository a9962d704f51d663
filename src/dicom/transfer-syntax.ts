import { IsocenterError } from '../base/index.ts';
import { uidEntry, uidsOfType } from './dictionary/uids.ts';

/** How a data set is encoded (PS3.5 10, annex A). */
export interface TransferSyntax {
  readonly uid: string;
  readonly explicitVr: boolean;
  readonly littleEndian: boolean;
  /** The whole data set is a raw deflate stream (RFC 1951). */
  readonly deflated: boolean;
  /** Pixel data is a sequence of fragments. */
  readonly encapsulated: boolean;
}

const row = (uid: string, form: Partial<TransferSyntax> = {}): TransferSyntax => ({
  uid,
  explicitVr: true,
  littleEndian: true,
  deflated: false,
  encapsulated: false,
  ...form,
});

export const transferSyntax = {
  implicitVrLittleEndian: row('1.2.840.10008.1.2', { explicitVr: false }),
  explicitVrLittleEndian: row('1.2.840.10008.1.2.1'),
  explicitVrBigEndian: row('1.2.840.10008.1.2.2', { littleEndian: false }),
  deflatedExplicitVrLittleEndian: row('1.2.840.10008.1.2.1.99', { deflated: true }),
} as const;

/** What most take, and what every SCP takes (PS3.5 10.1). */
export const plainTransferSyntaxes: readonly string[] = [
  transferSyntax.explicitVrLittleEndian.uid,
  transferSyntax.implicitVrLittleEndian.uid,
];

/** Rows whose pixel data is not encapsulated, though not of the four above. */
const native = [
  ...Object.values(transferSyntax),
  row('1.2.840.10008.1.20', { explicitVr: false }),
  row('1.2.840.10008.1.2.4.94'),
  row('1.2.840.10008.1.2.4.95', { deflated: true }),
  row('1.2.840.10008.1.2.4.204'),
  row('1.2.840.10008.1.2.4.205', { deflated: true }),
];

/** Nothing else gets into file heads and media types from here. */
const UID = /^[0-9.]{1,64}$/;

const known = new Map(native.map((entry) => [entry.uid, entry]));

/**
 * The row of a transfer syntax. Those the dictionary knows, and private ones of unknown form, are explicit VR little
 * endian with encapsulated pixel data (PS3.5 A.4 demands it of every new one); undefined where the UID is registered
 * as something else, or is none.
 */
export function transferSyntaxOf(uid: string): TransferSyntax | undefined {
  const found = known.get(uid);
  if (found) return found;
  if (!UID.test(uid)) return undefined;
  const entry = uidEntry(uid);
  if (entry && entry.type !== 'Transfer Syntax') return undefined;
  return row(uid, { encapsulated: true });
}

/** The same, for callers that cannot go on without: `dicom/unsupported-transfer-syntax`. */
export function requireTransferSyntax(uid: string): TransferSyntax {
  const found = transferSyntaxOf(uid);
  if (found) return found;
  throw new IsocenterError('dicom/unsupported-transfer-syntax', { uid: uid || '(none)', what: 'reading' });
}

/** All transfer syntaxes of the dictionary, retired ones included. */
export function transferSyntaxes(): readonly TransferSyntax[] {
  return uidsOfType('Transfer Syntax').map((entry) => requireTransferSyntax(entry.uid));
}
