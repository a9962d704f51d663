import { IsocenterError } from '../../base/index.ts';
import { transferSyntaxOf } from '../../dicom/index.ts';
import { bad, type Frame } from '../frame.ts';
import { frameLength, type ImagePixel } from '../image-pixel.ts';
import type { Codec } from './codec.ts';
import { deflatedFrame } from './deflated-frame.ts';
import { htj2k } from './htj2k.ts';
import { jpeg } from './jpeg.ts';
import { jpeg2000 } from './jpeg-2000.ts';
import { jpegLs } from './jpeg-ls.ts';
import { rle } from './rle.ts';

/** What a transfer syntax can be used for. */
interface Row {
  readonly codec: Codec;
  /** Whether frames are encoded, so that decoding gives every sample back. */
  readonly encodes?: true;
}

/** Transfer syntaxes with compressed pixel data (PS3.5 A.4), by UID. */
const rows: Readonly<Record<string, Row>> = {
  '1.2.840.10008.1.2.5': { codec: rle, encodes: true },
  '1.2.840.10008.1.2.4.50': { codec: jpeg },
  '1.2.840.10008.1.2.4.51': { codec: jpeg },
  '1.2.840.10008.1.2.4.53': { codec: jpeg },
  '1.2.840.10008.1.2.4.55': { codec: jpeg },
  '1.2.840.10008.1.2.4.57': { codec: jpeg },
  '1.2.840.10008.1.2.4.70': { codec: jpeg },
  '1.2.840.10008.1.2.4.80': { codec: jpegLs, encodes: true },
  '1.2.840.10008.1.2.4.81': { codec: jpegLs },
  '1.2.840.10008.1.2.4.90': { codec: jpeg2000, encodes: true },
  '1.2.840.10008.1.2.4.91': { codec: jpeg2000 },
  '1.2.840.10008.1.2.4.92': { codec: jpeg2000 },
  '1.2.840.10008.1.2.4.93': { codec: jpeg2000 },
  '1.2.840.10008.1.2.4.201': { codec: htj2k, encodes: true },
  // The RPCL form asks for precincts and markers that the encoder does not let us choose.
  '1.2.840.10008.1.2.4.202': { codec: htj2k },
  '1.2.840.10008.1.2.4.203': { codec: htj2k },
  '1.2.840.10008.1.2.8.1': { codec: deflatedFrame, encodes: true },
};

/** Whether pixel data in a transfer syntax is native, or there is a decoder for it. */
export function canDecode(uid: string): boolean {
  const syntax = transferSyntaxOf(uid);
  return syntax !== undefined && (!syntax.encapsulated || rows[uid] !== undefined);
}

/** Whether frames can be compressed, without loss; what codecs refuse is told by `encodeFrame`. */
export const canEncode = (uid: string): boolean => rows[uid]?.encodes === true;

/**
 * One frame as it is stored, without compression. `image` is that of the data set. Errors: `pixels/unsupported`,
 * `pixels/bad`, `dicom/limit`.
 */
export async function decodeFrame(stored: Uint8Array, uid: string, image: ImagePixel): Promise<Frame> {
  if (!transferSyntaxOf(uid)?.encapsulated) return nativeFrame(stored, image);
  const row = rows[uid];
  if (!row) throw new IsocenterError('pixels/unsupported', { what: `transfer syntax ${uid}` });
  return row.codec.decode(stored, image);
}

/** A frame, compressed. Errors: `pixels/unsupported`. */
export async function encodeFrame(frame: Frame, uid: string): Promise<Uint8Array> {
  const row = rows[uid];
  if (!row?.encodes || !row.codec.encode)
    throw new IsocenterError('pixels/unsupported', { what: `encoding in transfer syntax ${uid}` });
  return row.codec.encode(frame);
}

function nativeFrame(bytes: Uint8Array, image: ImagePixel): Frame {
  if (bytes.length !== frameLength(image)) throw bad('a frame has not the length that its data set says');
  return { image: { ...image, numberOfFrames: 1 }, bytes };
}
