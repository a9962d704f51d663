/** Look-up tables as images have them (PS3.3 C.11.1, C.11.2). */
import { Dataset } from '../../src/dicom/index.ts';

/** Of any values: nothing about it is even. */
export const rough = (count: number, most: number) =>
  Array.from({ length: count }, (_, i) => (i * 7_919 + (i % 7) * 1_237) % (most + 1));
/** As that of a film: flat at both ends. */
export const soft = (count: number, most: number) =>
  Array.from({ length: count }, (_, i) => Math.round(most / (1 + Math.exp(-12 * (i / count - 0.5)))));
/** An item of a sequence of modality or VOI LUTs. Their number is 0 where there are 65,536 entries (PS3.3 C.11.1.1.1). */
export function lut(
  first: number,
  bitsOfEntry: number,
  entries: readonly number[],
  LUTExplanation = `Table of ${entries.length}`,
): Dataset {
  const item = Dataset.of({ LUTExplanation, ModalityLUTType: 'US' });
  item.set(0x00283002, first < 0 ? 'SS' : 'US', [toInt16(entries.length, first < 0), first, bitsOfEntry]);
  item.set(0x00283006, 'OW', new Uint8Array(Uint16Array.from(entries).buffer));
  return item;
}
const toInt16 = (count: number, isSigned: boolean) => (isSigned ? (count << 16) >> 16 : count & 0xffff);
