/** Images as viewers meet them: every kind of samples, as it is and compressed in every way. */
import { readFileSync, writeFileSync } from 'node:fs';
import sharp from 'sharp';
import type { PlainDataset } from '../../src/dicom/index.ts';
import { encodeFrame, type Frame, padded } from '../../src/pixels/index.ts';
import { transferSyntaxes } from './corpus.ts';
import {
  bits,
  ct,
  elementsOf,
  framesOf,
  grey,
  grey8,
  mr,
  nativeFile,
  palette,
  ultrasound,
} from './generated-images.ts';
import { compressedFile } from './pixels.ts';
import { runOrThrow } from './processes.ts';
import { TemporaryDirectory } from './temp.ts';

export interface ViewerImage {
  readonly name: string;
  /** A Part 10 file; those of different seeds share no UID. */
  file(seed: number): Promise<Uint8Array>;
}

const kinds = { MR: mr, CT: ct, 'grey of 8 bits': grey8, 'colours, 3 frames': ultrasound } as const;

const native = (name: string, kind: PlainDataset, syntax?: string): ViewerImage => ({
  name,
  file: async (seed) => nativeFile(kind, seed, syntax),
});

export const nativeImages: readonly ViewerImage[] = [
  ...Object.entries(kinds).map(([name, kind]) => native(name, kind)),
  native('CT of 512 x 512', { ...ct, Rows: 512, Columns: 512 }),
  native('CT, implicit VR', ct, transferSyntaxes.implicitVrLittleEndian),
  native('CT, big endian', ct, transferSyntaxes.explicitVrBigEndian),
  native('CT, deflated', ct, transferSyntaxes.deflatedExplicitVrLittleEndian),
  native('a slope that is no whole number', { ...mr, RescaleSlope: 0.25, RescaleIntercept: 3 }),
  native('signed, 12 of 16 bits', { ...grey, ...bits(16, 12, true) }),
  native('MONOCHROME1', { ...mr, PhotometricInterpretation: 'MONOCHROME1' }),
  native('colours of a palette', palette()),
];

const encoders = {
  RLE: '1.2.840.10008.1.2.5',
  'JPEG-LS lossless': '1.2.840.10008.1.2.4.80',
  'JPEG 2000 lossless': '1.2.840.10008.1.2.4.90',
  'HTJ2K lossless': '1.2.840.10008.1.2.4.201',
  'deflated frames': '1.2.840.10008.1.2.8.1',
} as const;

/** What may lose something need not: the same codestream, under another name. */
const alsoReversible = [
  { name: 'JPEG-LS', syntax: '1.2.840.10008.1.2.4.81', encoder: encoders['JPEG-LS lossless'] },
  { name: 'JPEG 2000', syntax: '1.2.840.10008.1.2.4.91', encoder: encoders['JPEG 2000 lossless'] },
  { name: 'HTJ2K', syntax: '1.2.840.10008.1.2.4.203', encoder: encoders['HTJ2K lossless'] },
];

const encoded = (name: string, kind: PlainDataset, syntax: string, encoder = syntax): ViewerImage => ({
  name,
  file: (seed) => {
    const dataset = elementsOf(kind, seed);
    return compressedFile(dataset, framesOf(dataset, seed), syntax, (frame) => encodeFrame(frame, encoder));
  },
});

export const losslessImages: readonly ViewerImage[] = [
  ...Object.entries(encoders).flatMap(([name, syntax]) =>
    Object.entries(kinds).map(([kindName, kind]) => encoded(`${name}, ${kindName}`, kind, syntax)),
  ),
  ...alsoReversible.map(({ name, syntax, encoder }) => encoded(`${name}, CT`, ct, syntax, encoder)),
];

const JPEG_BASELINE = '1.2.840.10008.1.2.4.50';

/** As libjpeg-turbo writes it. */
async function jpeg({ image, bytes }: Frame): Promise<Uint8Array> {
  const { columns: width, rows: height, samplesPerPixel } = image;
  const isColour = samplesPerPixel === 3;
  const raw = { width, height, channels: isColour ? 3 : 1 } as const;
  const chromaSubsampling = image.photometricInterpretation === 'YBR_FULL' ? '4:4:4' : '4:2:0';
  return padded(
    await sharp(bytes, { raw })
      .toColourspace(isColour ? 'srgb' : 'b-w')
      .jpeg({ quality: 90, chromaSubsampling })
      .toBuffer(),
  );
}

const baseline = (name: string, kind: PlainDataset, coded: PlainDataset = {}): ViewerImage => ({
  name: `JPEG baseline, ${name}`,
  file: (seed) => {
    const frames = framesOf(elementsOf(kind, seed), seed);
    return compressedFile(elementsOf({ ...kind, ...coded }, seed), frames, JPEG_BASELINE, jpeg);
  },
});

export const jpegBaselineImages: readonly ViewerImage[] = [
  baseline('grey', grey8),
  baseline('colours', ultrasound, { PhotometricInterpretation: 'YBR_FULL' }),
  baseline('colours of half the resolution', ultrasound, { PhotometricInterpretation: 'YBR_FULL_422' }),
];

/** There is no encoder of ours for these. Their programs: see `dcmtkEncoders`. */
export const dcmtkImages: readonly ViewerImage[] = Object.entries(kinds).flatMap(([kindName, kind]) => [
  byDcmtk(`JPEG lossless, ${kindName}`, kind, ['dcmcjpeg', '--encode-lossless', '--selection-value', '6']),
  byDcmtk(`JPEG lossless SV1, ${kindName}`, kind, ['dcmcjpeg', '--encode-lossless-sv1']),
  // DCMTK refuses to lose anything of signed samples.
  ...(kind === ct
    ? []
    : [byDcmtk(`JPEG-LS near-lossless, ${kindName}`, kind, ['dcmcjpls', '--encode-nearlossless'])]),
]);
export const dcmtkEncoders = ['dcmcjpeg', 'dcmcjpls'] as const;

/** 12 bits with a loss. */
export const jpegExtendedImages: readonly ViewerImage[] = [
  byDcmtk('JPEG extended, MR', mr, ['dcmcjpeg', '--encode-extended', '--bits-force-12']),
];

function byDcmtk(name: string, kind: PlainDataset, [program, ...options]: readonly string[]): ViewerImage {
  return {
    name,
    async file(seed) {
      using directory = new TemporaryDirectory();
      const [input, output] = [directory.join('in.dcm'), directory.join('out.dcm')];
      writeFileSync(input, nativeFile(kind, seed));
      await runOrThrow(program!, [...options, '--uid-never', input, output]);
      return new Uint8Array(readFileSync(output));
    },
  };
}
