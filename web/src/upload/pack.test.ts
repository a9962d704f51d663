import { unzipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import type { FoundFile } from './found-files.ts';
import { pack } from './pack.ts';

/** Preamble and prefix (PS3.10 7.1), and something that tells it from others. */
function image(content: string): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(1_024);
  bytes.set(new TextEncoder().encode('DICM'), 128);
  bytes.set(new TextEncoder().encode(content), 140);
  return bytes;
}

const found = (path: string, ...parts: BlobPart[]): FoundFile => ({
  path,
  file: new File(parts, path.split('/').at(-1)!, { lastModified: 0 }),
});
const parcel = (first: FoundFile, ...others: FoundFile[]) => ({
  files: [first, ...others] as const,
  bytes: 0,
});

async function membersOf(blob: Blob | undefined) {
  return Object.keys(unzipSync(new Uint8Array(await blob!.arrayBuffer())));
}

describe('a parcel', () => {
  it('of several files is a zip of those that hold images, under the paths that they have', async () => {
    const index = found('DISC/DICOMDIR', image('1.2.840.10008.1.3.10'));
    const report = found('DISC/report.pdf', '%PDF-1.7');
    const empty = found('DISC/empty', '');
    const images = [found('DISC/A/1', image('one')), found('DISC/A/2', image('two'))];
    const packed = await pack(parcel(index, ...images, report, empty));
    expect(packed.name).toBe('DISC');
    expect(await membersOf(packed.blob)).toEqual(['A/1', 'A/2']);
    expect([...packed.files].map(([path, { file }]) => [path, file.name])).toEqual([
      ['DISC/A/1', '1'],
      ['DISC/A/2', '2'],
    ]);
    expect(packed.results).toEqual([
      { path: 'DISC/DICOMDIR', outcome: 'index' },
      { path: 'DISC/report.pdf', outcome: 'not-dicom', file: report.file },
      { path: 'DISC/empty', outcome: 'not-dicom' },
    ]);
  });

  it('is known again by what is in it, not by when it was made', async () => {
    const of = (content: string) => pack(parcel(found('D/1', image(content)), found('D/2', image('two'))));
    expect((await of('one')).key).toBe((await of('one')).key);
    expect((await of('one')).key).not.toBe((await of('other')).key);
    const alone = (content: string) => pack(parcel(found('D/1', image(content))));
    expect((await alone('one')).key).toBe((await alone('one')).key);
    expect((await alone('one')).key).not.toBe((await alone('other')).key);
  });

  it('is the file itself where there is one', async () => {
    const zip = found('films.zip', 'PK\x03\x04 and more');
    expect(await pack(parcel(zip))).toMatchObject({ blob: zip.file, name: 'films.zip', results: [] });
    const letter = found('letter.docx', 'PK\x03\x04 and more');
    expect(await pack(parcel(letter))).toMatchObject({
      blob: undefined,
      results: [{ outcome: 'not-dicom' }],
    });
    const long = found(`${'x'.repeat(300)}.dcm`, image('long'));
    expect((await pack(parcel(long))).name).toHaveLength(255);
  });

  it('has names that no zip refuses, and tells of files by their own', async () => {
    const paths = [
      'D/a\\b',
      'D/../x',
      'D/./y',
      'D/__proto__',
      `D/${'ä'.repeat(300)}`,
      'D/מחלקה/1',
      'other/1',
    ];
    const [first, ...others] = paths.map((path) => found(path, image(path)));
    const packed = await pack(parcel(first!, ...others, found('D/a/b', image('again'))));
    const members = await membersOf(packed.blob);
    expect(members).toHaveLength(8);
    expect(members.filter((name) => /(^|\/)\.\.?(\/|$)|\\|^\//.test(name))).toEqual([]);
    expect([...packed.files.values()].map(({ path }) => path)).toEqual([...paths, 'D/a/b']);
  });

  it('goes on without a file that cannot be read', async () => {
    const scratched = found('D/1', image('one'));
    const refusal = async () => {
      throw new DOMException('The sector is gone', 'NotReadableError');
    };
    Object.assign(scratched.file, { arrayBuffer: refusal, slice: () => ({ arrayBuffer: refusal }) });
    const told = { path: 'D/1', outcome: 'unreadable', reason: 'The sector is gone' };
    expect((await pack(parcel(scratched, found('D/2', image('two'))))).results).toEqual([told]);
    expect(await pack(parcel(scratched))).toMatchObject({ blob: undefined, results: [told] });
  });
});
