import { describe, expect, it } from 'vitest';
import { asRawSectors, BytesSource, opened } from '../../../test/support/disc-sources.ts';
import { walkVolume } from '../image/walk-volume.ts';
import { ExtentSource, readBytes, type Volume } from '../sectors/index.ts';
import { type Iso9660File, Iso9660Image, iso9660Volumes } from './index.ts';

const options = { volumeId: 'DICOM_1', application: 'TEST', modified: new Date('2026-02-03T04:05:06.780Z') };

const fileOf = (path: string, text: string): Iso9660File => ({
  path,
  size: Buffer.byteLength(text),
  content: () => [Buffer.from(text)],
});

const imageOf = async (files: readonly Iso9660File[]): Promise<Buffer> =>
  Buffer.concat(await Array.fromAsync(new Iso9660Image(files, options).bytes()));

async function contentsOf(volume: Volume, source: BytesSource): Promise<Record<string, string>> {
  const { files } = await walkVolume(volume, source.size);
  const contents = files.map(async ({ path, extents, size }) => {
    const bytes = await readBytes(new ExtentSource(source, extents), 0, size);
    return [path.slice(1), bytes.toString()] as const;
  });
  return Object.fromEntries(await Promise.all(contents));
}

const files = [
  fileOf('DICOMDIR', 'directory'),
  fileOf('README.TXT', 'x'.repeat(2048)),
  fileOf('NOT INCLUDED.txt', 'two'),
  fileOf('not included.TXT', 'three'),
  fileOf('IMAGES/0001/IM000001', 'y'.repeat(5000)),
  fileOf('IMAGES/0001/empty', ''),
  fileOf('Größe: 你好/a', 'b'),
];

describe('what is written', () => {
  it('is read with the names that it has', async () => {
    const image = await imageOf(files);
    const source = new BytesSource(image);
    const [joliet, plain, ...others] = await iso9660Volumes(source);
    expect(others).toEqual([]);
    expect([joliet!.format, joliet!.label, plain!.format, plain!.label]).toEqual([
      ...['Joliet', 'DICOM_1', 'ISO 9660', 'DICOM_1'],
    ]);
    expect(await contentsOf(joliet!, source)).toEqual({
      DICOMDIR: 'directory',
      'README.TXT': 'x'.repeat(2048),
      'NOT INCLUDED.txt': 'two',
      'not included (2).TXT': 'three',
      'IMAGES/0001/IM000001': 'y'.repeat(5000),
      'IMAGES/0001/empty': '',
      'Größe_ 你好/a': 'b',
    });
    expect(Object.keys(await contentsOf(plain!, source)).sort()).toEqual([
      ...['DICOMDIR', 'GR__E___/A', 'IMAGES/0001/EMPTY', 'IMAGES/0001/IM000001'],
      ...['NOT_INCL.TXT', 'NOT_IN_2.TXT', 'README.TXT'],
    ]);
  });

  it('says how large it is', async () => {
    const image = new Iso9660Image(files, options);
    expect((await imageOf(files)).length).toBe(image.size);
    expect(image.size % 2048).toBe(0);
  });

  it('has folders of more than one sector', async () => {
    const many = Array.from({ length: 1000 }, (_, index) => fileOf(`IMAGES/IM${index}`, String(index)));
    const source = new BytesSource(await imageOf(many));
    for (const volume of await iso9660Volumes(source)) {
      const contents = await contentsOf(volume, source);
      expect(Object.entries(contents)).toHaveLength(1000);
      expect(contents['IMAGES/IM777']).toBe('777');
    }
  });

  it('refuses content of another size than it said', async () => {
    await expect(imageOf([{ ...fileOf('a', 'b'), size: 2 }])).rejects.toThrow(RangeError);
  });

  it('refuses folders that are too deep', () => {
    expect(() => new Iso9660Image([fileOf('1/2/3/4/5/6/7/8/a', '')], options)).toThrow(
      expect.objectContaining({ code: 'disc/limit' }),
    );
  });
});

it('puts files of more than 4 GiB into several extents', async () => {
  const size = 9 * 2 ** 30 + 5;
  const endless = {
    path: 'LARGE',
    size,
    content(): never {
      throw new Error('the end of the head');
    },
  };
  const head: Uint8Array[] = [];
  const reading = (async () => {
    for await (const chunk of new Iso9660Image([endless], options).bytes()) head.push(chunk);
  })();
  await expect(reading).rejects.toThrow('the end of the head');
  const [joliet] = await iso9660Volumes(new BytesSource(Buffer.concat(head)));
  const { files: found } = await walkVolume(joliet!, size);
  expect(found).toMatchObject([{ path: '/LARGE', size }]);
  expect(found[0]!.extents).toHaveLength(3);
  const [first, second] = found[0]!.extents;
  expect(second!.position).toBe(first!.position! + first!.length);
});

describe('images of whole sectors', () => {
  it.each([1, 2] as const)('of mode %i are those of their contents', async (mode) => {
    const image = await imageOf(files);
    const source = await opened(new BytesSource(asRawSectors(image, mode)));
    expect(source.size).toBe(image.length);
    expect(await readBytes(source, 1000, image.length - 1000)).toEqual(image.subarray(1000));
  });

  it('tell sound from files', async () => {
    const raw = asRawSectors(await imageOf(files), 2);
    raw[20 * 2352 + 18] = 0x20;
    const source = await opened(new BytesSource(raw));
    await expect(readBytes(source, 20 * 2048, 10)).rejects.toMatchObject({ code: 'disc/unreadable' });
    expect(await readBytes(source, 19 * 2048, 10)).toHaveLength(10);
  });
});

describe('damage', () => {
  it('costs the names of one sector, not the folder', async () => {
    const many = Array.from({ length: 500 }, (_, index) => fileOf(`IM${index}`, String(index)));
    const source = new BytesSource(await imageOf(many));
    const [joliet] = await iso9660Volumes(source);
    const root = await Array.fromAsync(joliet!.root.list());
    source.unreadable.add(Number(joliet!.root.place) + 2);
    const nodes = await Array.fromAsync(joliet!.root.list());
    expect(nodes[0]).toMatchObject({
      kind: 'problem',
      failure: { message: expect.stringMatching(/cannot be read/) },
    });
    expect(nodes.length).toBeLessThan(root.length);
    expect(nodes.length).toBeGreaterThan(root.length - 100);
  });

  it('of a loop ends', async () => {
    const image = await imageOf([fileOf('A/B/C', 'x')]);
    const source = new BytesSource(image);
    const [, plain] = await iso9660Volumes(source);
    const [folder] = await Array.fromAsync(plain!.root.list());
    // The folder B becomes the root.
    const at = Number((folder as { place: string }).place) * 2048;
    const record = image.subarray(at + 68);
    record.writeUInt32LE(Number(plain!.root.place), 2);
    const walked = await walkVolume(plain!, source.size);
    expect([...walked.damaged]).toEqual([
      ['/A/B', { code: 'disc/damaged', params: { reason: 'a folder leads back to one that it is in' } }],
    ]);
  });
});

describe('limits', () => {
  it('of entries, depth and growth are told', async () => {
    const source = new BytesSource(await imageOf(files));
    const [joliet] = await iso9660Volumes(source);
    const limits = { depth: 32, entries: 250_000, nameLength: 255, parts: 1_000, growth: 50 };
    for (const changed of [{ entries: 3 }, { parts: 3 }, { growth: 0.01 }])
      await expect(walkVolume(joliet!, source.size, { ...limits, ...changed })).rejects.toMatchObject({
        code: 'disc/limit',
      });
    const shallow = await walkVolume(joliet!, source.size, { ...limits, depth: 1 });
    expect([...shallow.damaged]).toEqual([['/IMAGES/0001', { code: 'disc/too-deep', params: { limit: 1 } }]]);
    const alike = new BytesSource(await imageOf([fileOf('IM1', ''), fileOf('IM2', '')]));
    const [volume] = await iso9660Volumes(alike);
    const short = await walkVolume(volume!, alike.size, { ...limits, nameLength: 1 });
    expect(short.files.map(({ path }) => path)).toEqual(['/I', '/I (2)']);
  });
});
