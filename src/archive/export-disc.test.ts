import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type CorpusShape, corpus } from '../../test/support/corpus.ts';
import { TemporaryDirectory } from '../../test/support/temp.ts';
import { drain, TemporaryArchive, tester } from '../../test/support/temp-archive.ts';
import type { StoredInstance } from '../catalog/index.ts';
import { everything } from '../contract/index.ts';
import { parseFile, tags } from '../dicom/index.ts';
import { type DiscFile, openDiscImage, readDicomdir } from '../media/index.ts';
import type { DrawPicture } from './disc-pictures.ts';

let folder: TemporaryDirectory;
let archive: TemporaryArchive;

const go = new AbortController().signal;
const selection = [{ query: { level: 'study', keys: [], attributes: [] } }] as const;

/** Study Instance UIDs of what was taken in. */
async function take(shape: Partial<CorpusShape> = {}): Promise<string[]> {
  using source = new TemporaryDirectory('source');
  const instances = [...corpus({ kind: 'tiny', studies: 2, instancesPerSeries: 3, ...shape })];
  for (const instance of instances) writeFileSync(source.join(instance.sopInstanceUid), instance.encode());
  await drain(archive.archive.importFiles(tester, everything, { paths: [source.path] }, go));
  return instances.map(({ studyInstanceUid }) => studyInstanceUid);
}

const exportDisc = (signal = go, draw?: DrawPicture) => {
  const request = { selection, path: folder.join('disc.iso'), ...(draw && { draw }) };
  return drain(archive.archive.exportDisc(tester, everything, request, signal));
};

const contentOf = async (file: DiscFile | undefined) => Buffer.concat(await Array.fromAsync(file!.read()));

beforeEach(async () => {
  folder = new TemporaryDirectory('export');
  archive = await TemporaryArchive.open();
});
afterEach(async () => {
  await archive[Symbol.asyncDispose]();
  folder.remove();
});

describe('exportDisc', () => {
  it('writes a DICOM disc with pages for people', async () => {
    await take();
    const { result, items } = await exportDisc();
    expect(result).toMatchObject({ written: 6, failed: 0, path: folder.join('disc.iso') });
    expect(items.at(-1)).toMatchObject({ kind: 'progress', done: 6, total: 6, bytes: result.bytes });
    expect(readFileSync(folder.join('disc.iso'))).toHaveLength(result.bytes);
    const { files, label, damaged } = await openDiscImage(folder.join('disc.iso'));
    expect([...damaged]).toEqual([]);
    const images = [1, 2, 3, 4, 5, 6].map((number) => `/IMAGES/0001/IM00000${number}`);
    expect([...files.keys()].sort()).toEqual(['/DICOMDIR', ...images, '/INDEX.HTM', '/README.TXT']);
    // PS3.12 F.1.2: the Volume Identifier is the File-set ID.
    const { records, fileSetId } = readDicomdir(await contentOf(files.get('/DICOMDIR')));
    expect(fileSetId).toBe(label);
    const named = records.filter(({ fileId }) => fileId.length > 0);
    expect(named).toHaveLength(6);
    for (const { fileId, dataset } of named) {
      const file = parseFile(await contentOf(files.get(`/${fileId.join('/')}`)));
      expect(file.dataset.string(tags.SOPInstanceUID)).toBe(
        dataset.string(tags.ReferencedSOPInstanceUIDInFile),
      );
    }
    const page = String(await contentOf(files.get('/INDEX.HTM')));
    expect(page.match(/<h2>/g)).toHaveLength(2);
    expect(page).toContain('<a href="IMAGES/0001/IM000001">');
    expect(page).not.toMatch(/<script|https?:/);
    expect(String(await contentOf(files.get('/README.TXT')))).toContain('6 DICOM files');
  });

  it('shows the middle image of each series on its page, where it can be drawn', async () => {
    await take({ kind: 'ct', studies: 2 });
    const asked: StoredInstance[] = [];
    await exportDisc(go, async (instance) => {
      asked.push(instance);
      return asked.length === 1 ? Buffer.from('a JPEG') : undefined;
    });
    expect(asked).toHaveLength(2);
    const { files } = await openDiscImage(folder.join('disc.iso'));
    const page = String(await contentOf(files.get('/INDEX.HTM')));
    expect(page.match(/<figure>/g)).toHaveLength(1);
    expect(page).toContain(`src="data:image/jpeg;base64,${Buffer.from('a JPEG').toString('base64')}"`);
    // The second of three.
    const instance = parseFile(await contentOf(files.get('/IMAGES/0001/IM000002')));
    expect(asked.map(({ sopInstanceUid }) => sopInstanceUid)).toContain(
      instance.dataset.string(tags.SOPInstanceUID),
    );
  });

  it('is taken in again as what is there already', async () => {
    await take({ kind: 'ct', studies: 1 });
    await exportDisc();
    const request = { paths: [folder.join('disc.iso')] };
    const { result } = await drain(archive.archive.importFiles(tester, everything, request, go));
    expect(result).toMatchObject({ new: 0, alreadyThere: 3, conflicts: 0, broken: 0, notDicom: 2 });
  });

  it('names what cannot be read, and goes on', async () => {
    const [uid] = await take();
    const { catalog, store } = archive.parts;
    const [page] = await Array.fromAsync(catalog.instances(everything, { studyInstanceUids: [uid!] }));
    const lost = page![0]!;
    await store.remove(lost.location!.key);
    const { result } = await exportDisc();
    expect(result).toMatchObject({ written: 5, failed: 1, troubles: [{ what: lost.sopInstanceUid }] });
    const { files } = await openDiscImage(folder.join('disc.iso'));
    expect(String(await contentOf(files.get('/NOT INCLUDED.txt')))).toContain(lost.sopInstanceUid);
  });

  it('lists what is elsewhere, of a patient who is on it with all their studies', async () => {
    const [first] = await take({
      studies: 2,
      override: () => ({ PatientID: 'ONE', IssuerOfPatientID: 'X' }),
    });
    const patients = await archive.archive.patients(tester, everything, { limit: 10 });
    const film = {
      ...{ uid: crypto.randomUUID(), patientKey: patients[0]!.patientKey, date: '201103', modality: 'CR' },
      ...{ bodyPart: 'Knee', place: 'Dr. <Weber>', note: '', photo: null, notStudies: [] },
    };
    await archive.archive.putElsewhere(tester, everything, { ...film, studyInstanceUid: null });
    const came = { ...film, uid: crypto.randomUUID(), place: 'It came', studyInstanceUid: first! };
    await archive.archive.putElsewhere(tester, everything, came);
    await exportDisc();
    const whole = await openDiscImage(folder.join('disc.iso'));
    const page = String(await contentOf(whole.files.get('/INDEX.HTM')));
    expect(page).toContain('<td>2011-03</td><td>CR</td><td>Knee</td><td>Dr. &lt;Weber&gt;</td>');
    expect(page).not.toContain('It came');
    const one = { selection: [{ studyInstanceUids: [first!] }], path: folder.join('one.iso') };
    await drain(archive.archive.exportDisc(tester, everything, one, go));
    const part = await openDiscImage(one.path);
    expect(String(await contentOf(part.files.get('/INDEX.HTM')))).not.toContain('Weber');
  });

  it('writes names of people as text', async () => {
    await take({ studies: 1, override: () => ({ PatientName: '<script>alert(1)</script>' }) });
    await exportDisc();
    const { files } = await openDiscImage(folder.join('disc.iso'));
    expect(String(await contentOf(files.get('/INDEX.HTM')))).not.toContain('<script');
  });

  it('overwrites nothing, and leaves nothing when it ends early', async () => {
    await expect(exportDisc()).rejects.toMatchObject({ code: 'archive/not-found' });
    await take();
    await expect(exportDisc(AbortSignal.abort())).rejects.toMatchObject({ code: 'cancelled' });
    expect(readdirSync(folder.path)).toEqual([]);
    writeFileSync(folder.join('disc.iso'), 'mine');
    await expect(exportDisc()).rejects.toMatchObject({ code: 'input/invalid' });
    expect(readFileSync(folder.join('disc.iso'), 'utf8')).toBe('mine');
    const inside = { selection, path: archive.directory.join('disc.iso') };
    await expect(drain(archive.archive.exportDisc(tester, everything, inside, go))).rejects.toMatchObject({
      code: 'input/invalid',
    });
    expect(existsSync(archive.directory.join('disc.iso'))).toBe(false);
  });
});
