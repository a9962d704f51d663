import { IsocenterError } from '../base/index.ts';
import { type Dataset, tags } from '../dicom/index.ts';
import { pixelLimits } from './limits.ts';

/** What a sample is: the element that holds the pixels says so (PS3.3 C.7.6.24, C.7.6.25). */
export type SampleKind = 'integer' | 'float' | 'double';

/** The attributes that say what the bytes of a frame mean (PS3.3 C.7.6.3). Plain data: workers get it. */
export interface ImagePixel {
  readonly rows: number;
  readonly columns: number;
  readonly samplesPerPixel: number;
  readonly numberOfFrames: number;
  /** 1, or whole bytes. */
  readonly bitsAllocated: number;
  readonly bitsStored: number;
  readonly highBit: number;
  readonly isSigned: boolean;
  readonly sampleKind: SampleKind;
  readonly photometricInterpretation: string;
  /** 0: the samples of a pixel stand together; 1: each sample has a plane of its own. */
  readonly planarConfiguration: 0 | 1;
}

const sampleKinds: readonly (readonly [number, SampleKind, number])[] = [
  [tags.PixelData, 'integer', 16],
  [tags.FloatPixelData, 'float', 32],
  [tags.DoubleFloatPixelData, 'double', 64],
];

/**
 * The pixel module of a data set, or of the header before its pixel data (then `pixelDataTag` says which element
 * follows). Errors: `pixels/none` where there is no image, `pixels/bad` where it contradicts itself, `dicom/limit`.
 */
export function readImagePixel(dataset: Dataset, pixelDataTag?: number): ImagePixel {
  const tag = pixelDataTag ?? sampleKinds.find(([each]) => dataset.has(each))?.[0];
  const rows = dataset.number(tags.Rows);
  const columns = dataset.number(tags.Columns);
  if (rows === undefined || columns === undefined || tag === undefined)
    throw new IsocenterError('pixels/none');
  const [, sampleKind, usualBits] = sampleKinds.find(([each]) => each === tag) ?? sampleKinds[0]!;
  const bitsAllocated = dataset.number(tags.BitsAllocated) ?? usualBits;
  const bitsStored = dataset.number(tags.BitsStored) ?? bitsAllocated;
  const samplesPerPixel = dataset.number(tags.SamplesPerPixel) ?? 1;
  return checked({
    rows,
    columns,
    samplesPerPixel,
    numberOfFrames: dataset.number(tags.NumberOfFrames) || 1,
    bitsAllocated,
    bitsStored,
    highBit: dataset.number(tags.HighBit) ?? bitsStored - 1,
    isSigned: dataset.number(tags.PixelRepresentation) === 1,
    sampleKind,
    photometricInterpretation:
      dataset.string(tags.PhotometricInterpretation) ?? (samplesPerPixel === 3 ? 'RGB' : 'MONOCHROME2'),
    planarConfiguration: dataset.number(tags.PlanarConfiguration) === 1 && samplesPerPixel > 1 ? 1 : 0,
  });
}

/** Bits of one frame as native pixel data has it; frames of one bit samples do not begin at a byte. */
export function frameBits(image: ImagePixel): number {
  const { rows, columns, bitsAllocated } = image;
  return rows * columns * samplesStored(image) * bitsAllocated;
}

/** Bytes of one frame on its own. */
export const frameLength = (image: ImagePixel): number => Math.ceil(frameBits(image) / 8);

/** Two pixels of YBR_FULL_422 share their colour: four samples for two pixels (PS3.3 C.7.6.3.1.2). */
export const isSubsampled = ({ photometricInterpretation }: ImagePixel): boolean =>
  photometricInterpretation === 'YBR_FULL_422' || photometricInterpretation === 'YBR_PARTIAL_422';

const samplesStored = (image: ImagePixel): number =>
  isSubsampled(image) && image.samplesPerPixel === 3 ? 2 : image.samplesPerPixel;

function checked(image: ImagePixel): ImagePixel {
  const { rows, columns, samplesPerPixel, bitsAllocated, bitsStored, highBit, numberOfFrames } = image;
  const isWidth = bitsAllocated === 1 || [8, 16, 32, 64].includes(bitsAllocated);
  require(rows > 0 && columns > 0, `it has ${rows} rows and ${columns} columns`);
  require(isWidth, `${bitsAllocated} bits are allocated for a sample`);
  require(bitsStored >= 1 &&
    bitsStored <= bitsAllocated, `${bitsStored} of ${bitsAllocated} bits are stored`);
  require(highBit >= bitsStored - 1 && highBit < bitsAllocated, `the high bit is ${highBit}`);
  require(Number.isInteger(numberOfFrames) && numberOfFrames > 0, `it has ${numberOfFrames} frames`);
  require(samplesPerPixel >= 1, `a pixel has ${samplesPerPixel} samples`);
  checkLimit('Samples per Pixel', samplesPerPixel, pixelLimits.samplesPerPixel);
  checkLimit('Number of Frames', numberOfFrames, pixelLimits.frames);
  // As decoded: colours that are shared are repeated then.
  const decoded = (rows * columns * samplesPerPixel * bitsAllocated) / 8;
  checkLimit('The size of a frame', decoded, pixelLimits.frameBytes);
  return image;
}

function require(holds: boolean, reason: string): void {
  if (!holds) throw new IsocenterError('pixels/bad', { reason });
}

export function checkLimit(what: string, value: number, limit: number): void {
  if (value > limit) throw new IsocenterError('dicom/limit', { what, value, limit });
}
