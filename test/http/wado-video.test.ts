/** Videos over DICOMweb: streams as they are stored, and MP4 made by ffmpeg, of a stored video and of a cine. */
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { everything } from '../../src/contract/index.ts';
import { Dataset, tags } from '../../src/dicom/index.ts';
import { encodeFile } from '../support/corpus.ts';
import { type DicomWebServer, openDicomWeb } from '../support/dicom-web-server.ts';
import { partsOf } from '../support/multipart.ts';
import { findProgram } from '../support/processes.ts';
import { readSample, sampleData } from '../support/sample-data.ts';
import { describeWithPeer } from '../support/skip.ts';
import { readRaw } from '../support/store-scu.ts';
import { TemporaryDirectory } from '../support/temp.ts';
import { tester } from '../support/temp-archive.ts';

const VIDEO_ENDOSCOPIC = '1.2.840.10008.5.1.4.1.1.77.1.1.1';
const SECONDARY_CAPTURE = '1.2.840.10008.5.1.4.1.1.7.2';
const [STUDY, SERIES] = ['2.25.920', '2.25.921'];
const [MP4, MPEG2, RAW, CINE] = ['2.25.922', '2.25.923', '2.25.924', '2.25.925'];
const H264 = '1.2.840.10008.1.2.4.102';
const ffmpeg = findProgram('ffmpeg');
const hasFfmpeg = ffmpeg !== undefined && findProgram('ffprobe') !== undefined;

let server: DicomWebServer;

const elements = (sopClassUid: string, sopInstanceUid: string) => ({
  ...{ SOPClassUID: sopClassUid, SOPInstanceUID: sopInstanceUid, StudyInstanceUID: STUDY },
  ...{ SeriesInstanceUID: SERIES, PatientID: 'VIDEO', Modality: 'ES', Rows: 48, Columns: 64 },
  ...{ BitsAllocated: 8, BitsStored: 8, HighBit: 7, PixelRepresentation: 0, NumberOfFrames: 25 },
});

/** An instance with the stream in two fragments; more frames than fragments, as videos have. */
function videoFile(sopInstanceUid: string, transferSyntaxUid: string, stream: Uint8Array): Uint8Array {
  const dataset = Dataset.of({
    ...elements(VIDEO_ENDOSCOPIC, sopInstanceUid),
    ...{ SamplesPerPixel: 3, PhotometricInterpretation: 'YBR_PARTIAL_420', PlanarConfiguration: 0 },
  });
  const cut = (stream.length >> 2) * 2;
  const fragments = [stream.subarray(0, cut), stream.subarray(cut)];
  dataset.set(tags.PixelData, 'OB', { basicOffsetTable: new Uint8Array(0), fragments });
  return encodeFile(dataset, VIDEO_ENDOSCOPIC, sopInstanceUid, transferSyntaxUid);
}

function cineFile(): Uint8Array {
  const dataset = Dataset.of({
    ...elements(SECONDARY_CAPTURE, CINE),
    ...{ SamplesPerPixel: 1, PhotometricInterpretation: 'MONOCHROME2', FrameTime: '40' },
  });
  const pixels = Uint8Array.from({ length: 48 * 64 * 25 }, (_, i) => (i * 7) % 256);
  dataset.set(tags.PixelData, 'OB', pixels);
  return encodeFile(dataset, SECONDARY_CAPTURE, CINE);
}

/** The box of the type of an MP4 file, and bytes that nobody who passes it on looks at. */
const mp4 = Buffer.concat([
  Buffer.from('\0\0\0\x14ftypisom\0\0\x02\0isom', 'latin1'),
  Buffer.from(Uint8Array.from({ length: 5_000 }, (_, i) => (i * 31) % 251)),
]);
/** A pack header of MPEG-2, and more. */
const mpeg2 = Buffer.concat([Buffer.from([0, 0, 1, 0xba]), Buffer.alloc(996, 7)]);

beforeAll(async () => {
  server = await openDicomWeb();
  await store(videoFile(MP4, H264, mp4), videoFile(MPEG2, '1.2.840.10008.1.2.4.100', mpeg2), cineFile());
});
afterAll(() => server[Symbol.asyncDispose]());

async function store(...files: Uint8Array[]): Promise<void> {
  for (const file of files) {
    const origin = { via: 'upload', receivedAt: '', sender: '', address: '', receiver: '' } as const;
    const sink = server.temporary.archive.ingestDicomFile(tester, everything, { origin });
    await sink.write(file);
    await sink.end();
  }
}

const pathOf = (uid: string) => `/studies/${STUDY}/series/${SERIES}/instances/${uid}`;
const uriOf = (uid: string, type: string) =>
  `/wado?requestType=WADO&studyUID=${STUDY}&seriesUID=${SERIES}&objectUID=${uid}&contentType=${type}`;
const bytesOf = async (response: Response) => Buffer.from(await response.arrayBuffer());
const bulk = (uid: string) => `${pathOf(uid)}/bulkdata/7FE00010`;

describe('the stream of a video', () => {
  it('is the bulk data that metadata refer to, in the media type of its coding', async () => {
    const [metadata] = await server.json(`${pathOf(MP4)}/metadata`);
    const { BulkDataURI: uri } = metadata!['7FE00010'] as unknown as { BulkDataURI: string };
    const [part, ...others] = await partsOf(await server.get(uri.slice(server.root.length)));
    expect(others).toEqual([]);
    expect(part!.headers.get('content-type')).toBe(`video/mp4; transfer-syntax=${H264}`);
    expect(mp4.equals(part!.body)).toBe(true);
  });

  it.each([
    [MP4, 'video/mp4', `video/mp4; transfer-syntax=${H264}`],
    [MP4, `video/mp4; transfer-syntax=${H264}`, `video/mp4; transfer-syntax=${H264}`],
    [MP4, 'video/*', `video/mp4; transfer-syntax=${H264}`],
    [MPEG2, 'video/mpeg', 'video/mpeg; transfer-syntax=1.2.840.10008.1.2.4.100'],
    [MPEG2, 'application/octet-stream', 'application/octet-stream'],
  ])('of %s as %s', async (uid, accept, type) => {
    const response = await server.get(bulk(uid), { accept });
    expect(response.headers.get('content-type')).toBe(type);
    expect((await bytesOf(response)).equals(uid === MP4 ? mp4 : mpeg2)).toBe(true);
  });

  it('comes in ranges, also across its fragments', async () => {
    const response = await server.get(bulk(MP4), { range: 'bytes=2000-3999' });
    expect(response.status).toBe(206);
    expect(response.headers.get('content-range')).toBe(`bytes 2000-3999/${mp4.length}`);
    expect((await bytesOf(response)).equals(mp4.subarray(2_000, 4_000))).toBe(true);
    expect((await server.get(bulk(MP4), { range: 'bytes=9999-' })).status).toBe(416);
  });

  it('in a type that it is not: what there is', async () => {
    const response = await server.get(bulk(MPEG2), { accept: 'video/mp4, image/jpeg' });
    expect(response.status).toBe(406);
    const { title } = (await response.json()) as { title: string };
    expect(title).toContain('video/mpeg');
    expect(title).not.toContain('video/mp4');
  });

  it.each(['/frames/1', '/frames/1/rendered'])('%s: it has no frames; where it is, is said', async (path) => {
    const response = await server.get(`${pathOf(MP4)}${path}`);
    expect(response.status).toBe(406);
    const problem = (await response.json()) as { code: string; title: string };
    expect(problem.code).toBe('pixels/video');
    expect(problem.title).toContain(bulk(MP4));
  });
});

describe('a video for a browser', () => {
  it.each([
    ['rendered', () => server.get(`${pathOf(MP4)}/rendered`, { accept: 'video/mp4' })],
    ['rendered, whatever it is', () => server.get(`${pathOf(MP4)}/rendered`)],
    ['by URI', () => server.get(uriOf(MP4, 'video/mp4'))],
  ])('%s is the stored one where that is an MP4', async (_name, get) => {
    const response = await get();
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('video/mp4');
    expect(response.headers.get('accept-ranges')).toBe('bytes');
    expect((await bytesOf(response)).equals(mp4)).toBe(true);
  });

  it('is no picture', async () => {
    const response = await server.get(`${pathOf(MP4)}/rendered`, { accept: 'image/jpeg' });
    expect(response.status).toBe(406);
    expect(((await response.json()) as { title: string }).title).toContain('There is: video/mp4.');
    expect((await server.get(uriOf(MP4, 'image/gif'))).status).toBe(406);
  });

  it.skipIf(hasFfmpeg)('that has to be made: without ffmpeg, what there is instead', async () => {
    const response = await server.get(`${pathOf(MPEG2)}/rendered`);
    expect(response.status).toBe(406);
    expect(((await response.json()) as { title: string }).title).toContain('ffmpeg');
  });
});

describe.skipIf(sampleData === undefined)('a video of a real maker', () => {
  it('is an MP4 with 50 frames', async () => {
    const file = readSample('video/h264_high41_mp4.dcm');
    await store(file);
    const [found] = await server.json(`/instances?includefield=NumberOfFrames&SOPInstanceUID=${uidOf(file)}`);
    const url = (found!['00081190']!.Value![0] as string).slice(server.root.length);
    const video = await bytesOf(await server.get(`${url}/rendered`, { accept: 'video/mp4' }));
    expect(video.toString('latin1', 4, 8)).toBe('ftyp');
    if (hasFfmpeg) expect(probe(video)).toMatchObject({ codec_name: 'h264', nb_read_frames: '50' });
  });
});

const uidOf = (file: Uint8Array) => readRaw(file).sopInstanceUid;

/** What ffprobe says of the pictures of a video. */
function probe(video: Uint8Array): Record<string, string | number> {
  using directory = new TemporaryDirectory();
  // Not through a pipe: what describes the video may stand at its end.
  const path = directory.join('video.mp4');
  writeFileSync(path, video);
  const options = ['-v', 'error', '-count_frames', '-show_streams', '-of', 'json', path];
  const { streams } = JSON.parse(execFileSync('ffprobe', options, { encoding: 'utf8' }));
  expect(streams).toHaveLength(1);
  return streams[0];
}

describeWithPeer('MP4 made by ffmpeg', hasFfmpeg, () => {
  /** A second of a test picture. */
  const made = (...coding: string[]) =>
    execFileSync(ffmpeg!, [
      ...['-v', 'error', '-f', 'lavfi', '-i', 'testsrc=size=64x48:rate=25:duration=1'],
      ...['-pix_fmt', 'yuv420p', ...coding, '-'],
    ]);

  it.each([
    ['a bare H.264 stream', H264, ['-c:v', 'libx264', '-f', 'h264'], 'h264'],
    ['H.264 in a transport stream', H264, ['-c:v', 'libx264', '-f', 'mpegts'], 'h264'],
    ['MPEG-2', '1.2.840.10008.1.2.4.100', ['-c:v', 'mpeg2video', '-f', 'mpeg'], 'h264'],
    [
      'HEVC',
      '1.2.840.10008.1.2.4.107',
      ['-c:v', 'libx265', '-x265-params', 'log-level=0', '-f', 'hevc'],
      'hevc',
    ],
  ])('of %s', async (_name, transferSyntaxUid, coding, codec) => {
    const uid = `${RAW}.${transferSyntaxUid.slice(-3)}.${coding.at(-1)!.length}`;
    await store(videoFile(uid, transferSyntaxUid, made(...coding)));
    const response = await server.get(`${pathOf(uid)}/rendered`, { accept: 'video/mp4' });
    expect(response.status).toBe(200);
    const stream = probe(await bytesOf(response));
    expect(stream).toMatchObject({ codec_name: codec, width: 64, height: 48, nb_read_frames: '25' });
  });

  it('of a cine, with its frames and its speed', async () => {
    const response = await server.get(`${pathOf(CINE)}/rendered`, { accept: 'video/mp4' });
    expect(response.headers.get('content-type')).toBe('video/mp4');
    const stream = probe(await bytesOf(response));
    const expected = { width: 64, height: 48, nb_read_frames: '25', r_frame_rate: '25/1' };
    expect(stream).toMatchObject({ codec_name: 'h264', pix_fmt: 'yuv420p', ...expected });
  });

  it('of what is no video: an error, not an empty answer', async () => {
    const response = await server.get(`${pathOf(MPEG2)}/rendered`, { accept: 'video/mp4' });
    expect(response.status).toBe(422);
    expect(((await response.json()) as { code: string }).code).toBe('pixels/bad');
  });
});
