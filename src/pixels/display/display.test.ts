import { describe, expect, it } from 'vitest';
import { asIsocenterError } from '../../base/index.ts';
import { Dataset, type PlainDataset, tags } from '../../dicom/index.ts';
import { readImagePixel } from '../image-pixel.ts';
import { readOverlays } from './overlays.ts';
import { pictureOf } from './picture.ts';
import { readDisplay } from './read-display.ts';
import { expandSegments } from './segmented-palette.ts';
import { windowOf } from './voi.ts';

/** One row of pixels, as an image with these attributes. */
function shown(samples: ArrayBufferView<ArrayBuffer>, elements: PlainDataset = {}, columns?: number) {
  const bytes = new Uint8Array(samples.buffer);
  const width = bytes.length / (samples as unknown as { readonly length: number }).length;
  const dataset = Dataset.of({
    Rows: 1,
    Columns: columns ?? bytes.length / width,
    SamplesPerPixel: 1,
    PhotometricInterpretation: 'MONOCHROME2',
    BitsAllocated: width * 8,
    BitsStored: width * 8,
    HighBit: width * 8 - 1,
    PixelRepresentation: 0,
    ...elements,
  });
  const kind = elements.kind === undefined ? tags.PixelData : Number(elements.kind);
  const image = readImagePixel(dataset, kind);
  const overlays = readOverlays(dataset, 0);
  return [...pictureOf({ image, bytes }, readDisplay(dataset, image, 0), overlays).pixels];
}

const codeOf = (work: () => unknown): string => {
  try {
    work();
    return 'done';
  } catch (error) {
    return asIsocenterError(error).code;
  }
};

describe('windows (PS3.3 C.11.2.1.2)', () => {
  it('the examples of the standard: linear', () => {
    const linear = windowOf({ center: 2048, width: 4096, function: 'LINEAR' });
    expect([0, 4095].map(linear)).toEqual([0, 255]);
    const one = windowOf({ center: 2048, width: 1, function: 'LINEAR' });
    expect([2047, 2048].map(one)).toEqual([0, 255]);
  });

  it('linear exact: from the lower edge to the upper one', () => {
    const exact = windowOf({ center: 100, width: 200, function: 'LINEAR_EXACT' });
    expect([-1, 0, 100, 200, 300].map(exact)).toEqual([0, 0, 127.5, 255, 255]);
  });

  it('sigmoid: half in the middle, never quite at the ends', () => {
    const sigmoid = windowOf({ center: 50, width: 20, function: 'SIGMOID' });
    expect(sigmoid(50)).toBe(127.5);
    expect(sigmoid(60)).toBeCloseTo(255 / (1 + Math.exp(-2)));
    expect(sigmoid(-1e9)).toBe(0);
  });

  it('of the data set, after the rescaling', () => {
    const elements = {
      RescaleSlope: '2',
      RescaleIntercept: '-1000',
      WindowCenter: '0.5',
      WindowWidth: '1001',
    };
    expect(shown(Uint16Array.of(0, 250, 500, 750, 2000), elements)).toEqual([0, 0, 128, 255, 255]);
  });

  it('none: from the smallest to the largest, without the padding', () => {
    expect(shown(Uint16Array.of(10, 20, 30, 65535), { PixelPaddingValue: 65535 })).toEqual([
      0, 128, 255, 255,
    ]);
    expect(shown(Uint16Array.of(7, 7))).toEqual([0, 0]);
  });

  it('of the frame, in functional groups', () => {
    const group = {
      FrameVOILUTSequence: [{ WindowCenter: '5', WindowWidth: '10', VOILUTFunction: 'LINEAR_EXACT' }],
      PixelValueTransformationSequence: [{ RescaleSlope: '1', RescaleIntercept: '5' }],
    };
    expect(shown(Uint8Array.of(0, 5), { PerFrameFunctionalGroupsSequence: [group] })).toEqual([128, 255]);
    expect(shown(Uint8Array.of(0, 5), { SharedFunctionalGroupsSequence: [group] })).toEqual([128, 255]);
  });
});

describe('samples', () => {
  const exact = (center: number, width: number) => ({
    ...{ WindowCenter: String(center), WindowWidth: String(width), VOILUTFunction: 'LINEAR_EXACT' },
  });

  it('inverted where small values are bright', () => {
    const inverted = { PhotometricInterpretation: 'MONOCHROME1' };
    expect(shown(Uint8Array.of(0, 255), { ...inverted, ...exact(127.5, 255) })).toEqual([255, 0]);
    const twice = { ...inverted, PresentationLUTShape: 'IDENTITY' };
    expect(shown(Uint8Array.of(0, 255), { ...twice, ...exact(127.5, 255) })).toEqual([0, 255]);
    const shape = { PresentationLUTShape: 'INVERSE', ...exact(127.5, 255) };
    expect(shown(Uint8Array.of(0, 255), shape)).toEqual([255, 0]);
  });

  it('signed, in 12 of 16 bits, with other things above them', () => {
    const form = { BitsStored: 12, HighBit: 11, PixelRepresentation: 1, ...exact(0, 4096) };
    expect(shown(Uint16Array.of(0xf800, 0x0800, 0x0000, 0x07ff, 0xa7ff), form)).toEqual([
      0, 0, 128, 255, 255,
    ]);
  });

  it('in the upper bits', () => {
    const form = { BitsStored: 12, HighBit: 15, ...exact(2048, 4096) };
    expect(shown(Uint16Array.of(0x000f, 0x8000, 0xffff), form)).toEqual([0, 128, 255]);
  });

  it('of 32 bits, floating point, doubles', () => {
    expect(shown(Uint32Array.of(0, 2 ** 31, 2 ** 32 - 1))).toEqual([0, 128, 255]);
    const floats = { BitsAllocated: 32, kind: tags.FloatPixelData };
    expect(plain(Float32Array.of(-1.5, 0, 1.5, Number.NaN), floats)).toEqual([0, 128, 255, 0]);
    const doubles = { BitsAllocated: 64, kind: tags.DoubleFloatPixelData };
    expect(plain(Float64Array.of(1e-300, 2e300), doubles).length).toBe(2);
  });

  it('of one bit', () => {
    const image = { BitsAllocated: 1, BitsStored: 1, HighBit: 0 };
    expect(shown(Uint8Array.of(0b0000_0101), image, 3)).toEqual([255, 0, 255]);
  });
});

/** `kind` is no element: it says which element holds the samples. */
function plain(
  samples: Float32Array<ArrayBuffer> | Float64Array<ArrayBuffer>,
  { kind, BitsAllocated }: { kind: number; BitsAllocated: number },
) {
  const dataset = Dataset.of({ Rows: 1, Columns: samples.length, BitsAllocated, SamplesPerPixel: 1 });
  const image = readImagePixel(dataset, kind);
  const bytes = new Uint8Array(samples.buffer);
  return [...pictureOf({ image, bytes }, readDisplay(dataset, image, 0)).pixels];
}

const words = (...values: number[]) => new Uint8Array(Uint16Array.from(values).buffer);

describe('look-up tables', () => {
  const tableOf = (descriptor: readonly number[], data: Uint8Array) => {
    const item = new Dataset();
    item.set(0x00283002, 'US', descriptor);
    item.set(0x00283006, 'OW', data);
    return item;
  };

  it('of the VOI: inputs outside get the first or the last entry', () => {
    const VOILUTSequence = [tableOf([3, 10, 8], words(0, 100, 255))];
    expect(shown(Uint8Array.of(0, 10, 11, 12, 200), { VOILUTSequence })).toEqual([0, 0, 100, 255, 255]);
  });

  it('of the modality, then the window', () => {
    const ModalityLUTSequence = [tableOf([2, 0, 16], words(1000, 3000))];
    const elements = {
      ModalityLUTSequence,
      WindowCenter: '2000',
      WindowWidth: '4000',
      VOILUTFunction: 'LINEAR_EXACT',
    };
    expect(shown(Uint8Array.of(0, 1), elements)).toEqual([64, 191]);
  });

  it('of the VOI go before windows, which are taken where tables are none', () => {
    const window = { WindowCenter: '127.5', WindowWidth: '255', VOILUTFunction: 'LINEAR_EXACT' };
    const VOILUTSequence = [tableOf([2, 0, 8], words(200, 100))];
    expect(shown(Uint8Array.of(0, 1), { ...window, VOILUTSequence })).toEqual([200, 100]);
    const cut = [tableOf([300, 0, 8], words(200, 100))];
    expect(shown(Uint8Array.of(0, 255), { ...window, VOILUTSequence: cut })).toEqual([0, 255]);
  });

  it('of the VOI may begin below 0, also where only the values say so', () => {
    const VOILUTSequence = [tableOf([3, 0x10000 - 10, 8], words(0, 100, 255))];
    const rescale = { RescaleSlope: '1', RescaleIntercept: '-10' };
    expect(shown(Uint8Array.of(0, 1, 2), { VOILUTSequence, ...rescale })).toEqual([0, 100, 255]);
  });

  it.each([
    ['shorter than announced', [256, 0, 8], words(1, 2, 3)],
    ['of 65,536 entries, with two', [0, 0, 16], words(1, 2)],
    ['of no data', [4, 0, 8], new Uint8Array(0)],
    ['of 60 bits', [1, 0, 60], words(1)],
    ['of no bits', [1, 0, 0], words(1)],
  ])('%s: refused, nothing is made up', (_name, descriptor, data) => {
    const VOILUTSequence = [tableOf(descriptor, data)];
    expect(codeOf(() => shown(Uint8Array.of(0, 1), { VOILUTSequence }))).toBe('pixels/bad');
  });
});

describe('palettes', () => {
  const palette = (data: Uint8Array, keyword: string, bits = 16) => {
    const descriptor = [3, 0, bits];
    const colours = ['Red', 'Green', 'Blue'];
    return Object.fromEntries(
      colours.flatMap((colour) => [
        [`${colour}PaletteColorLookupTableDescriptor`, descriptor],
        [`${keyword.replace('*', colour)}`, data],
      ]),
    );
  };
  const indexed = { PhotometricInterpretation: 'PALETTE COLOR' };

  it('of words', () => {
    const elements = { ...indexed, ...palette(words(0, 0x8000, 0xff00), '*PaletteColorLookupTableData') };
    expect(shown(Uint8Array.of(1, 2, 9), elements)).toEqual([128, 128, 128, 255, 255, 255, 255, 255, 255]);
  });

  it('of bytes', () => {
    const data = Uint8Array.of(5, 6, 7, 0);
    const elements = { ...indexed, ...palette(data, '*PaletteColorLookupTableData', 8) };
    expect(shown(Uint8Array.of(0, 2), elements)).toEqual([5, 5, 5, 7, 7, 7]);
  });

  it('in segments: points, a line, and segments again', () => {
    expect([...expandSegments(words(0, 2, 10, 20, 1, 4, 60), 6, 2)]).toEqual([10, 20, 30, 40, 50, 60]);
    const again = words(0, 1, 5, 1, 2, 9, 2, 1, 6, 0);
    expect([...expandSegments(again, 5, 2)]).toEqual([5, 7, 9, 9, 9]);
  });

  it.each([
    ['a segment that is cut off', words(0, 9, 1)],
    ['a line from nowhere', words(1, 3, 7)],
    ['a segment of no kind', words(7, 1, 1)],
    ['a reference to itself', words(2, 1, 0, 0)],
    ['a reference to far away', words(0, 1, 5, 2, 1, 0xffff, 0xffff)],
    ['more entries than there may be', words(0, 1, 1, ...Array(5).fill([1, 0xffff, 9]).flat())],
  ])('%s is refused', (_name, data) => {
    expect(codeOf(() => expandSegments(data, 4, 2))).toMatch(/^(pixels\/bad|dicom\/limit)$/);
  });
});

describe('colours', () => {
  const rgb = { SamplesPerPixel: 3, PhotometricInterpretation: 'RGB', PlanarConfiguration: 0 };

  it('together, or in planes', () => {
    expect(shown(Uint8Array.of(1, 2, 3, 4, 5, 6), rgb, 2)).toEqual([1, 2, 3, 4, 5, 6]);
    const planes = { ...rgb, PlanarConfiguration: 1 };
    expect(shown(Uint8Array.of(1, 4, 2, 5, 3, 6), planes, 2)).toEqual([1, 2, 3, 4, 5, 6]);
    expect(shown(Uint16Array.of(0, 32768, 65535), rgb, 1)).toEqual([0, 128, 255]);
  });

  it('in YBR_FULL, and with colours that are shared', () => {
    const full = { ...rgb, PhotometricInterpretation: 'YBR_FULL' };
    expect(shown(Uint8Array.of(76, 85, 255, 255, 128, 128), full, 2)).toEqual([254, 0, 0, 255, 255, 255]);
    const shared = { ...rgb, PhotometricInterpretation: 'YBR_FULL_422' };
    expect(shown(Uint8Array.of(0, 255, 128, 128), shared, 2)).toEqual([0, 0, 0, 255, 255, 255]);
  });

  it('of a form that is not known', () => {
    const form = { ...rgb, PhotometricInterpretation: 'HSV' };
    expect(codeOf(() => shown(Uint8Array.of(1, 2, 3), form, 1))).toBe('pixels/unsupported');
  });
});

describe('overlays', () => {
  const overlay = (elements: Readonly<Record<string, number | readonly number[]>>, bits: Uint8Array) => {
    const dataset = Dataset.of({
      Rows: 2,
      Columns: 3,
      BitsAllocated: 8,
      SamplesPerPixel: 1,
      WindowCenter: '127.5',
      WindowWidth: '255',
    });
    for (const [tag, value] of Object.entries(elements))
      dataset.set(Number(tag), Number(tag) === 0x60000050 ? 'SS' : 'US', value);
    dataset.set(0x60003000, 'OW', bits);
    const image = readImagePixel(dataset, tags.PixelData);
    const bytes = new Uint8Array(6);
    return [...pictureOf({ image, bytes }, readDisplay(dataset, image, 0), readOverlays(dataset, 0)).pixels];
  };
  const [rows, columns, origin] = [0x60000010, 0x60000011, 0x60000050];

  it('are drawn where they are, as far as there is an image', () => {
    const bits = Uint8Array.of(0b1111, 0);
    expect(overlay({ [rows]: 2, [columns]: 2, [origin]: [2, 3] }, bits)).toEqual([0, 0, 0, 0, 0, 255]);
    expect(overlay({ [rows]: 2, [columns]: 2, [origin]: [0, 0] }, bits)).toEqual([255, 0, 0, 0, 0, 0]);
  });

  it('with less data than they announce are none', () => {
    expect(overlay({ [rows]: 60000, [columns]: 60000, [origin]: [1, 1] }, Uint8Array.of(1, 0))).toEqual(
      Array(6).fill(0),
    );
  });
});
