/** What the samples of an image can be, and images of each: the elements that say it, and frames made up. */
import { Dataset, type PlainDataset, tags } from '../../src/dicom/index.ts';
import { readImagePixel } from '../../src/pixels/index.ts';
import { encodeFile, transferSyntaxes, uid } from './corpus.ts';
import { seededRandom } from './random.ts';

export const bits = (allocated: number, stored: number, isSigned = false): PlainDataset => ({
  BitsAllocated: allocated,
  BitsStored: stored,
  HighBit: stored - 1,
  PixelRepresentation: isSigned ? 1 : 0,
});
export const grey: PlainDataset = { SamplesPerPixel: 1, PhotometricInterpretation: 'MONOCHROME2' };
const rgb: PlainDataset = {
  ...{ SamplesPerPixel: 3, PhotometricInterpretation: 'RGB', PlanarConfiguration: 0 },
  ...bits(8, 8),
};

export const mr: PlainDataset = {
  ...{ SOPClassUID: '1.2.840.10008.5.1.4.1.1.4', Modality: 'MR' },
  ...{ ...grey, ...bits(16, 12) },
};
export const ct: PlainDataset = {
  ...{ SOPClassUID: '1.2.840.10008.5.1.4.1.1.2', Modality: 'CT' },
  ...{ ...grey, ...bits(16, 16, true) },
  ...{ RescaleSlope: 1, RescaleIntercept: -1024, RescaleType: 'HU' },
};
export const ultrasound: PlainDataset = {
  ...{ SOPClassUID: '1.2.840.10008.5.1.4.1.1.3.1', Modality: 'US' },
  ...{ ...rgb, NumberOfFrames: 3, FrameTime: 40 },
};
export const grey8: PlainDataset = { ...grey, ...bits(8, 8) };

/** Every pixel by way of three tables of 16 bits. */
export function palette(): PlainDataset {
  const tables = ['Red', 'Green', 'Blue'].map((colour, i) => {
    const table = Uint16Array.from({ length: 256 }, (_, entry) => ((entry * (i * 6 + 1)) & 0xff) * 257);
    return {
      [`${colour}PaletteColorLookupTableDescriptor`]: [256, 0, 16],
      [`${colour}PaletteColorLookupTableData`]: new Uint8Array(table.buffer),
    };
  });
  return Object.assign({ ...grey8, PhotometricInterpretation: 'PALETTE COLOR' }, ...tables) as PlainDataset;
}

export function elementsOf(kind: PlainDataset, seed: number): Dataset {
  return Dataset.of({
    ...{ SOPClassUID: '1.2.840.10008.5.1.4.1.1.7', Modality: 'OT' },
    ...{ PatientID: `VIEWER${seed}`, PatientName: 'Viewer^Test', InstanceNumber: 1 },
    ...{ StudyInstanceUID: uid(seed, 1), SeriesInstanceUID: uid(seed, 1, 1) },
    ...{ SOPInstanceUID: uid(seed, 1, 1, 1), Rows: 40, Columns: 48 },
    ...kind,
  });
}

/** Waves with a little noise, over the whole range of the stored bits, in little endian. */
export function framesOf(dataset: Dataset, seed: number): Uint8Array[] {
  const { rows, columns, samplesPerPixel, numberOfFrames, bitsAllocated, bitsStored, isSigned } =
    readImagePixel(dataset, tags.PixelData);
  const range = 2 ** bitsStored;
  const lowest = isSigned ? -range / 2 : 0;
  const random = seededRandom(seed);
  const sample = (i: number, frame: number) => {
    const [pixel, channel] = [Math.floor(i / samplesPerPixel), i % samplesPerPixel];
    const wave = Math.sin((pixel % columns) / 9 + frame) + Math.cos(pixel / columns / 7 + channel);
    return Math.floor(lowest + ((wave + 2) / 4 + random() / 64) * (range / 1.02));
  };
  return Array.from({ length: numberOfFrames }, (_, frame) => {
    const samples = Array.from({ length: rows * columns * samplesPerPixel }, (_, i) => sample(i, frame));
    return bitsAllocated === 8 ? Uint8Array.from(samples) : new Uint8Array(Int16Array.from(samples).buffer);
  });
}

/** A Part 10 file, not compressed. */
export function nativeFile(kind: PlainDataset, seed: number, syntax?: string): Uint8Array {
  const dataset = elementsOf(kind, seed);
  const pixels = Buffer.concat(framesOf(dataset, seed));
  const isWide = dataset.number(tags.BitsAllocated) === 16;
  if (syntax === transferSyntaxes.explicitVrBigEndian && isWide) pixels.swap16();
  dataset.set(tags.PixelData, isWide ? 'OW' : 'OB', new Uint8Array(pixels));
  const named = [tags.SOPClassUID, tags.SOPInstanceUID].map((tag) => dataset.string(tag)!);
  return encodeFile(dataset, named[0]!, named[1]!, syntax);
}
