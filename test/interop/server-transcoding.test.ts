/** Compressed images for receivers that take only uncompressed ones, and the other way round: C-GET and C-MOVE to DCMTK. */
import { mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Dataset, parseDataset, parseFile, tags } from '../../src/dicom/index.ts';
import type { ImagePixel } from '../../src/pixels/index.ts';
import { type ArchiveHome, createArchiveHome } from '../support/archive-home.ts';
import { uid } from '../support/corpus.ts';
import { type DcmtkServer, getscu, hasDcmtk, movescu, startStorescp } from '../support/dcmtk.ts';
import { engines } from '../support/engines.ts';
import { compressedFile, nativePixelData } from '../support/pixels.ts';
import { runOrThrow } from '../support/processes.ts';
import type { IsocenterServer } from '../support/server.ts';
import { describeWithPeer } from '../support/skip.ts';
import { type RawInstance, readRaw, storeRaw } from '../support/store-scu.ts';

const SECONDARY_CAPTURE = '1.2.840.10008.5.1.4.1.1.7';
const EXPLICIT = '1.2.840.10008.1.2.1';
const IMPLICIT = '1.2.840.10008.1.2';

interface Sample {
  readonly name: string;
  readonly transferSyntaxUid: string;
  readonly image: Partial<ImagePixel>;
}

const samples: readonly Sample[] = [
  { name: 'RLE', transferSyntaxUid: '1.2.840.10008.1.2.5', image: {} },
  {
    name: 'RLE, single bits, 3 frames',
    transferSyntaxUid: '1.2.840.10008.1.2.5',
    image: { bitsAllocated: 1, bitsStored: 1, highBit: 0, rows: 15, columns: 15, numberOfFrames: 3 },
  },
  { name: 'JPEG-LS, 40 frames', transferSyntaxUid: '1.2.840.10008.1.2.4.80', image: { numberOfFrames: 40 } },
  {
    name: 'JPEG 2000, colours',
    transferSyntaxUid: '1.2.840.10008.1.2.4.90',
    image: {
      samplesPerPixel: 3,
      bitsAllocated: 8,
      bitsStored: 8,
      highBit: 7,
      photometricInterpretation: 'RGB',
      rows: 33,
      columns: 31,
    },
  },
  {
    name: 'HTJ2K, signed',
    transferSyntaxUid: '1.2.840.10008.1.2.4.201',
    image: { isSigned: true, bitsStored: 16, highBit: 15 },
  },
];

const grey: ImagePixel = {
  ...{ rows: 32, columns: 48, samplesPerPixel: 1, numberOfFrames: 1, isSigned: false, sampleKind: 'integer' },
  ...{ bitsAllocated: 16, bitsStored: 12, highBit: 11, planarConfiguration: 0 },
  photometricInterpretation: 'MONOCHROME2',
};

/** A private element before the pixels, one after them. */
const BEFORE = 0x00091001;
const AFTER = 0xfffcfffc;

function elementsOf(image: ImagePixel, seed: number): Dataset {
  const dataset = Dataset.of({
    SOPClassUID: SECONDARY_CAPTURE,
    SOPInstanceUID: uid(seed, 1, 1, 1),
    StudyInstanceUID: uid(seed, 1),
    SeriesInstanceUID: uid(seed, 1, 1),
    PatientID: `TRANSCODE${seed}`,
    PatientName: 'Müller^Jörg',
    SpecificCharacterSet: 'ISO_IR 192',
    Modality: 'OT',
    Rows: image.rows,
    Columns: image.columns,
    SamplesPerPixel: image.samplesPerPixel,
    NumberOfFrames: image.numberOfFrames,
    PhotometricInterpretation: image.photometricInterpretation,
    BitsAllocated: image.bitsAllocated,
    BitsStored: image.bitsStored,
    HighBit: image.highBit,
    PixelRepresentation: image.isSigned ? 1 : 0,
    ...(image.samplesPerPixel > 1 ? { PlanarConfiguration: 0 } : {}),
  });
  dataset.set(0x00090010, 'LO', 'ISOCENTER TEST');
  dataset.set(BEFORE, 'UN', new Uint8Array(2_000_000).fill(7));
  dataset.set(AFTER, 'OB', new Uint8Array(6));
  return dataset;
}

function compressed({ image: changes, transferSyntaxUid }: Sample, seed: number): Promise<Uint8Array> {
  const image = { ...grey, ...changes };
  const length = Math.ceil((image.rows * image.columns * image.samplesPerPixel * image.bitsAllocated) / 8);
  const frames: Uint8Array[] = [];
  for (let frame = 0; frame < image.numberOfFrames; frame++) {
    const bytes = Uint8Array.from({ length }, (_, i) =>
      i % 2 === 0 ? (i * 7 + frame * 31) & 0xff : (i >> 6) & 0x0f,
    );
    // What is left of the last byte is no pixel.
    if (image.bitsAllocated === 1) bytes[length - 1]! &= 1;
    frames.push(bytes);
  }
  return compressedFile(elementsOf(image, seed), frames, transferSyntaxUid);
}

const receivers = { NORMAL: ['+x=', '+B'], IMPLICIT: ['+xi', '+B'], ANYTHING: ['+xa', '+B'] } as const;

describeWithPeer('transcoding on retrieval', hasDcmtk, () => {
  let home: ArchiveHome;
  let server: IsocenterServer;
  const running = new Map<string, DcmtkServer>();
  const files = new Map<string, { file: Uint8Array; raw: RawInstance }>();

  beforeAll(async () => {
    home = await createArchiveHome(engines[0]!);
    const nodes = [];
    for (const [aet, args] of Object.entries(receivers)) {
      const scp = await startStorescp({ aet, directory: home.directory.join(aet), args: [...args, '-pm'] });
      running.set(aet, scp);
      nodes.push({ name: aet.toLowerCase(), aeTitle: aet, host: '127.0.0.1', port: scp.port });
    }
    server = await home.start({ config: { nodes } });
    for (const [i, sample] of samples.entries()) {
      const file = await compressed(sample, 500 + i);
      files.set(sample.name, { file, raw: readRaw(file) });
    }
    const all = [...files.values()].map(({ raw }) => raw);
    expect(new Set(await storeRaw(server.peer, all))).toEqual(new Set([0]));
  });
  afterAll(async () => {
    await server?.stop();
    for (const receiver of running.values()) await receiver.stop();
    await home?.remove();
  });

  const keysOf = ({ studyInstanceUid }: RawInstance) => [
    'QueryRetrieveLevel=STUDY',
    `StudyInstanceUID=${studyInstanceUid}`,
  ];

  async function expectPixels(path: string, sent: { file: Uint8Array; raw: RawInstance }, syntaxUid: string) {
    const received = new Uint8Array(readFileSync(path));
    const { dataset, transferSyntaxUid } = parseFile(received);
    expect(transferSyntaxUid).toBe(syntaxUid);
    const expected = await nativePixelData(sent.file);
    expect(Buffer.compare(await nativePixelData(received), expected)).toBe(0);
    const before = parseDataset(sent.raw.dataSet, sent.raw.transferSyntaxUid);
    for (const tag of [tags.PatientName, tags.PhotometricInterpretation, tags.BitsStored])
      expect(dataset.strings(tag)).toEqual(before.strings(tag));
    expect(dataset.bytes(BEFORE)).toEqual(before.bytes(BEFORE));
    expect(dataset.bytes(AFTER)).toEqual(new Uint8Array(6));
    // Another reader finds nothing wrong with it.
    await runOrThrow('dcmdump', ['-q', path]);
  }

  const pathOf = (title: string, { sopInstanceUid }: RawInstance) => {
    const { directory } = running.get(title)!;
    return `${directory}/${readdirSync(directory).find((name) => name.includes(sopInstanceUid))}`;
  };

  it.each(samples)('getscu gets $name without compression', async ({ name }) => {
    const sent = files.get(name)!;
    const into = mkdtempSync(home.directory.join('got-'));
    const output = await getscu(server.peer, into, keysOf(sent.raw), ['-S', '+B', '+xe']);
    expect(output.code, output.stderr).toBe(0);
    await expectPixels(`${into}/${readdirSync(into)[0]}`, sent, EXPLICIT);
  });

  it.each(samples)('movescu to receivers that take no compression: $name', async ({ name }) => {
    const sent = files.get(name)!;
    for (const [title, syntax] of [
      ['NORMAL', EXPLICIT],
      ['IMPLICIT', IMPLICIT],
    ] as const) {
      const output = await movescu(server.peer, title, keysOf(sent.raw));
      expect(output.code, output.stderr).toBe(0);
      await expectPixels(pathOf(title, sent.raw), sent, syntax);
    }
  });

  it('a receiver of everything gets what is stored', async () => {
    const sent = files.get('JPEG-LS, 40 frames')!;
    expect((await movescu(server.peer, 'ANYTHING', keysOf(sent.raw))).code).toBe(0);
    const received = readRaw(pathOf('ANYTHING', sent.raw));
    expect(Buffer.compare(received.dataSet, sent.raw.dataSet)).toBe(0);
  });
});
