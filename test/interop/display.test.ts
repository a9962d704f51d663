/** What an image looks like, against what DCMTK makes of it. */
import { expect, it } from 'vitest';
import { Dataset, type PlainDataset } from '../../src/dicom/index.ts';
import { pictureOf, readDisplay, readOverlays } from '../../src/pixels/index.ts';
import { drawsWithDcmtk, pictureByDcmtk } from '../support/dcmtk-picture.ts';
import { decodeAll, framesOf, headerOf, imageFile } from '../support/pixels.ts';
import { readSample, sampleData } from '../support/sample-data.ts';
import { describeWithPeer } from '../support/skip.ts';

const words = (values: readonly number[]) => new Uint8Array(Uint16Array.from(values).buffer);
const slope = words(Array.from({ length: 1024 }, (_, i) => i * 4));
const bytes = Uint8Array.from({ length: 3072 }, (_, i) => (i * 37) & 0xff);
const eight = { BitsAllocated: 8, BitsStored: 8, HighBit: 7 };
const colours = { ...eight, SamplesPerPixel: 3, PlanarConfiguration: 0 };
const window = { WindowCenter: '1000', WindowWidth: '1500' };

function tableItem(descriptor: readonly number[], values: readonly number[]): Dataset {
  const item = new Dataset();
  item.set(0x00283002, 'US', descriptor);
  item.set(0x00283006, 'OW', words(values));
  return item;
}

function palette(keyword: string, data: readonly Uint8Array[]): PlainDataset {
  const names = ['Red', 'Green', 'Blue'];
  return Object.fromEntries(
    names.flatMap((name, i) => [
      [`${name}PaletteColorLookupTableDescriptor`, [256, 0, 16]],
      [`${keyword.replace('*', name)}`, data[i]!],
    ]),
  );
}

const ramps = [1, 2, 3].map((step) =>
  words(Array.from({ length: 256 }, (_, i) => ((i * step) & 0xff) * 257)),
);
const indexed = { ...eight, PhotometricInterpretation: 'PALETTE COLOR' };

type Case = readonly [name: string, elements: PlainDataset, pixels: Uint8Array, options: readonly string[]];
const cases: readonly Case[] = [
  ['a window', window, slope, ['+Wi', '1']],
  ['a window, sigmoid', { ...window, VOILUTFunction: 'SIGMOID' }, slope, ['+Wi', '1', '+Wfs']],
  [
    'a window after rescaling',
    { ...window, RescaleSlope: '2.5', RescaleIntercept: '-1024' },
    slope,
    ['+Wi', '1'],
  ],
  ['MONOCHROME1', { ...window, PhotometricInterpretation: 'MONOCHROME1' }, slope, ['+Wi', '1']],
  [
    'signed values',
    { WindowCenter: '-20', WindowWidth: '2000', PixelRepresentation: 1 },
    words(Array.from({ length: 1024 }, (_, i) => (i * 4 - 2048) & 0xfff)),
    ['+Wi', '1'],
  ],
  ['no window', {}, slope, ['+Wm']],
  [
    'a VOI table',
    {
      VOILUTSequence: [
        tableItem(
          [1024, 500, 8],
          Array.from({ length: 1024 }, (_, i) => (i * 3) & 0xff),
        ),
      ],
    },
    slope,
    ['+Wl', '1'],
  ],
  [
    'a modality table and a window',
    {
      ModalityLUTSequence: [
        tableItem(
          [4096, 0, 12],
          Array.from({ length: 4096 }, (_, i) => 4095 - i),
        ),
      ],
      ...{ WindowCenter: '2000', WindowWidth: '3000' },
    },
    slope,
    ['+Wi', '1'],
  ],
  ['a palette', { ...indexed, ...palette('*PaletteColorLookupTableData', ramps) }, bytes.slice(0, 1024), []],
  ['RGB', { ...colours, PhotometricInterpretation: 'RGB' }, bytes, []],
  ['RGB in planes', { ...colours, PhotometricInterpretation: 'RGB', PlanarConfiguration: 1 }, bytes, []],
  ['YBR_FULL', { ...colours, PhotometricInterpretation: 'YBR_FULL' }, bytes, []],
  ['YBR_FULL_422', { ...colours, PhotometricInterpretation: 'YBR_FULL_422' }, bytes.slice(0, 2048), []],
];

async function ours(file: Uint8Array): Promise<Uint8Array> {
  const { image } = await framesOf(file);
  const { dataset } = headerOf(file);
  const [frame] = await Array.fromAsync(decodeAll(file));
  expect(readOverlays(dataset, 0)).toEqual([]);
  return pictureOf(frame!, readDisplay(dataset, image, 0)).pixels;
}

async function expectAlike(file: Uint8Array, options: readonly string[], tolerance = 1): Promise<void> {
  const [a, b] = [await ours(file), (await pictureByDcmtk(file, options)).pixels];
  expect(a).toHaveLength(b.length);
  let largest = 0;
  for (let i = 0; i < a.length; i++) largest = Math.max(largest, Math.abs(a[i]! - b[i]!));
  expect(largest).toBeLessThanOrEqual(tolerance);
}

describeWithPeer(
  'pictures, against DCMTK',
  drawsWithDcmtk,
  () => {
    it.each(cases)('%s', async (name, elements, pixels, options) => {
      // DCMTK cuts off where it computes colours; we round.
      await expectAlike(imageFile(elements, pixels), options, name.startsWith('YBR') ? 2 : 1);
    });

    it.skipIf(!sampleData).each([
      ['core/pydicom/CT_small.dcm', ['+Wm']],
      ['core/pydicom/MR_small.dcm', ['+Wi', '1']],
    ])('%s with %s', async (path, options) => expectAlike(readSample(path), options));
  },
  'dcmj2pnm',
);
