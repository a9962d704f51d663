/** What a file is, by how it begins: what holds no images is not sent at all. */
import { SNIFF_BYTES, sniff } from '../../../src/dicom/index.ts';

export type Content = 'dicom' | 'index' | 'container' | 'other';

/** @param head of {@link SNIFF_BYTES} at least, or the whole file */
export async function contentOf(file: File, head: Uint8Array): Promise<Content> {
  const { kind } = sniff(head, file.size);
  if (kind === 'dicomdir') return 'index';
  if (kind === 'dicom') return 'dicom';
  return isZip(file, head) || (await isDisc(file)) ? 'container' : 'other';
}

export const headOf = async (file: File): Promise<Uint8Array> =>
  new Uint8Array(await file.slice(0, SNIFF_BYTES).arrayBuffer());

/** Letters are zips inside, too (DOCX): they are not called so. APPNOTE.TXT 4.3.7 */
const isZip = ({ name }: File, head: Uint8Array): boolean =>
  /^[^.]+$|\.zip$/i.test(name) && String.fromCharCode(...head.subarray(0, 4)) === 'PK\x03\x04';

/** Whether the archive may have to look into it: such a file travels alone. */
export const mayHoldFiles = ({ name }: File): boolean => /\.zip$/i.test(name) || discNames.test(name);

/** Images with sectors as they lie on a disc have their mark somewhere else: what is called like one is sent. */
const discNames = /\.(iso|img|udf|bin|nrg|mdf|cdr|dmg|toast)$/i;
/** ECMA-119 8.1.2 and ECMA-167 2/9.1.2: the standard identifier of the first volume descriptor. */
const descriptor = { at: 16 * 2048 + 1, length: 5 } as const;
const identifiers = ['CD001', 'BEA01', 'NSR02', 'NSR03'];

async function isDisc(file: File): Promise<boolean> {
  if (file.size < descriptor.at + descriptor.length) return false;
  if (discNames.test(file.name)) return true;
  const bytes = await file.slice(descriptor.at, descriptor.at + descriptor.length).arrayBuffer();
  return identifiers.includes(String.fromCharCode(...new Uint8Array(bytes)));
}
