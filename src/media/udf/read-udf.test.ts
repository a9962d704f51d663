import { describe, expect, it } from 'vitest';
import { BytesSource } from '../../../test/support/disc-sources.ts';
import { type UdfFiles, udfImage, udfKinds } from '../../../test/support/udf-image.ts';
import { walkVolume } from '../image/walk-volume.ts';
import { ExtentSource, readBytes } from '../sectors/index.ts';
import { udfVolume } from './index.ts';

const large = Buffer.from(Array.from({ length: 20_000 }, (_, index) => index % 251));
const files: UdfFiles = {
  'README.TXT': Buffer.from('small enough to stand in its entry'),
  'IMAGES/0001/IM000001': large,
  'IMAGES/0001/IM000002': large.subarray(0, 5000),
  'IMAGES/Größe 你好.pdf': Buffer.from('%PDF-'),
  // More names than one block of a folder holds.
  ...Object.fromEntries(
    Array.from({ length: 70 }, (_, index) => [`many/a name that is long ${index}`, Buffer.of(index)]),
  ),
};

async function readAll(image: Buffer): Promise<Record<string, string>> {
  const source = new BytesSource(image);
  const volume = await udfVolume(source);
  const { files: found, damaged } = await walkVolume(volume!, source.size);
  expect([...damaged]).toEqual([]);
  const contents = found.map(async ({ path, extents, size }) => {
    const bytes = await readBytes(new ExtentSource(source, extents), 0, size);
    return [path.slice(1), bytes.toString('latin1')] as const;
  });
  return Object.fromEntries(await Promise.all(contents));
}

const wanted = Object.fromEntries(
  Object.entries(files).map(([path, bytes]) => [path, bytes.toString('latin1')]),
);

describe.each(udfKinds)('a UDF volume, %s', (kind) => {
  const image = udfImage(kind, files);

  it('has its label, names and contents', async () => {
    expect((await udfVolume(new BytesSource(image)))?.label).toBe('DISC ÄÖ');
    expect(await readAll(image)).toEqual(wanted);
  });

  it('is read from its reserve sequence when the main one is damaged', async () => {
    const damaged = Buffer.from(image);
    damaged.fill(0xff, 34 * 2048, 35 * 2048);
    expect(await readAll(damaged)).toEqual(wanted);
  });

  it('loses one file when its entry is damaged, and no other', async () => {
    const damaged = Buffer.from(image);
    const at = damaged.indexOf('small enough to stand');
    damaged[at] = damaged[at]! ^ 0xff;
    const source = new BytesSource(damaged);
    const walked = await walkVolume((await udfVolume(source))!, source.size);
    expect([...walked.damaged.keys()]).toEqual(['/README.TXT']);
    expect(walked.files).toHaveLength(Object.keys(files).length - 1);
  });
});

it('finds the anchor at the end of the disc', async () => {
  const image = udfImage('plain', files);
  image.fill(0, 256 * 2048, 257 * 2048);
  expect(await readAll(image)).toEqual(wanted);
});

it('tells that the table of moved blocks is missing where a disc was cut short', async () => {
  const image = udfImage('virtual 1.50', files);
  const source = new BytesSource(image.subarray(0, image.length - 2048));
  await expect(udfVolume(source)).rejects.toMatchObject({ code: 'disc/damaged' });
});

it('finds nothing where nothing is', async () => {
  expect(await udfVolume(new BytesSource(Buffer.alloc(2 ** 20)))).toBeUndefined();
  expect(await udfVolume(new BytesSource(Buffer.alloc(0)))).toBeUndefined();
});
