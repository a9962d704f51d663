/** Media types of frames and their transfer syntaxes (PS3.18 8.7.3.3). */

import type { FastifyRequest } from 'fastify';
import { transferSyntax } from '../../../dicom/index.ts';
import { acceptedForms, DEFAULT, type Form, multipart, notAcceptable, single } from '../negotiate.ts';
import { BYTES, JPEG, MP4 } from '../type-names.ts';

export const NATIVE = transferSyntax.explicitVrLittleEndian.uid;

/**
 * Where none is named, the stored one is meant if it is among them, else the first: that of PS3.18 table 8.7.3-2, or the
 * next one that there is an encoder for.
 */
const ofFrames: Readonly<Record<string, readonly string[]>> = {
  [BYTES]: [NATIVE],
  [JPEG]: ['70', '50', '51', '57'].map((process) => `1.2.840.10008.1.2.4.${process}`),
  'image/dicom-rle': ['1.2.840.10008.1.2.5'],
  'image/jls': ['1.2.840.10008.1.2.4.80', '1.2.840.10008.1.2.4.81'],
  'image/jp2': ['1.2.840.10008.1.2.4.90', '1.2.840.10008.1.2.4.91'],
  'image/jpx': ['1.2.840.10008.1.2.4.92', '1.2.840.10008.1.2.4.93'],
  'image/jphc': ['201', '202', '203'].map((process) => `1.2.840.10008.1.2.4.${process}`),
};

const video = (...kinds: readonly string[]) =>
  kinds.flatMap((kind) => [`1.2.840.10008.1.2.4.${kind}`, `1.2.840.10008.1.2.4.${kind}.1`]);

/** Of the streams of videos, which have no frames that could be had alone. Fragmentable ones end with `.1`. */
const ofVideos: Readonly<Record<string, readonly string[]>> = {
  'video/mpeg': video('100', '101'),
  [MP4]: video('102', '103', '104', '105', '106'),
  'video/h265': video('107', '108'),
};

const transferSyntaxes = { ...ofFrames, ...ofVideos };

/** What the streams of videos are given as. */
export const videoTypes = Object.keys(ofVideos);

/** What a media type of frames means alone; undefined where it is none. */
export const defaultTransferSyntax = (type: string): string | undefined => transferSyntaxes[type]?.[0];

/** What frames can be asked for as; one frame need not be a part of anything. */
export function frameForms(count: number): readonly Form[] {
  const types = Object.keys(ofFrames);
  return [...types.map(multipart), ...(count === 1 ? types.map(single) : [])];
}

/** The media type of frames in a transfer syntax. */
export function mediaTypeOf(transferSyntaxUid: string): string {
  const found = Object.entries(transferSyntaxes).find(([, uids]) => uids.includes(transferSyntaxUid));
  return found?.[0] ?? BYTES;
}

/** A form for frames, and the transfer syntax in which they are sent. */
export interface FrameForm {
  readonly form: Form;
  readonly uid: string;
}

/**
 * The first accepted form that the frames of an instance can be had in. `*` is as they are stored.
 * @param canConvert whether frames can be had in a transfer syntax
 * @throws IsocenterError `http/not-acceptable`
 */
export function chooseFrameForm(
  request: FastifyRequest,
  forms: readonly Form[],
  stored: string,
  canConvert: (uid: string) => boolean,
): FrameForm {
  for (const { form, transferSyntaxes: named } of acceptedForms(request, forms)) {
    const uid = named
      .flatMap((each) => meant(each, form.type, stored))
      .find((each) => each === stored || canConvert(each));
    if (uid !== undefined) return { form, uid };
  }
  const canBeHad = ({ type }: Form) =>
    transferSyntaxes[type]!.some((each) => each === stored || canConvert(each));
  throw notAcceptable(forms.filter(canBeHad));
}

/** What a `transfer-syntax` of a media type may stand for. */
function meant(named: string, type: string, stored: string): readonly string[] {
  const known = transferSyntaxes[type]!;
  if (named === '*') return [mediaTypeOf(stored) === BYTES ? NATIVE : stored];
  if (named !== DEFAULT) return known.includes(named) ? [named] : [];
  return known.includes(stored) ? [stored] : known;
}
