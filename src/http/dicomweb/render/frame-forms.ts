/** Media types of frames and their transfer syntaxes (PS3.18 8.7.3.3). */
import type { Renderer } from '../../../render/index.ts';
import { type Chosen, type Form, multipart, single } from '../negotiate.ts';

export const NATIVE = '1.2.840.10008.1.2.1';
export const BYTES = 'application/octet-stream';

/** The first transfer syntax of a media type is the one that is meant where none is named. */
const transferSyntaxes: Readonly<Record<string, readonly string[]>> = {
  [BYTES]: [NATIVE],
  'image/jpeg': ['50', '51', '57', '70'].map((process) => `1.2.840.10008.1.2.4.${process}`),
  'image/dicom-rle': ['1.2.840.10008.1.2.5'],
  'image/jls': ['1.2.840.10008.1.2.4.80', '1.2.840.10008.1.2.4.81'],
  'image/jp2': ['1.2.840.10008.1.2.4.90', '1.2.840.10008.1.2.4.91'],
  'image/jpx': ['1.2.840.10008.1.2.4.92', '1.2.840.10008.1.2.4.93'],
  'image/jphc': ['201', '202', '203'].map((process) => `1.2.840.10008.1.2.4.${process}`),
};

/** What frames can be asked for as; one frame need not be a part of anything. */
export function frameForms(count: number): readonly Form[] {
  const types = Object.keys(transferSyntaxes);
  return [...types.map(multipart), ...(count === 1 ? types.map(single) : [])];
}

/** The media type of frames in a transfer syntax. */
export function mediaTypeOf(transferSyntaxUid: string): string {
  const found = Object.entries(transferSyntaxes).find(([, uids]) => uids.includes(transferSyntaxUid));
  return found?.[0] ?? BYTES;
}

/**
 * The transfer syntax to send frames in; undefined where there is none that is accepted. `*` is as they are stored, and
 * a media type alone is that of the stored frames if it is theirs, else the first of the type.
 */
export function frameSyntax(
  renderer: Renderer,
  stored: string,
  { form, transferSyntaxes: named }: Chosen<Form>,
): string | undefined {
  const known = transferSyntaxes[form.type]!;
  if (named.includes('*')) return mediaTypeOf(stored) === BYTES ? NATIVE : stored;
  const wanted = named.length > 0 ? named : known.includes(stored) ? [stored] : known.slice(0, 1);
  return wanted.find((uid) => known.includes(uid) && renderer.canConvert(stored, uid));
}
