/** Rendering through real worker threads, from an archive on disk. */
import { readdirSync } from 'node:fs';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { StoredInstance } from '../../src/archive/index.ts';
import { asIsocenterError } from '../../src/base/index.ts';
import { type Caller, everything, rights } from '../../src/contract/index.ts';
import { decodeFrame } from '../../src/pixels/index.ts';
import { Renderer, type RenderRequest, WorkerPool } from '../../src/render/index.ts';
import { uid } from '../support/corpus.ts';
import { framesOf, imageFile } from '../support/pixels.ts';
import { findProgram } from '../support/processes.ts';
import { TemporaryDirectory } from '../support/temp.ts';
import { TemporaryArchive, tester } from '../support/temp-archive.ts';

const NATIVE = '1.2.840.10008.1.2.1';
const HTJ2K = '1.2.840.10008.1.2.4.201';
const JPEG = '1.2.840.10008.1.2.4.50';

const caller: Caller = { actor: tester, scope: everything, rights: new Set(rights), address: '127.0.0.1' };
const FRAMES = 5;

/** Frame n is n * 500 everywhere but for its first pixel, which is 4000. */
const pixels = Uint16Array.from({ length: FRAMES * 1024 }, (_, i) =>
  i % 1024 === 0 ? 4000 : Math.floor(i / 1024) * 500,
);
const cine = imageFile(
  { NumberOfFrames: FRAMES, WindowCenter: '1000.5', WindowWidth: '2001', FrameTime: '50' },
  new Uint8Array(pixels.buffer),
);

let archive: TemporaryArchive;
let pool: WorkerPool;
let renderer: Renderer;
let instance: StoredInstance;
const cache = new TemporaryDirectory();

beforeAll(async () => {
  archive = await TemporaryArchive.open();
  pool = new WorkerPool();
  renderer = new Renderer({ archive: archive.archive, pool, thumbnails: cache.join('thumbnails') });
  const origin = { via: 'upload', receivedAt: '', sender: '', address: '', receiver: '' } as const;
  const sink = archive.archive.ingestDicomFile(tester, everything, { origin });
  await sink.write(cine);
  await sink.end();
  instance = await only({ sopInstanceUids: [uid(77, 1, 1, 1)] });
});
afterAll(async () => {
  await pool.close();
  await archive[Symbol.asyncDispose]();
  cache[Symbol.dispose]();
});

async function only(selector: object): Promise<StoredInstance> {
  for await (const [first] of archive.archive.select(tester, everything, [selector])) return first!;
  throw new Error('nothing is stored');
}

const rendered = (request: RenderRequest) => renderer.rendered(caller, instance, request);
const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => 'done',
    (error: unknown) => asIsocenterError(error).code,
  );

describe('pictures', () => {
  it.each(['jpeg', 'png'] as const)('a frame as %s, in its window', async (format) => {
    const { mediaType, bytes } = await rendered({ frame: 2, format });
    expect(mediaType).toBe(`image/${format}`);
    const { data, info } = await sharp(bytes)
      .toColourspace('b-w')
      .raw()
      .toBuffer({ resolveWithObject: true });
    expect([info.width, info.height, info.channels]).toEqual([32, 32, 1]);
    // 1000 in the middle of a window from 0 to 2000.
    expect((await sharp(bytes).metadata()).channels).toBe(1);
    expect(data[16 * 32 + 16]!).toBeGreaterThan(125);
    expect(data[16 * 32 + 16]!).toBeLessThan(130);
  });

  it('another window, a part of it, turned over', async () => {
    const window = { center: 4000, width: 100, function: 'LINEAR' } as const;
    const region = { left: 0, top: 0, width: 8, height: 8, flipsHorizontally: true, flipsVertically: true };
    const viewport = { width: 8, height: 8, region };
    const { bytes } = await rendered({ format: 'png', window, viewport });
    const { data, info } = await sharp(bytes)
      .toColourspace('b-w')
      .raw()
      .toBuffer({ resolveWithObject: true });
    expect([info.width, info.height]).toEqual([8, 8]);
    expect(data.indexOf(Math.max(...data))).toBe(63);
  });

  it('a viewport keeps the proportions', async () => {
    const { bytes } = await rendered({ format: 'jpeg', viewport: { width: 100, height: 16 } });
    expect(await sharp(bytes).metadata()).toMatchObject({ width: 16, height: 16 });
  });

  it('a frame that is not there, and sizes that are none', async () => {
    expect(await codeOf(rendered({ frame: FRAMES, format: 'png' }))).toBe('pixels/no-frame');
    expect(await codeOf(rendered({ format: 'png', viewport: { width: 1e9, height: 1 } }))).toBe(
      'dicom/limit',
    );
    expect(await codeOf(rendered({ format: 'png', viewport: { width: 0, height: 5 } }))).toBe(
      'input/invalid',
    );
  });

  it('an animation of all frames', async () => {
    const { mediaType, bytes } = await rendered({ format: 'gif' });
    expect(mediaType).toBe('image/gif');
    const { pages, delay, width } = await sharp(bytes, { animated: true }).metadata();
    expect({ pages, width, delay }).toEqual({ pages: FRAMES, width: 32, delay: Array(FRAMES).fill(50) });
  });

  it.skipIf(findProgram('ffmpeg'))('a video without ffmpeg: the error says what to do', async () => {
    const error = asIsocenterError(await rendered({ format: 'mp4' }).catch((thrown: unknown) => thrown));
    expect(error.code).toBe('render/no-video');
    expect(error.message).toMatch(/ffmpeg/);
  });
});

describe('frames', () => {
  const frames = async (numbers: number[], uid: string) =>
    Array.fromAsync(renderer.decodedFrames(caller, instance, numbers, uid));

  it('native ones, in any order', async () => {
    const [last, first] = await frames([4, 0], NATIVE);
    expect([last!.frame, first!.frame]).toEqual([4, 0]);
    const all = Buffer.from(pixels.buffer);
    expect(Buffer.compare(last!.bytes, all.subarray(4 * 2048))).toBe(0);
    expect(Buffer.compare(first!.bytes, all.subarray(0, 2048))).toBe(0);
  });

  it('compressed without loss', async () => {
    const [frame] = await frames([3], HTJ2K);
    const { image } = await framesOf(cine);
    const back = await decodeFrame(frame!.bytes, HTJ2K, image);
    expect(Buffer.compare(back.bytes, Buffer.from(pixels.buffer).subarray(3 * 2048, 4 * 2048))).toBe(0);
  });

  it('of a kind that the encoder does not take', async () => {
    expect(await codeOf(frames([0], JPEG))).toBe('pixels/unsupported');
    const canConvert = await renderer.conversions(caller, instance);
    expect([NATIVE, HTJ2K, JPEG, '1.2.840.10008.1.2.4.102'].map(canConvert)).toEqual([
      true,
      true,
      false,
      false,
    ]);
  });
});

describe('thumbnails', () => {
  it('of the middle frame, made once', async () => {
    const middle = await renderer.middleImage(caller, { seriesInstanceUids: [uid(77, 1, 1)] });
    expect(middle).toEqual(instance);
    const both = await Promise.all([1, 2].map(() => renderer.thumbnail(caller, middle, { side: 16 })));
    expect(await sharp(both[0]!.bytes).metadata()).toMatchObject({ width: 16, height: 16 });
    expect(Buffer.compare(both[0]!.bytes, both[1]!.bytes)).toBe(0);
    const kept = readdirSync(cache.join('thumbnails'), { recursive: true }).filter((name) =>
      /jpg$/.test(String(name)),
    );
    expect(kept).toHaveLength(1);
    const again = await renderer.thumbnail(caller, middle, { side: 16 });
    expect(Buffer.compare(again.bytes, both[0]!.bytes)).toBe(0);
  });

  it('of nothing', async () => {
    const nothing = renderer.middleImage(caller, { seriesInstanceUids: ['1.2.3'] });
    expect(await codeOf(nothing)).toBe('pixels/none');
  });
});

describe('under load', () => {
  it('sixteen clients at once: all served, and the event loop goes on', async () => {
    let longest = 0;
    let last = performance.now();
    const timer = setInterval(() => {
      const now = performance.now();
      longest = Math.max(longest, now - last);
      last = now;
    }, 5);
    const work = Array.from({ length: 16 * 4 }, (_, i) => rendered({ frame: i % FRAMES, format: 'jpeg' }));
    expect(await Promise.all(work)).toHaveLength(64);
    clearInterval(timer);
    // Generous: this machine may be busy with other things. bench/ measures it.
    expect(longest).toBeLessThan(500);
  });

  it('who no longer waits is not served', async () => {
    const controller = new AbortController();
    const waiting = Array.from({ length: 20 }, () =>
      renderer.rendered(caller, instance, { format: 'png' }, controller.signal),
    );
    controller.abort();
    const outcomes = await Promise.all(waiting.map(codeOf));
    expect(outcomes.every((code) => code === 'cancelled' || code === 'done')).toBe(true);
    expect(outcomes).toContain('cancelled');
    expect((await rendered({ format: 'png' })).bytes.length).toBeGreaterThan(0);
  });
});
