/** WADO-RS frames, rendered resources and thumbnails, over a real door, drawn by real worker threads. */
import { setTimeout } from 'node:timers/promises';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { everything } from '../../src/contract/index.ts';
import { Dataset, parseFile, tags } from '../../src/dicom/index.ts';
import { decodeFrame, readImagePixel } from '../../src/pixels/index.ts';
import { encodeFile } from '../support/corpus.ts';
import { type DicomWebServer, openDicomWeb } from '../support/dicom-web-server.ts';
import { callerWith } from '../support/http-door.ts';
import { partsOf } from '../support/multipart.ts';
import { compressedFile } from '../support/pixels.ts';
import { tester } from '../support/temp-archive.ts';

const SECONDARY_CAPTURE = '1.2.840.10008.5.1.4.1.1.7';
const JPEG_LS = '1.2.840.10008.1.2.4.80';
const NATIVE = '1.2.840.10008.1.2.1';
const [STUDY, SERIES] = ['2.25.900', '2.25.901'];
const [CINE, STILL, REPORT, COLOUR] = ['2.25.902', '2.25.903', '2.25.904', '2.25.905'];
/** A study without images. */
const [TEXTS, TEXT] = ['2.25.910', '2.25.911'];
const FRAMES = 4;

let server: DicomWebServer;

function elements(sopInstanceUid: string, more: Parameters<typeof Dataset.of>[0]): Dataset {
  return Dataset.of({
    SOPClassUID: SECONDARY_CAPTURE,
    SOPInstanceUID: sopInstanceUid,
    StudyInstanceUID: STUDY,
    SeriesInstanceUID: SERIES,
    PatientID: 'RENDERED',
    Modality: 'OT',
    ...more,
  });
}

const grey = {
  ...{
    Rows: 24,
    Columns: 40,
    SamplesPerPixel: 1,
    PhotometricInterpretation: 'MONOCHROME2',
    PixelRepresentation: 0,
  },
  ...{ BitsAllocated: 16, BitsStored: 12, HighBit: 11, WindowCenter: '2048', WindowWidth: '4096' },
};
const frames = Array.from(
  { length: FRAMES },
  (_, frame) =>
    new Uint8Array(Uint16Array.from({ length: 960 }, (_, i) => (i * 4 + frame * 300) & 0xfff).buffer),
);

function cine(): Promise<Uint8Array> {
  const dataset = elements(CINE, { ...grey, NumberOfFrames: FRAMES, InstanceNumber: 1, FrameTime: '40' });
  return compressedFile(dataset, frames, JPEG_LS);
}

function still(): Uint8Array {
  const named = {
    SpecificCharacterSet: 'ISO_IR 100',
    PatientName: 'Müller^Jörg',
    PatientBirthDate: '19700102',
    SeriesDescription: 't1 se tra',
  };
  const dataset = elements(STILL, { ...grey, ...named, InstanceNumber: 2 });
  dataset.set(tags.PixelData, 'OW', frames[0]!);
  return encodeFile(dataset, SECONDARY_CAPTURE, STILL);
}

/** A profile that is not sRGB. */
async function profileP3(): Promise<Buffer> {
  const dot = sharp({ create: { width: 1, height: 1, channels: 3, background: '#000000' } });
  return (await sharp(await dot.withIccProfile('p3').png().toBuffer()).metadata()).icc!;
}

/** One green, which its profile says more of. */
async function colour(): Promise<Uint8Array> {
  const { Rows, Columns } = grey;
  const dataset = elements(COLOUR, {
    ...{ Rows, Columns, SamplesPerPixel: 3, PhotometricInterpretation: 'RGB', PlanarConfiguration: 0 },
    ...{ BitsAllocated: 8, BitsStored: 8, HighBit: 7, PixelRepresentation: 0, InstanceNumber: 4 },
    ICCProfile: new Uint8Array(await profileP3()),
  });
  dataset.set(
    tags.PixelData,
    'OW',
    Uint8Array.from({ length: Rows * Columns * 3 }, (_, i) => [100, 200, 100][i % 3]!),
  );
  return encodeFile(dataset, SECONDARY_CAPTURE, COLOUR);
}

beforeAll(async () => {
  const other = { kind: 'rules', rules: [{ studyInstanceUid: '1.2.3' }] } as const;
  server = await openDicomWeb({
    guest: callerWith({ scope: other }),
    finder: callerWith({ rights: new Set(['find']) }),
  });
  const report = encodeFile(elements(REPORT, { InstanceNumber: 3 }), SECONDARY_CAPTURE, REPORT);
  const origin = { via: 'upload', receivedAt: '', sender: '', address: '', receiver: '' } as const;
  const text = encodeFile(elements(TEXT, { StudyInstanceUID: TEXTS }), SECONDARY_CAPTURE, TEXT);
  for (const file of [await cine(), still(), report, await colour(), text]) {
    const sink = server.temporary.archive.ingestDicomFile(tester, everything, { origin });
    await sink.write(file);
    await sink.end();
  }
});
afterAll(() => server[Symbol.asyncDispose]());

const seriesPath = `/studies/${STUDY}/series/${SERIES}`;
const pathOf = (instance: string) => `${seriesPath}/instances/${instance}`;
const bytesOf = async (response: Response) => new Uint8Array(await response.arrayBuffer());

describe('frames', () => {
  it('native by default, in the order asked for', async () => {
    const response = await server.get(`${pathOf(CINE)}/frames/3,1`);
    expect(response.status).toBe(200);
    const parts = await partsOf(response);
    expect(parts.map(({ headers }) => headers.get('content-type'))).toEqual(
      Array(2).fill(`application/octet-stream; transfer-syntax=${NATIVE}`),
    );
    expect(Buffer.compare(parts[0]!.body, frames[2]!)).toBe(0);
    expect(Buffer.compare(parts[1]!.body, frames[0]!)).toBe(0);
  });

  it('as they are stored', async () => {
    const accept = 'multipart/related; type="application/octet-stream"; transfer-syntax=*';
    const [part] = await partsOf(await server.get(`${pathOf(CINE)}/frames/2`, { accept }));
    expect(part!.headers.get('content-type')).toBe(`image/jls; transfer-syntax=${JPEG_LS}`);
    const { dataset } = parseFile(await cine());
    const image = readImagePixel(dataset, tags.PixelData);
    const { bytes } = await decodeFrame(part!.body, JPEG_LS, image);
    expect(Buffer.compare(bytes, frames[1]!)).toBe(0);
  });

  it.each([
    ['image/jls', JPEG_LS],
    ['image/jp2', '1.2.840.10008.1.2.4.90'],
    ['image/jphc', '1.2.840.10008.1.2.4.201'],
    ['image/dicom-rle', '1.2.840.10008.1.2.5'],
  ])('compressed anew as %s, alone or as a part', async (type, uid) => {
    const image = readImagePixel(parseFile(still()).dataset);
    const alone = await server.get(`${pathOf(STILL)}/frames/1`, { accept: type });
    expect(alone.headers.get('content-type')).toBe(`${type}; transfer-syntax=${uid}`);
    expect(alone.headers.get('x-content-type-options')).toBe('nosniff');
    expect(Buffer.compare((await decodeFrame(await bytesOf(alone), uid, image)).bytes, frames[0]!)).toBe(0);
    const accept = `multipart/related; type="${type}"`;
    const [part] = await partsOf(await server.get(`${pathOf(STILL)}/frames/1`, { accept }));
    expect(Buffer.compare((await decodeFrame(part!.body, uid, image)).bytes, frames[0]!)).toBe(0);
  });

  it('in the first form of those accepted that they can be had in', async () => {
    // 16 bits do not fit into the only process of JPEG that there is an encoder for.
    const accept = 'image/jpeg, video/mp4, image/jls;q=0.5, application/octet-stream;q=0.1';
    const alone = await server.get(`${pathOf(STILL)}/frames/1`, { accept });
    expect(alone.headers.get('content-type')).toBe(`image/jls; transfer-syntax=${JPEG_LS}`);
    const rle = '1.2.840.10008.1.2.5';
    const named = `image/jpeg; transfer-syntax=1.2.840.10008.1.2.4.57, image/dicom-rle; transfer-syntax=${rle}`;
    const second = await server.get(`${pathOf(CINE)}/frames/1`, { accept: named });
    expect(second.headers.get('content-type')).toBe(`image/dicom-rle; transfer-syntax=${rle}`);
  });

  it.each([
    ['/frames/5', {}, 404],
    ['/frames/1,5', {}, 404],
    ['/frames/0', {}, 400],
    ['/frames/1,x', {}, 400],
    ['/frames/1', { accept: 'image/jpeg' }, 406],
    ['/frames/1', { accept: 'video/mp4' }, 406],
    ['/frames/1', { accept: 'application/octet-stream; transfer-syntax=1.2.840.10008.1.2.2' }, 406],
  ])('%s with %o is refused with %i', async (path, headers, status) => {
    expect((await server.get(`${pathOf(CINE)}${path}`, headers)).status).toBe(status);
  });

  it('are not sent again to who has them', async () => {
    const first = await server.get(`${pathOf(CINE)}/frames/1`);
    const etag = first.headers.get('etag')!;
    await first.arrayBuffer();
    expect((await server.get(`${pathOf(CINE)}/frames/1`, { 'if-none-match': etag })).status).toBe(304);
  });
});

describe('bulk data of compressed pixels', () => {
  const path = `${pathOf(CINE)}/bulkdata/7FE00010`;
  const all = Buffer.concat(frames);

  it('without compression are one value, alone or as a part', async () => {
    const [part, ...others] = await partsOf(await server.get(path));
    expect(others).toEqual([]);
    expect(part!.headers.get('content-type')).toBe('application/octet-stream');
    expect(Buffer.compare(part!.body, all)).toBe(0);
    const alone = await server.get(path, { accept: 'application/octet-stream' });
    expect(alone.headers.get('content-type')).toBe('application/octet-stream');
    expect(Buffer.compare(await bytesOf(alone), all)).toBe(0);
  });

  it('with it are a part for each frame', async () => {
    const accept = 'multipart/related; type="application/octet-stream"; transfer-syntax=*';
    const response = await server.get(path, { accept });
    const parts = await partsOf(response);
    expect(parts.map(({ headers }) => headers.get('content-type'))).toEqual(
      Array(FRAMES).fill(`image/jls; transfer-syntax=${JPEG_LS}`),
    );
    const image = readImagePixel(parseFile(await cine()).dataset, tags.PixelData);
    const { bytes } = await decodeFrame(parts[3]!.body, JPEG_LS, image);
    expect(Buffer.compare(bytes, frames[3]!)).toBe(0);
    const etag = response.headers.get('etag')!;
    expect((await server.get(path, { accept, 'if-none-match': etag })).status).toBe(304);
    expect((await server.get(path, { accept: 'image/png' })).status).toBe(406);
  });

  it('are there with those of the others of a series; what is no image has none', async () => {
    const series = `/studies/${STUDY}/series/${SERIES}/pixeldata`;
    const where = (uid: string) => `${server.root}${pathOf(uid)}/bulkdata/7FE00010`;
    const places = async (accept: string) =>
      (await partsOf(await server.get(series, { accept }))).map(({ headers }) => [
        headers.get('content-location'),
        headers.get('content-type'),
      ]);
    const native = 'application/octet-stream';
    expect(await places('*/*')).toEqual([CINE, STILL, COLOUR].map((uid) => [where(uid), native]));
    // As it is stored: frames are parts with one and the same reference.
    const stored = await places('multipart/related; type="application/octet-stream"; transfer-syntax=*');
    expect(stored.slice(0, FRAMES)).toEqual(
      Array(FRAMES).fill([where(CINE), `image/jls; transfer-syntax=${JPEG_LS}`]),
    );
    // Only what can be had in that form.
    const jls = await places(`multipart/related; type="image/jls"; transfer-syntax=${JPEG_LS}`);
    expect(jls.filter(([place]) => place === where(CINE))).toHaveLength(FRAMES);
    expect((await server.get(`/studies/${TEXTS}/pixeldata`)).status).toBe(404);
    expect((await server.get(`${pathOf(REPORT)}/pixeldata`)).status).toBe(404);
  });
});

describe('compressed instances', () => {
  it('come in Explicit VR Little Endian where no transfer syntax is named', async () => {
    for (const accept of ['*/*', 'application/dicom', `application/dicom; transfer-syntax=${NATIVE}`]) {
      const response = await server.get(pathOf(CINE), { accept: `${accept}, application/dicom` });
      const file = accept === '*/*' ? (await partsOf(response))[0]!.body : await bytesOf(response);
      const { meta, dataset } = parseFile(file);
      expect(meta.string(tags.TransferSyntaxUID), accept).toBe(NATIVE);
      expect(Buffer.compare(dataset.bytes(tags.PixelData)!, Buffer.concat(frames))).toBe(0);
    }
  });

  it.each([
    ['as they are stored', '*'],
    [
      'as they are stored, if that is named',
      `1.2.840.10008.1.2, application/dicom; transfer-syntax=${JPEG_LS}`,
    ],
    [
      'as the first that can be had',
      '1.2.840.10008.1.2.4.100, application/dicom; transfer-syntax=1.2.840.10008.1.2.5',
    ],
  ])('%s', async (what, named) => {
    const response = await server.get(pathOf(CINE), {
      accept: `application/dicom; transfer-syntax=${named}`,
    });
    const expected = what === 'as the first that can be had' ? '1.2.840.10008.1.2.5' : JPEG_LS;
    expect(response.headers.get('content-type')).toBe(`application/dicom; transfer-syntax=${expected}`);
    expect(parseFile(await bytesOf(response)).meta.string(tags.TransferSyntaxUID)).toBe(expected);
  });
});

describe('rendered', () => {
  it('an instance, a JPEG unless something else is asked for', async () => {
    const response = await server.get(`${pathOf(STILL)}/rendered`);
    expect(response.headers.get('content-type')).toBe('image/jpeg');
    expect(response.headers.get('cache-control')).toBe('private, no-cache');
    expect(await sharp(await bytesOf(response)).metadata()).toMatchObject({
      width: 40,
      height: 24,
      format: 'jpeg',
    });
  });

  it('a frame as PNG, in a window', async () => {
    const response = await server.get(`${pathOf(CINE)}/frames/1/rendered?window=0,2,linear-exact`, {
      accept: 'image/png',
    });
    const { data } = await sharp(await bytesOf(response))
      .toColourspace('b-w')
      .raw()
      .toBuffer({ resolveWithObject: true });
    // Only the first two values are below the upper edge.
    expect([data[0]! > 100 && data[0]! < 150, data[1], data[959]]).toEqual([true, 255, 255]);
  });

  it('a part, made smaller', async () => {
    const response = await server.get(`${pathOf(CINE)}/rendered?viewport=10,10,0,0,20,20`);
    expect(await sharp(await bytesOf(response)).metadata()).toMatchObject({ width: 10, height: 10 });
  });

  it('an animation', async () => {
    const response = await server.get(`${pathOf(CINE)}/rendered`, { accept: 'image/gif' });
    expect(response.headers.get('content-type')).toBe('image/gif');
    expect((await sharp(await bytesOf(response), { animated: true }).metadata()).pages).toBe(FRAMES);
  });

  it('all images of a series; what is none is left out', async () => {
    const parts = await partsOf(await server.get(`${seriesPath}/rendered`));
    expect(parts.map(({ headers }) => headers.get('content-type'))).toEqual(Array(3).fill('image/jpeg'));
  });

  it('all images of a series as animations, each of its own frames', async () => {
    const accept = 'multipart/related; type="image/gif"';
    const parts = await partsOf(await server.get(`${seriesPath}/rendered`, { accept }));
    const pages = parts.map(
      async ({ body }) => (await sharp(body, { animated: true }).metadata()).pages ?? 1,
    );
    expect(await Promise.all(pages)).toEqual([FRAMES, 1, 1]);
  });

  it('what changes nothing is told', async () => {
    const response = await server.get(`${pathOf(STILL)}/rendered?charset=utf-8`);
    expect(response.headers.get('warning')).toMatch(/^299 isocenter ".*charset/);
    const unknown = await server.get(`${pathOf(STILL)}/thumbnail?windows=1,2&no%0d%0aheader=1`);
    expect(unknown.headers.get('warning')).toMatch(/: windows"$/);
  });

  describe('with annotations', () => {
    const pixelsOf = async (query: string, accept = 'image/png') => {
      const response = await server.get(`${pathOf(STILL)}/rendered?viewport=400,240&${query}`, { accept });
      expect(response.status).toBe(200);
      const picture = sharp(await bytesOf(response));
      expect(await picture.metadata()).toMatchObject({ width: 400, height: 240, space: 'b-w' });
      return picture.raw().toBuffer({ resolveWithObject: true });
    };
    /** Whether two pictures differ in the upper left or upper right corner, or below. */
    const differences = async (one: string, other: string, accept?: string) => {
      const [a, b] = await Promise.all([pixelsOf(one, accept), pixelsOf(other, accept)]);
      const { width, channels } = a.info;
      const found = new Set<string>();
      for (let i = 0; i < a.data.length; i += channels) {
        const [x, y] = [(i / channels) % width, Math.floor(i / channels / width)];
        if (Math.abs(a.data[i]! - b.data[i]!) > 40)
          found.add(y > 120 ? 'below' : x < width / 2 ? 'left' : 'right');
      }
      return [...found].sort();
    };

    it.each([
      ['patient', ['left']],
      ['technique', ['right']],
      ['patient,technique', ['left', 'right']],
    ])('%s', async (kinds, where) => {
      expect(await differences('', `annotation=${kinds}`)).toEqual(where);
      expect(await differences('', `annotation=${kinds}`, 'image/jpeg')).toEqual(where);
    });

    it('in pictures that have hardly room for them', async () => {
      const response = await server.get(
        `${pathOf(STILL)}/rendered?viewport=8,8&annotation=patient,technique`,
      );
      expect(await sharp(await bytesOf(response)).metadata()).toMatchObject({ width: 8, height: 5 });
    });
  });

  describe('with a profile of colours', () => {
    const ADOBE = [119.4, 201.6, 94.5];
    const ROMM = [111.0, 178.5, 89.0];
    const picture = async (query: string, accept: string, instance = COLOUR) => {
      const response = await server.get(`${pathOf(instance)}/rendered?quality=95&${query}`, { accept });
      expect(response.status).toBe(200);
      return bytesOf(response);
    };
    const iccOf = async (bytes: Uint8Array) => (await sharp(bytes).metadata()).icc;
    /** As they are coded, whatever they mean. */
    const firstPixel = async (bytes: Uint8Array) => [
      ...(await sharp(bytes, { ignoreIcc: true }).raw().toBuffer()).subarray(0, 3),
    ];

    it.each(['image/jpeg', 'image/png'])('%s', async (type) => {
      expect(await iccOf(await picture('', type))).toBeUndefined();
      expect(await iccOf(await picture('iccprofile=no', type))).toBeUndefined();
      const own = await picture('iccprofile=yes', type);
      expect(Buffer.compare((await iccOf(own))!, await profileP3())).toBe(0);
      const converted = await picture('iccprofile=srgb', type);
      const icc = await iccOf(converted);
      expect(icc!.includes('sRGB') || icc!.length < 1_000).toBe(true);
      expect(Buffer.compare(icc!, await profileP3())).not.toBe(0);
      // The green of Display P3 is beyond that of sRGB.
      const [before, after] = [await firstPixel(own), await firstPixel(converted)];
      expect(Math.abs(before[1]! - 200)).toBeLessThan(6);
      expect(after[0]!).toBeLessThan(before[0]! - 8);
    });

    // The pixels are of Display P3: 100, 200, 100. Worked out from SMPTE EG 432-1, IEC 61966-2-1 and the specification of each space.
    it.each([
      ['adobergb', 'Adobe RGB (1998) compatible', ADOBE],
      ['rommrgb', 'ROMM RGB', ROMM],
    ] as const)('%s, without a loss on the way', async (space, name, wanted) => {
      for (const type of ['image/jpeg', 'image/png']) {
        const bytes = await picture(`iccprofile=${space}`, type);
        const icc = (await iccOf(bytes))!;
        expect(icc.includes(Buffer.from(name, 'utf16le').swap16())).toBe(true);
        const tolerance = type === 'image/png' ? 1 : 4;
        for (const [at, value] of (await firstPixel(bytes)).entries())
          expect({ type, at, off: Math.abs(value - wanted[at]!) }).toEqual({
            ...{ type, at, off: expect.toSatisfy((off: number) => off <= tolerance) },
          });
      }
    });

    it('grey has none', async () => {
      expect(await iccOf(await picture('iccprofile=yes', 'image/png', STILL))).toBeUndefined();
    });
  });

  it.each([
    [`${pathOf(STILL)}/rendered?window=1`, 400],
    [`${pathOf(STILL)}/rendered?window=1,0`, 400],
    [`${pathOf(STILL)}/rendered?window=1,2,round`, 400],
    [`${pathOf(STILL)}/rendered?viewport=0,10`, 400],
    [`${pathOf(STILL)}/rendered?viewport=1e9,1e9`, 400],
    [`${pathOf(STILL)}/rendered?viewport=10,10,0,0,0,5`, 400],
    [`${pathOf(STILL)}/rendered?quality=101`, 400],
    [`${pathOf(STILL)}/rendered?annotation=everything`, 400],
    [`${pathOf(STILL)}/rendered?iccprofile=cmyk`, 400],
    [`${pathOf(STILL)}/rendered?iccprofile=__proto__`, 400],
    [`${pathOf(STILL)}/frames/1,2/rendered`, 400],
    [`${pathOf(REPORT)}/rendered`, 404],
    [`${pathOf('2.25.999')}/rendered`, 404],
    [`${pathOf(STILL)}/rendered`, 406, { accept: 'image/webp' }],
  ] as const)('%s is refused with %i', async (path, status, headers?: { accept: string }) => {
    const response = await server.get(path, headers ?? {});
    expect(response.status).toBe(status);
    expect(response.headers.get('content-type')).toMatch(/^application\/problem\+json/);
  });
});

describe('by URI', () => {
  const wado = (more: string, instance = CINE, headers = {}) =>
    server.get(
      `/wado?requestType=WADO&studyUID=${STUDY}&seriesUID=${SERIES}&objectUID=${instance}&${more}`,
      headers,
    );

  it.each([
    ['a single image is a JPEG', STILL, '', '*/*', /^image\/jpeg$/],
    ['a cine is a DICOM file', CINE, '', '*/*', /^application\/dicom; transfer-syntax=/],
    ['a report is a DICOM file', REPORT, '', '*/*', /^application\/dicom; transfer-syntax=/],
    ['a transfer syntax is one of a DICOM file', STILL, 'transferSyntax=*', '*/*', /^application\/dicom;/],
    ['the Accept header says what', STILL, '', 'image/png, */*;q=0.1', /^image\/png$/],
    ['the one that is wanted most', STILL, '', 'image/jpeg;q=0.1, image/png', /^image\/png$/],
    ['a type is refused that a range covers', STILL, '', 'image/jpeg;q=0, image/*', /^image\/png$/],
    ['the usual type is refused', STILL, '', 'image/jpeg;q=0, */*', /^application\/dicom; transfer-syntax=/],
    ['a range of types', STILL, '', 'text/html, image/*;q=0.9, */*;q=0.8', /^image\/jpeg$/],
    ['the parameter comes first', STILL, 'contentType=image/jpeg', 'image/png', /^image\/jpeg$/],
  ])('%s', async (_what, instance, more, accept, type) => {
    const response = await wado(more, instance, { accept });
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toMatch(type);
    await response.arrayBuffer();
  });

  it('a frame as a picture', async () => {
    const response = await wado(
      'contentType=image/png&frameNumber=2&windowCenter=100&windowWidth=50&rows=12',
    );
    expect(response.headers.get('content-type')).toBe('image/png');
    expect(await sharp(await bytesOf(response)).metadata()).toMatchObject({
      ...{ width: 20, height: 12, format: 'png' },
    });
  });

  it.each([
    ['rows=12', 20, 12],
    ['columns=10', 10, 6],
    ['rows=12&columns=10', 10, 6],
  ])('fits into %s', async (size, width, height) => {
    const response = await wado(`contentType=image/png&${size}`);
    expect(await sharp(await bytesOf(response)).metadata()).toMatchObject({ width, height });
  });

  it('a part of the image, before it is scaled', async () => {
    const picture = async (more: string) => {
      const bytes = await bytesOf(await wado(`contentType=image/png&${more}`, STILL));
      return await sharp(bytes).raw().toBuffer({ resolveWithObject: true });
    };
    const whole = await picture('');
    const part = await picture('region=0.25,0.5,0.75,1');
    expect(part.info).toMatchObject({ width: 20, height: 12 });
    const { channels } = whole.info;
    for (let row = 0; row < 12; row++) {
      const start = ((row + 12) * 40 + 10) * channels;
      const wanted = whole.data.subarray(start, start + 20 * channels);
      expect(part.data.subarray(row * 20 * channels, (row + 1) * 20 * channels).equals(wanted)).toBe(true);
    }
    expect((await picture('region=0,0,0.5,0.5&columns=40')).info).toMatchObject({ width: 40, height: 24 });
    expect((await picture('region=0,0,0.001,0.001')).info).toMatchObject({ width: 1, height: 1 });
    // Of a cine: of each of its pictures.
    const cineBytes = await bytesOf(await wado('contentType=image/gif&region=0,0,0.5,1'));
    expect(await sharp(cineBytes, { pages: -1 }).metadata()).toMatchObject({
      ...{ width: 20, pageHeight: 24, pages: FRAMES },
    });
  });

  it('writes on the picture, by either name of the parameter', async () => {
    const bytes = (more: string) => wado(`contentType=image/png&${more}`, STILL).then(bytesOf);
    const marked = await bytes('imageAnnotation=patient');
    expect(Buffer.compare(marked, await bytes('annotation=patient'))).toBe(0);
    expect(Buffer.compare(marked, await bytes(''))).not.toBe(0);
  });

  it.each([
    ['presentationUID=1.2&region=0,0,1,1&contentType=image/png', /: presentationUID"$/],
    ['region=0,0,1,1&contentType=application/dicom', /: region"$/],
    ['rows=12&contentType=application/dicom', /: rows"$/],
    ['frameNumber=1&contentType=image/png', undefined],
  ])('%s: what changes nothing is told', async (more, warning) => {
    const response = await wado(more);
    expect(response.status).toBe(200);
    if (warning) expect(response.headers.get('warning')).toMatch(warning);
    else expect(response.headers.get('warning')).toBeNull();
    await response.arrayBuffer();
  });

  it.each([
    ['contentType=image/png&frameNumber=0', 400],
    ['contentType=image/png&frameNumber=9', 400],
    ['contentType=image/png&region=0,0,1', 400],
    ['contentType=image/png&region=0,0,1,1.5', 400],
    ['contentType=image/png&region=0.5,0,0.5,1', 400],
    ['contentType=image/png&region=0,1,1,0', 400],
    ['contentType=image/png&region=0,0,,1', 400],
    ['contentType=image/jpeg&windowCenter=1', 400],
    ['contentType=text/html', 406],
    ['contentType=application/dicom&anonymize=yes', 400],
    ['contentType=image/png&anonymize=yes', 400],
  ])('%s is refused with %i', async (more, status) => {
    expect((await wado(more)).status).toBe(status);
  });
});

describe('thumbnails', () => {
  it.each([
    ['a study', `/studies/${STUDY}`],
    ['a series', seriesPath],
    ['an instance', pathOf(CINE)],
    ['a frame', `${pathOf(CINE)}/frames/2`],
  ])('of %s', async (_name, path) => {
    const response = await server.get(`${path}/thumbnail?viewport=20,20`, { accept: 'image/*' });
    expect(response.headers.get('content-type')).toBe('image/jpeg');
    expect(await sharp(await bytesOf(response)).metadata()).toMatchObject({ width: 20, height: 12 });
  });
});

describe('pictures of several instances', () => {
  it('are not drawn again for who has them', async () => {
    for (const path of [`${seriesPath}/rendered`, `${seriesPath}/thumbnail`, `/studies/${STUDY}/thumbnail`]) {
      const first = await server.get(path);
      const etag = first.headers.get('etag')!;
      await first.arrayBuffer();
      expect((await server.get(path, { 'if-none-match': etag })).status, path).toBe(304);
    }
  });

  it('a thumbnail is named by the image that it shows', async () => {
    const etagOf = async (path: string) => (await server.get(`${path}/thumbnail`)).headers.get('etag');
    const etag = await etagOf(pathOf(STILL));
    expect(etag).not.toBeNull();
    expect(await etagOf(seriesPath)).toBe(etag);
    expect(await etagOf(`/studies/${STUDY}`)).toBe(etag);
    expect(await etagOf(pathOf(COLOUR))).not.toBe(etag);
  });

  it.each(['rendered', 'thumbnail'])('%s of a study without images says so', async (kind) => {
    const response = await server.get(`/studies/${TEXTS}/${kind}`);
    expect(response.status).toBe(404);
    expect(response.headers.get('etag')).toBeNull();
    expect(await response.json()).toMatchObject({ code: 'pixels/none' });
  });
});

describe('a thumbnail that several ask for', () => {
  it('comes to the others when the first one goes away', async () => {
    // How long the large ones take is the machine's business: who was quick enough to be answered is asked again.
    let outcome: Awaited<ReturnType<typeof firstGoesAway>> | undefined;
    for (let side = 31; side < 41 && outcome?.first !== 'gone'; side++) outcome = await firstGoesAway(side);
    expect(outcome).toEqual({ first: 'gone', others: [200, 200] });
  });

  /** What becomes of three who ask for one thumbnail that waits for its turn behind large pictures. */
  async function firstGoesAway(side: number) {
    // Read as they come: what nobody reads is closed as idle on a busy machine.
    const large = Array.from({ length: 16 }, async (_, i) => {
      const viewport = `viewport=${3000 + i},${3000 - side}`;
      return bytesOf(await server.get(`${pathOf(STILL)}/rendered?${viewport}`, { accept: 'image/png' }));
    });
    const path = `${seriesPath}/thumbnail?viewport=${side},${side}`;
    const controller = new AbortController();
    const headers = { authorization: 'Test admin' };
    const asked = fetch(`${server.root}${path}`, { headers, signal: controller.signal });
    const first = asked.then(
      ({ status }) => status,
      () => 'gone' as const,
    );
    await setTimeout(50);
    const others = [1, 2].map(() => server.get(path));
    await setTimeout(50);
    controller.abort();
    const outcome = { first: await first, others: (await Promise.all(others)).map(({ status }) => status) };
    await Promise.all(large);
    return outcome;
  }
});

describe('who may not', () => {
  const paths = [
    `${pathOf(CINE)}/frames/1`,
    `${pathOf(CINE)}/frames/1/rendered`,
    `${pathOf(CINE)}/frames/1/thumbnail`,
    ...['rendered', 'thumbnail'].flatMap((kind) =>
      [`/studies/${STUDY}`, seriesPath, pathOf(CINE)].map((path) => `${path}/${kind}`),
    ),
  ];

  it.each(paths)('%s: nothing is there for others, and who may only find gets nothing', async (path) => {
    expect((await server.get(path, { authorization: 'Test guest' })).status).toBe(404);
    expect((await server.get(path, { authorization: 'Test finder' })).status).toBe(403);
  });
});
