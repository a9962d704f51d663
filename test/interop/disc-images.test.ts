/** Images of discs between other programs and us. */
import { mkdirSync, readdirSync, readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DiscImage, openDiscImage } from '../../src/media/index.ts';
import { Iso9660Image } from '../../src/media/iso9660/index.ts';
import { findProgram, run, runOrThrow } from '../support/processes.ts';
import { describeWithPeer } from '../support/skip.ts';
import { TemporaryDirectory } from '../support/temp.ts';
import { udfImage } from '../support/udf-image.ts';

let folder: TemporaryDirectory;

const deep = Array.from({ length: 12 }, (_, index) => `level ${index}`).join('/');
const large = Buffer.from(Array.from({ length: 3_000_001 }, (_, index) => (index * 7) % 253));
const files: Readonly<Record<string, Buffer>> = {
  DICOMDIR: Buffer.from('index'),
  'IMAGES/0001/IM000001': large,
  'IMAGES/0001/IM000002': Buffer.alloc(2048, 'x'),
  'a name that is much longer than eight characters.pdf': Buffer.from('%PDF-1.7'),
  'Größe und 你好.txt': Buffer.from('text'),
  empty: Buffer.alloc(0),
  ...Object.fromEntries(
    Array.from({ length: 300 }, (_, index) => [`many/IM${index}`, Buffer.from(`${index}`)]),
  ),
};
const small = Object.fromEntries(Object.entries(files).filter(([path]) => !path.startsWith('many/')));
const withDeep = { ...files, [`${deep}/bottom`]: Buffer.from('deep') };

beforeAll(() => {
  folder = new TemporaryDirectory('images');
  put('tree', files);
  put('deep', withDeep);
});
afterAll(() => folder.remove());

function put(place: string, wanted: Readonly<Record<string, Buffer>>): void {
  for (const [path, bytes] of Object.entries(wanted)) {
    mkdirSync(dirname(folder.join(place, path)), { recursive: true });
    writeFileSync(folder.join(place, path), bytes);
  }
}

/** Contents by path. */
async function contentsOf({ files: found, damaged }: DiscImage): Promise<Record<string, string>> {
  expect([...damaged]).toEqual([]);
  const contents: Record<string, string> = {};
  for (const [path, file] of found) {
    const bytes = Buffer.concat(await Array.fromAsync(file.read()));
    expect(bytes.length).toBe(file.size);
    contents[path.slice(1)] = digest(bytes);
  }
  return contents;
}

const digest = (bytes: Buffer): string =>
  `${bytes.length} ${Buffer.from(bytes).toString('latin1').slice(-20)}`;

const wanted = (tree: Readonly<Record<string, Buffer>>): Record<string, string> =>
  Object.fromEntries(Object.entries(tree).map(([path, bytes]) => [path, digest(bytes)]));

function folderContents(path: string): Record<string, string> {
  const entries = readdirSync(path, { recursive: true, withFileTypes: true }).filter((one) => one.isFile());
  return Object.fromEntries(
    entries.map((entry) => {
      const whole = join(entry.parentPath, entry.name);
      return [relative(path, whole), digest(readFileSync(whole))];
    }),
  );
}

const has = (program: string) => findProgram(program) !== undefined;
/** Debian calls it by one name or the other. */
const sevenZip = ['7zz', '7z'].find(has);

describeWithPeer('images by genisoimage', has('genisoimage'), () => {
  const make = async (tree: string, ...options: string[]) => {
    const image = folder.join('made.iso');
    await runOrThrow('genisoimage', [
      '-quiet',
      '-input-charset',
      'utf-8',
      '-o',
      image,
      ...options,
      folder.join(tree),
    ]);
    return await openDiscImage(image);
  };

  it('with Joliet', async () => {
    const image = await make('tree', '-J', '-joliet-long', '-V', 'LABEL');
    expect([image.format, image.label]).toEqual(['Joliet', 'LABEL']);
    expect(await contentsOf(image)).toEqual(wanted(files));
  });

  it('with Rock Ridge, whose folders are deeper than ISO 9660 has them', async () => {
    const image = await make('deep', '-R');
    expect(image.format).toBe('Rock Ridge');
    expect(await contentsOf(image)).toEqual(wanted(withDeep));
  });

  it('with Rock Ridge names that go on elsewhere', async () => {
    const long = { ['n'.repeat(250)]: Buffer.from('1'), [`${'m'.repeat(249)}2`]: Buffer.from('2') };
    put('long', long);
    expect(await contentsOf(await make('long', '-R'))).toEqual(wanted(long));
  });

  it('with plain names', async () => {
    const image = await make('tree');
    expect(image.format).toBe('ISO 9660');
    const names = Object.keys(await contentsOf(image));
    expect(names).toContain('IMAGES/0001/IM000001');
    expect(names).toHaveLength(Object.keys(files).length);
  });

  it('with UDF beside it', async () => {
    const image = await make('tree', '-udf', '-J', '-R');
    expect(image.format).toBe('UDF');
    expect(await contentsOf(image)).toEqual(wanted(files));
  });

  it('cut short: what is there is read, the rest is told', async () => {
    const image = folder.join('cut.iso');
    const source = folder.join('tree');
    await runOrThrow('genisoimage', ['-quiet', '-input-charset', 'utf-8', '-R', '-o', image, source]);
    truncateSync(image, 1_500_000);
    const { files: found } = await openDiscImage(image);
    const outcomes = await Promise.allSettled(
      [...found.values()].map((file) => Array.fromAsync(file.read())),
    );
    const failed = outcomes.filter(({ status }) => status === 'rejected');
    expect(failed.length).toBeGreaterThan(0);
    expect(failed.length).toBeLessThan(found.size);
    for (const { reason } of failed as PromiseRejectedResult[]) expect(reason.code).toBe('disc/unreadable');
  });

  it('written to twice: the last session counts', async () => {
    const first = folder.join('first.iso');
    await runOrThrow('genisoimage', ['-quiet', '-R', '-J', '-o', first, folder.join('tree', 'many')]);
    // Between sessions of a CD there are sectors that hold nothing.
    const next = Math.ceil(statSync(first).size / 2048) + 11_400;
    put('second', { 'report.pdf': Buffer.from('%PDF'), IM7: Buffer.from('another') });
    const second = folder.join('second.iso');
    const session = ['-C', `0,${next}`, '-M', first];
    await runOrThrow('genisoimage', [
      ...['-quiet', '-R', '-J', ...session, '-o', second, folder.join('second')],
    ]);
    const both = Buffer.alloc(next * 2048);
    readFileSync(first).copy(both);
    const disc = folder.join('both.iso');
    writeFileSync(disc, Buffer.concat([both, readFileSync(second)]));
    const contents = await contentsOf(await openDiscImage(disc));
    expect(Object.keys(contents)).toHaveLength(301);
    expect(contents['report.pdf']).toBe('4 %PDF');
    expect(contents.IM7).toBe('7 another');
    expect(contents.IM299).toBe('3 299');
  });
});

describeWithPeer('images by xorriso', has('xorriso'), () => {
  const xorriso = (...args: string[]) =>
    runOrThrow('xorriso', ['-abort_on', 'FAILURE', '-report_about', 'SORRY', ...args]);

  it('with Joliet and Rock Ridge', async () => {
    const image = folder.join('xorriso.iso');
    await xorriso('-as', 'mkisofs', '-quiet', '-J', '-joliet-long', '-R', '-o', image, folder.join('tree'));
    expect(await contentsOf(await openDiscImage(image))).toEqual(wanted(files));
  });

  it('written to twice', async () => {
    const image = folder.join('grown.iso');
    const both = ['-outdev', image, '-map', folder.join('tree', 'IMAGES'), '/IMAGES', '-commit'];
    await xorriso(...both);
    await xorriso('-dev', image, '-map', folder.join('tree', 'DICOMDIR'), '/DICOMDIR', '-commit');
    expect(Object.keys(await contentsOf(await openDiscImage(image))).sort()).toEqual([
      ...['DICOMDIR', 'IMAGES/0001/IM000001', 'IMAGES/0001/IM000002'],
    ]);
  });
});

/** Whether this machine lets us mount images: not every container does. */
async function canMount(): Promise<boolean> {
  if (process.getuid?.() !== 0 || !has('mkudffs') || !has('mount')) return false;
  using probe = new TemporaryDirectory('mount');
  const image = probe.join('probe');
  writeFileSync(image, '');
  truncateSync(image, 16 * 2 ** 20);
  await run('mkudffs', ['-b', '2048', image]);
  mkdirSync(probe.join('at'));
  const { code } = await run('mount', ['-o', 'loop', '-t', 'udf', image, probe.join('at')]);
  if (code === 0) await run('umount', [probe.join('at')]);
  return code === 0;
}

const kinds = [
  ['hd', '2.01', '512'],
  ['hd', '2.01', '2048'],
  ['hd', '2.50', '2048'],
  ['dvd', '1.02', '2048'],
  ['dvdram', '2.01', '2048'],
  ['cdrw', '1.50', '2048'],
] as const;

describeWithPeer('images by mkudffs and the UDF of Linux', await canMount(), () => {
  it.each(kinds)('%s, revision %s, blocks of %s bytes', async (media, revision, block) => {
    const image = folder.join(`${media}-${revision}-${block}.udf`);
    writeFileSync(image, '');
    truncateSync(image, 64 * 2 ** 20);
    const options = [
      `--media-type=${media}`,
      `--udfrev=${revision}`,
      `--blocksize=${block}`,
      '--label=Größe',
    ];
    await runOrThrow('mkudffs', [...options, image]);
    const at = folder.join('mounted');
    mkdirSync(at, { recursive: true });
    await runOrThrow('mount', ['-o', 'loop', '-t', 'udf', image, at]);
    try {
      await runOrThrow('cp', ['-r', `${folder.join('deep')}/.`, at]);
    } finally {
      await runOrThrow('umount', [at]);
    }
    const disc = await openDiscImage(image);
    expect([disc.format, disc.label]).toEqual(['UDF', 'Größe']);
    expect(await contentsOf(disc)).toEqual(wanted(withDeep));
  });
});

describeWithPeer('empty discs by mkudffs', has('mkudffs'), () => {
  it.each(['hd', 'dvd', 'dvdram', 'dvdrw', 'cdr', 'cdrw', 'bdr'])('%s', async (media) => {
    const image = folder.join(`empty-${media}.udf`);
    writeFileSync(image, '');
    truncateSync(image, 16 * 2 ** 20);
    await runOrThrow('mkudffs', [`--media-type=${media}`, '--label=EMPTY', image]);
    const disc = await openDiscImage(image);
    expect([disc.format, disc.label, disc.files.size, disc.damaged.size]).toEqual(['UDF', 'EMPTY', 0, 0]);
  });
});

describeWithPeer('7-Zip', sevenZip !== undefined, () => {
  // Of the kinds that we build for tests, those that it knows: what it reads is an image as others make it.
  it.each(['plain', 'metadata'] as const)('reads a UDF image of ours, %s', async (kind) => {
    const image = folder.join(`${kind}.udf`);
    const to = folder.join(`unpacked ${kind}`);
    writeFileSync(image, udfImage(kind, small, true));
    await runOrThrow(sevenZip!, ['x', '-bd', `-o${to}`, image], { env: { LC_ALL: 'C.UTF-8' } });
    expect(folderContents(to)).toEqual(wanted(small));
    expect(await contentsOf(await openDiscImage(image))).toEqual(wanted(small));
  });
});

describe('an image of ours', () => {
  let image: string;

  beforeAll(async () => {
    image = folder.join('ours.iso');
    const written = Object.entries(files).map(([path, bytes]) => ({
      ...{ path, size: bytes.length, content: () => [bytes] },
    }));
    const options = { volumeId: 'DICOM_1', application: 'TEST', modified: new Date('2026-02-03T04:05:06Z') };
    const chunks = await Array.fromAsync(new Iso9660Image(written, options).bytes());
    writeFileSync(image, Buffer.concat(chunks));
  });

  it('is read by us', async () => {
    expect(await contentsOf(await openDiscImage(image))).toEqual(wanted(files));
  });

  describeWithPeer('and bsdtar', has('bsdtar'), () => {
    it('is unpacked as it was', async () => {
      mkdirSync(folder.join('bsdtar'));
      await runOrThrow('bsdtar', ['-xf', image, '-C', folder.join('bsdtar')], {
        env: { LC_ALL: 'C.UTF-8' },
      });
      expect(folderContents(folder.join('bsdtar'))).toEqual(wanted(files));
    });
  });

  describeWithPeer('and 7-Zip', sevenZip !== undefined, () => {
    it('is unpacked as it was', async () => {
      await runOrThrow(sevenZip!, ['x', '-bd', `-o${folder.join('7z')}`, image], {
        env: { LC_ALL: 'C.UTF-8' },
      });
      expect(folderContents(folder.join('7z'))).toEqual(wanted(files));
    });
  });

  describeWithPeer('and xorriso', has('xorriso'), () => {
    it('is loaded without a word of complaint', async () => {
      const { stderr } = await runOrThrow('xorriso', [
        ...['-report_about', 'NOTE', '-indev', image, '-find', '/', '-exec', 'lsdl'],
      ]);
      expect(stderr).not.toMatch(/WARNING|SORRY|FAILURE|MISHAP/);
      expect(stderr).toContain('DICOM_1');
    });
  });

  describeWithPeer('and isoinfo', has('isoinfo'), () => {
    it('has names of level 1, and those of Joliet', async () => {
      const { stdout } = await runOrThrow('isoinfo', ['-f', '-i', image]);
      const names = stdout.trim().split('\n');
      expect(names).toContain('/IMAGES/0001/IM000001.;1');
      for (const name of names)
        expect(name).toMatch(/^(\/[A-Z0-9_]{1,8})*(\/[A-Z0-9_]{1,8}\.[A-Z0-9_]{0,3};1)?$/);
      const joliet = await runOrThrow('isoinfo', ['-J', '-f', '-i', image]);
      expect(joliet.stdout).toContain('/a name that is much longer than eight characters.pdf');
      const { stdout: facts } = await runOrThrow('isoinfo', ['-d', '-i', image]);
      expect(facts).toMatch(/Volume id: DICOM_1/);
      expect(facts).toMatch(/Joliet with UCS level 3 found/);
      expect(Number(/Volume size is: (\d+)/.exec(facts)?.[1]) * 2048).toBe(statSync(image).size);
    });

    it('has path tables that lead to its folders', async () => {
      const { stdout } = await runOrThrow('isoinfo', ['-p', '-i', image]);
      expect(stdout).toMatch(/IMAGES/);
      expect(stdout).toMatch(/0001/);
    });
  });
});
