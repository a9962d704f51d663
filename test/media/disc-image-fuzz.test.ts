/** Images with bytes changed, cut and repeated: they end soon, with typed errors, and nothing outside of them is read. */
import fc from 'fast-check';
import { beforeAll, expect, it } from 'vitest';
import { IsocenterError } from '../../src/base/index.ts';
import { walkVolume } from '../../src/media/image/walk-volume.ts';
import { Iso9660Image, iso9660Volumes } from '../../src/media/iso9660/index.ts';
import { readUnixEntry } from '../../src/media/iso9660/rock-ridge.ts';
import { type ByteSource, ExtentSource, readBytes } from '../../src/media/sectors/index.ts';
import { udfVolume } from '../../src/media/udf/index.ts';
import { asRawSectors, BytesSource, opened } from '../support/disc-sources.ts';
import { tagged, udfImage, udfKinds } from '../support/udf-image.ts';

const RUNS = 1000;
const contents = Object.fromEntries(
  ['DICOMDIR', 'a/b/c', 'a/b/d', 'a/größe.pdf', 'x/y'].map((path, index) => [
    path,
    Buffer.alloc(70 * index * index, path),
  ]),
);

const images: Buffer[] = [];

beforeAll(async () => {
  const files = Object.entries(contents).map(([path, bytes]) => ({
    ...{ path, size: bytes.length, content: () => [bytes] },
  }));
  const options = { volumeId: 'FUZZ', application: 'TEST', modified: new Date(0) };
  const iso = Buffer.concat(await Array.fromAsync(new Iso9660Image(files, options).bytes()));
  images.push(iso, asRawSectors(iso, 1), ...udfKinds.map((kind) => udfImage(kind, contents)));
});

/** Everything that an importer does. Throws what is no error of the disc. */
async function readEverything(source: ByteSource): Promise<void> {
  for (const open of [udfVolumes, iso9660Volumes]) {
    const volumes = (await ofTheDisc(open(source))) ?? [];
    for (const volume of volumes) {
      const walked = await ofTheDisc(walkVolume(volume, source.size));
      for (const { extents, size } of walked?.files ?? []) {
        const file = new ExtentSource(source, extents);
        await ofTheDisc(readBytes(file, 0, Math.min(size, 4096)));
      }
    }
  }
}

async function udfVolumes(source: ByteSource) {
  const volume = await udfVolume(source);
  return volume ? [volume] : [];
}

async function ofTheDisc<T>(work: Promise<T>): Promise<T | undefined> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof IsocenterError && error.code.startsWith('disc/')) return undefined;
    throw error;
  }
}

/** Where the structures are: most of an image is contents, or nothing. */
function written(image: Buffer): number[] {
  const places: number[] = [];
  for (let at = 0; at < image.length; at++) if (image[at] !== 0) places.push(at);
  return places;
}

const BLOCK = 2048;

/** Checks in front of the structures that were changed are made to fit again: what they guard has to stand alone. */
function sealAgain(image: Buffer, original: Buffer): void {
  for (let at = 0; at + BLOCK <= image.length; at += BLOCK) {
    const before = original.subarray(at, at + BLOCK);
    const id = before.readUInt16LE(0);
    const isTag = before.readUInt16LE(2) === 2 && before.readUInt16LE(10) === BLOCK - 16;
    if (isTag) tagged(image.subarray(at, at + BLOCK), id, before.readUInt32LE(12));
  }
}

const change = fc.record({
  place: fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }),
  length: fc.constantFrom(1, 1, 2, 4, 8, 2048),
  value: fc.constantFrom(0, 1, 2, 0x7f, 0x80, 0xfe, 0xff),
});

it('any change of bytes is read or refused', { timeout: 300_000 }, async () => {
  const places = images.map(written);
  const which = fc.nat({ max: images.length - 1 });
  const mutated = fc.tuple(which, fc.array(change, { minLength: 1, maxLength: 12 }), fc.boolean());
  await fc.assert(
    fc.asyncProperty(mutated, async ([index, changes, isSealed]) => {
      const image = Buffer.from(images[index]!);
      for (const { place, length, value } of changes) {
        const at = places[index]![Math.floor(place * places[index]!.length)]!;
        image.fill(value, at, Math.min(at + length, image.length));
      }
      if (isSealed) sealAgain(image, images[index]!);
      await readEverything(await opened(new BytesSource(image)));
    }),
    { numRuns: RUNS },
  );
});

it('images that were cut short are read as far as they are there', { timeout: 300_000 }, async () => {
  const cut = fc.tuple(fc.nat({ max: images.length - 1 }), fc.double({ min: 0, max: 1, noNaN: true }));
  await fc.assert(
    fc.asyncProperty(cut, async ([index, part]) => {
      const image = images[index]!;
      const source = new BytesSource(image.subarray(0, Math.floor(image.length * part)));
      await readEverything(await opened(source));
    }),
    { numRuns: RUNS / 4 },
  );
});

it('sectors that cannot be read cost what is in them', { timeout: 300_000 }, async () => {
  const unreadable = fc.tuple(
    fc.nat({ max: images.length - 1 }),
    fc.array(fc.nat({ max: 600 }), { maxLength: 20 }),
  );
  await fc.assert(
    fc.asyncProperty(unreadable, async ([index, sectors]) => {
      const source = new BytesSource(images[index]!);
      for (const sector of sectors) source.unreadable.add(sector);
      await ofTheDisc(opened(source).then(readEverything));
    }),
    { numRuns: RUNS / 4 },
  );
});

it('names of Rock Ridge may be any bytes', async () => {
  const signature = fc.constantFrom('NM', 'CE', 'CL', 'RE', 'SL', 'ST', 'PX', 'ZF', '\0\0');
  const entry = fc
    .tuple(signature, fc.nat({ max: 60 }), fc.uint8Array({ maxLength: 40 }))
    .map(([name, length, data]) => Buffer.concat([Buffer.from(name, 'latin1'), Buffer.of(length, 1), data]));
  const area = fc.array(entry, { maxLength: 8 }).map((entries) => Buffer.concat(entries));
  await fc.assert(
    fc.asyncProperty(area, fc.uint8Array({ maxLength: 4096 }), async (systemUse, disc) => {
      const read = ofTheDisc(readUnixEntry(new BytesSource(Buffer.from(disc)), systemUse, 2048));
      expect((await read)?.name ?? '').toBeTypeOf('string');
    }),
    { numRuns: RUNS },
  );
});
