/** As what the samples of a volume are kept: the smallest that holds every value that they can have after the modality LUT. */
import { itemsIn, type JsonInstance, numbersIn, textIn } from '../../api/dicom-web.ts';
import { tags } from '../engine/tags.ts';
import { volumeTags } from './volume-tags.ts';

export interface SampleType {
  readonly name: 'Uint8Array' | 'Int16Array' | 'Uint16Array' | 'Float32Array';
  readonly bytes: number;
}

const whole: readonly (SampleType & { readonly least: number; readonly most: number })[] = [
  { name: 'Uint8Array', bytes: 1, least: 0, most: 2 ** 8 - 1 },
  { name: 'Int16Array', bytes: 2, least: -(2 ** 15), most: 2 ** 15 - 1 },
  { name: 'Uint16Array', bytes: 2, least: 0, most: 2 ** 16 - 1 },
];
const float: SampleType = { name: 'Float32Array', bytes: 4 };

/** @param frames what is true of each (PS3.3 C.7.6.3.1, C.11.1) */
export function sampleTypeOf(frames: readonly JsonInstance[]): SampleType {
  const ranges = frames.map(rangeOf);
  if (!ranges.flat().every(Number.isInteger)) return float;
  const [least, most] = [
    Math.min(...ranges.map(([low]) => low)),
    Math.max(...ranges.map(([, high]) => high)),
  ];
  const type = whole.find((one) => one.least <= least && most <= one.most);
  return type ? { name: type.name, bytes: type.bytes } : float;
}

/** Both ends are whole where every value is: a slope between them that is not makes an end that is not, or is not believed. */
function rangeOf(frame: JsonInstance): [number, number] {
  const slope = numbersIn(frame, volumeTags.RescaleSlope)[0] ?? 1;
  return Number.isInteger(slope) ? extremesOf(frame) : [Number.NaN, Number.NaN];
}

/** The least and the most that a sample can be. */
function extremesOf(frame: JsonInstance): [number, number] {
  const [table] = itemsIn(frame, tags.ModalityLUTSequence);
  // Its entries are of as many bits as its descriptor says last (PS3.3 C.11.1.1.1).
  if (table) return [0, 2 ** (numbersIn(table, tags.LUTDescriptor)[2] ?? 16) - 1];
  const number = (tag: string, otherwise: number) => numbersIn(frame, tag)[0] ?? otherwise;
  const bits = number(volumeTags.BitsStored, 16);
  const isSigned = number(volumeTags.PixelRepresentation, 0) === 1;
  const [slope, intercept] = [number(volumeTags.RescaleSlope, 1), number(volumeTags.RescaleIntercept, 0)];
  const ends = [isSigned ? -(2 ** (bits - 1)) : 0, 2 ** (isSigned ? bits - 1 : bits) - 1];
  const [a, b] = ends.map((end) => end * slope + intercept) as [number, number];
  return [Math.min(a, b), Math.max(a, b)];
}

/** High samples are dark (PS3.3 C.7.6.3.1.2). */
export const isDarkHigh = (frame: JsonInstance): boolean =>
  textIn(frame, volumeTags.PhotometricInterpretation) === 'MONOCHROME1';

/** As dark as a sample of a frame can be. */
export function darkestOf(frame: JsonInstance): number {
  const [least, most] = extremesOf(frame);
  return isDarkHigh(frame) ? most : least;
}
