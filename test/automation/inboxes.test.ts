/** Inboxes: files that people and scanners put into a folder, in a real archive. */

import { execFileSync } from 'node:child_process';
import {
  appendFileSync,
  chmodSync,
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { zipSync } from 'fflate';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Automation } from '../../src/automation/index.ts';
import { statement } from '../../src/catalog/index.ts';
import { atPlace, attentionInWords, saidProblem } from '../../src/contract/index.ts';
import { TemporaryAutomation } from '../support/automation.ts';
import { corpus } from '../support/corpus.ts';
import { engines } from '../support/engines.ts';

const go = new AbortController().signal;
const images = [...corpus({ kind: 'tiny', studies: 1, instancesPerSeries: 4, seed: 77 })].map((one) => ({
  ...one,
  bytes: one.encode(),
}));
const [first, second, third] = images as [(typeof images)[0], (typeof images)[0], (typeof images)[0]];
const isRoot = process.getuid?.() === 0;

describe.each(engines)('inboxes on $name', (engine) => {
  let home: TemporaryAutomation;
  let folder: string;

  beforeEach(async () => {
    home = await TemporaryAutomation.open(engine);
    folder = home.sources.join('incoming');
    mkdirSync(folder);
  });
  afterEach(async () => {
    vi.restoreAllMocks();
    await home[Symbol.asyncDispose]();
  });

  const say = (more: object = {}) =>
    home.say(JSON.stringify({ inboxes: { share: { folder, quietSeconds: 30, ...more } } }));
  const put = (name: string, bytes: Uint8Array | string) => {
    mkdirSync(join(folder, name, '..'), { recursive: true });
    writeFileSync(join(folder, name), bytes);
  };
  /** A look at it, with all that follows. */
  async function look(automation: Automation = home.automation): Promise<void> {
    await automation.show();
    await automation.inboxes.check('share');
    await automation.lookNow(go);
    await automation.inboxes.idle();
  }
  /** So that everything that lies there is whole. */
  async function settle(automation: Automation = home.automation): Promise<void> {
    await look(automation);
    home.pass(30_000);
    await look(automation);
  }
  const inArchive = () =>
    home.temporary.archive.count({ kind: 'local', name: 'x' }, { kind: 'everything' }, [
      { studyInstanceUids: [...new Set(images.map(({ studyInstanceUid }) => studyInstanceUid))] },
    ]);
  const listed = async () => (await home.automation.inboxes.list())[0]!;
  const shown = async () => (await home.automation.inboxes.show('share', 100)).files;
  const below = () =>
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => !entry.isDirectory())
      .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
      .sort();

  it('take in what is there once it is whole, leave it, and do so once', async () => {
    await say();
    put('a/1.dcm', first.bytes);
    await look();
    expect(await listed()).toMatchObject({ state: 'watching', waiting: 1, total: 0 });
    expect(await inArchive()).toBe(0);
    await settle();
    expect(await inArchive()).toBe(1);
    expect(await listed()).toMatchObject({ waiting: 0, ready: 0, total: 1, problem: null });
    expect(below()).toEqual(['a/1.dcm']);
    expect(home.notes).toMatchObject([
      { action: 'store', via: 'inbox share', outcome: 'done', studies: [first.studyInstanceUid] },
    ]);
    await settle();
    expect((await listed()).total).toBe(1);
    // Another program, the same database.
    await settle(home.again());
    expect(home.notes).toHaveLength(1);
  });

  it('wait for a file that is being written, however old its times are', async () => {
    await say({ taken: 'delete' });
    const half = first.bytes.subarray(0, first.bytes.length / 2);
    put('1.dcm', half);
    utimesSync(join(folder, '1.dcm'), 1, 1);
    await look();
    home.pass(20_000);
    appendFileSync(join(folder, '1.dcm'), first.bytes.subarray(half.length));
    utimesSync(join(folder, '1.dcm'), 1, 1);
    await look();
    home.pass(20_000);
    await look();
    expect(await inArchive()).toBe(0);
    home.pass(10_000);
    await look();
    expect(await inArchive()).toBe(1);
    expect(below()).toEqual([]);
  });

  it.skipIf(process.platform !== 'linux')('wait while a program has the file open for writing', async () => {
    await say({ taken: 'delete' });
    put('1.dcm', first.bytes);
    const writer = openSync(join(folder, '1.dcm'), 'r+');
    await settle();
    expect(await listed()).toMatchObject({ waiting: 1, total: 0 });
    closeSync(writer);
    await look();
    expect(await listed()).toMatchObject({ waiting: 0, total: 1 });
  });

  it('delete what came, also what is there already, and folders that are empty then', async () => {
    await say({ taken: 'delete' });
    for (const [index, { bytes }] of images.entries()) put(`study/series/${index}.dcm`, bytes);
    put('again.dcm', first.bytes);
    await settle();
    expect(await inArchive()).toBe(images.length);
    expect(readdirSync(folder)).toEqual([]);
    put('study/0.dcm', first.bytes);
    await settle();
    expect(readdirSync(folder)).toEqual([]);
    expect(await inArchive()).toBe(images.length);
    expect(await listed()).toMatchObject({ total: images.length + 2, refused: 0 });
  });

  it('move what came, beside what is there already', async () => {
    await say({ taken: { move: 'done' } });
    put('a/1.dcm', first.bytes);
    await settle();
    put('a/1.dcm', second.bytes);
    await settle();
    expect(below()).toEqual(['done/a/1 (2).dcm', 'done/a/1.dcm']);
    expect(readFileSync(join(folder, 'done/a/1.dcm'))).toEqual(Buffer.from(first.bytes));
    expect(await inArchive()).toBe(2);
    await settle();
    expect((await listed()).total).toBe(2);
  });

  it('never delete what is no DICOM or broken: it lies aside, with the reason', async () => {
    await say({ taken: 'delete' });
    put('note.txt', 'hello');
    put('x/cut.dcm', first.bytes.subarray(0, 300));
    put('1.dcm', first.bytes);
    put('.hidden', 'x');
    put('copy.dcm.part', first.bytes);
    put('empty.dcm', '');
    await settle();
    expect(below()).toEqual([
      ...['.hidden', 'copy.dcm.part', 'empty.dcm'],
      ...['not-taken/note.txt', 'not-taken/note.txt.reason.txt'],
      ...['not-taken/x/cut.dcm', 'not-taken/x/cut.dcm.reason.txt'],
    ]);
    expect(readFileSync(join(folder, 'not-taken/note.txt'), 'utf8')).toBe('hello');
    expect(await listed()).toMatchObject({ foreign: 1, refused: 1, waiting: 1, problem: null });
    expect(await shown()).toMatchObject([
      { path: 'not-taken/note.txt', state: 'foreign', reason: { code: 'inbox/foreign' } },
      { path: 'not-taken/x/cut.dcm', state: 'refused', reason: { code: 'dicom/truncated' } },
    ]);
    expect(home.automation.problems().map(attentionInWords)).toEqual([
      expect.stringMatching(/^Inbox share: Files that could not be taken in: 1\. /),
    ]);
    // Somebody dealt with it.
    rmSync(join(folder, 'not-taken'), { recursive: true });
    await look();
    expect(await listed()).toMatchObject({ foreign: 0, refused: 0 });
    expect(await shown()).toEqual([]);
  });

  it('leave what is no DICOM where it is, and say so', async () => {
    await say();
    put('note.txt', 'hello');
    await settle();
    expect(below()).toEqual(['note.txt']);
    expect(await shown()).toMatchObject([{ path: 'note.txt', state: 'foreign' }]);
    expect(home.automation.problems()).toEqual([]);
  });

  it('follow no links, and are not held up by a pipe', async () => {
    await say({ taken: 'delete' });
    const outside = home.sources.join('outside');
    mkdirSync(outside);
    writeFileSync(join(outside, '1.dcm'), first.bytes);
    symlinkSync(join(outside, '1.dcm'), join(folder, 'link.dcm'));
    symlinkSync(outside, join(folder, 'folder'));
    execFileSync('mkfifo', [join(folder, 'pipe')]);
    await settle();
    expect(await inArchive()).toBe(0);
    expect(existsSync(join(outside, '1.dcm'))).toBe(true);
    expect(await listed()).toMatchObject({ waiting: 0, total: 0, problem: null });
  });

  it('write through no link that somebody put where they move to', async () => {
    await say({ taken: { move: 'done' } });
    const outside = home.sources.join('outside');
    mkdirSync(outside);
    symlinkSync(outside, join(folder, 'not-taken'));
    symlinkSync(outside, join(folder, 'done'));
    put('note.txt', 'hello');
    put('a/note.txt', 'hello');
    put('1.dcm', first.bytes);
    await settle();
    expect(readdirSync(outside)).toEqual([]);
    expect(below()).toEqual(['1.dcm', 'a/note.txt', 'done', 'not-taken', 'note.txt']);
    expect(await listed()).toMatchObject({ problem: { title: expect.stringMatching(/EEXIST/) } });
    rmSync(join(folder, 'not-taken'));
    writeFileSync(join(outside, 'kept'), 'the same');
    mkdirSync(join(folder, 'not-taken'));
    symlinkSync(join(outside, 'kept'), join(folder, 'not-taken/note.txt.reason.txt'));
    await settle();
    expect(below()).toContain('not-taken/note.txt');
    expect(readFileSync(join(outside, 'kept'), 'utf8')).toBe('the same');
  });

  it('overwrite nothing when several get the same name at once', async () => {
    await say({ taken: 'delete' });
    put('not-taken/x.txt', 'before');
    put('x.txt', 'one');
    put('x (2).txt', 'two');
    await settle();
    const contents = below()
      .filter((path) => !path.endsWith('.reason.txt'))
      .map((path) => readFileSync(join(folder, path), 'utf8'));
    expect(contents.sort()).toEqual(['before', 'one', 'two']);
  });

  it('take in another content under the same name', async () => {
    await say();
    put('1.dcm', first.bytes);
    await settle();
    put('1.dcm', third.bytes);
    utimesSync(join(folder, '1.dcm'), 5, 5);
    await settle();
    expect(await inArchive()).toBe(2);
    expect((await listed()).total).toBe(2);
  });

  it('say that their folder is gone, and go on when it is back, with nothing taken in twice', async () => {
    await say();
    put('1.dcm', first.bytes);
    await settle();
    renameSync(folder, `${folder}.away`);
    await look();
    expect(await listed()).toMatchObject({
      state: 'stopped',
      problem: { title: expect.stringMatching(/share/) },
    });
    expect(home.automation.problems().map(attentionInWords)).toEqual([
      expect.stringMatching(/^Inbox share: .*mounted/),
    ]);
    // The place where the disk was.
    mkdirSync(folder);
    await look();
    expect(await listed()).toMatchObject({ state: 'watching', problem: null });
    rmSync(folder, { recursive: true });
    renameSync(`${folder}.away`, folder);
    await settle();
    expect(await listed()).toMatchObject({ state: 'watching', total: 1 });
    expect(home.notes).toHaveLength(1);
  });

  it('touch nothing while their owner may not store', async () => {
    await say({ taken: 'delete', owner: 'anna' });
    put('1.dcm', first.bytes);
    const caller = home.owner.caller!;
    home.owner.caller = { ...caller, rights: new Set(['view']) };
    await settle();
    expect(below()).toEqual(['1.dcm']);
    expect(await listed()).toMatchObject({ state: 'stopped', owner: 'anna' });
    home.owner.caller = caller;
    await settle();
    expect(below()).toEqual([]);
    expect(await inArchive()).toBe(1);
  });

  it.skipIf(isRoot)('say that files cannot be taken away, and do it when they can', async () => {
    await say({ taken: 'delete' });
    put('1.dcm', first.bytes);
    chmodSync(folder, 0o555);
    await settle();
    expect(await inArchive()).toBe(1);
    expect(await listed()).toMatchObject({ problem: { title: expect.stringMatching(/EACCES/) }, total: 1 });
    await settle();
    expect(await listed()).toMatchObject({ total: 1 });
    chmodSync(folder, 0o755);
    await settle();
    expect(below()).toEqual([]);
    expect(await listed()).toMatchObject({ problem: null, total: 1 });
  });

  it('say that files cannot be moved, and do it when they can', async () => {
    await say({ taken: { move: 'done' } });
    put('done', 'a file of that name');
    put('1.dcm', first.bytes);
    await settle();
    expect(await listed()).toMatchObject({ problem: { title: expect.stringMatching(/EEXIST/) }, total: 1 });
    expect(await shown()).toMatchObject([{ path: '1.dcm', state: 'taken' }]);
    rmSync(join(folder, 'done'));
    await settle();
    expect(below()).toEqual(['done/1.dcm']);
    expect(await listed()).toMatchObject({ problem: null, total: 1 });
  });

  it('begin again where a crash between the archive and the folder left them', async () => {
    await say({ taken: 'delete' });
    put('1.dcm', first.bytes);
    put('2.dcm', second.bytes);
    // As after kill -9: it is in the archive, and still lies here.
    await home.takeFrom({ path: folder });
    await settle(home.again());
    expect(below()).toEqual([]);
    expect(await inArchive()).toBe(2);
  });

  it('wait with everything while the archive cannot take anything', async () => {
    await say({ taken: 'delete' });
    put('1.dcm', first.bytes);
    const full = vi
      .spyOn(home.temporary.archive, 'importUpload')
      // biome-ignore lint/correctness/useYield: it ends before the first.
      .mockImplementation(async function* () {
        const { IsocenterError } = await import('../../src/base/index.ts');
        throw new IsocenterError('store/full', { what: 'the test' });
      });
    await settle();
    expect(below()).toEqual(['1.dcm']);
    expect(await listed()).toMatchObject({ state: 'stopped', ready: 0, total: 0 });
    full.mockRestore();
    home.pass(60_000);
    await look();
    expect(below()).toEqual([]);
    expect(await listed()).toMatchObject({ problem: null, total: 1 });
  });

  /** What happens whenever files come in. */
  function whenTaking(around: { before?: () => Promise<void>; after?: () => void }) {
    const { archive } = home.temporary;
    const take = archive.importUpload.bind(archive);
    return vi.spyOn(archive, 'importUpload').mockImplementation(async function* (...request) {
      await around.before?.();
      yield* take(...request);
      around.after?.();
    });
  }

  it('leave everything where it is from the moment they are switched off', async () => {
    await say({ taken: 'delete' });
    for (const [index, { bytes }] of images.entries()) put(`${index}.dcm`, bytes);
    let off: Promise<void> | undefined;
    const taking = whenTaking({
      before: async () => {
        off ??= say({ taken: 'delete', on: false });
        await off;
      },
    });
    await settle();
    expect(below()).toHaveLength(images.length);
    expect(taking.mock.calls.length).toBeLessThan(images.length);
  });

  it('read what was left once more before it goes', async () => {
    await say();
    put('1.dcm', first.bytes);
    await settle();
    await say({ taken: 'delete' });
    const taking = whenTaking({});
    await settle();
    await settle();
    expect(taking).toHaveBeenCalledTimes(1);
    expect(below()).toEqual([]);
    expect((await listed()).total).toBe(1);
  });

  it('put a zip that cannot be right aside, and go on with the others', async () => {
    await say({ taken: 'delete' });
    put('Doe.zip', 'PK\x03\x04 and nothing of a zip');
    put('1.dcm', first.bytes);
    await settle();
    expect(below()).toEqual(['not-taken/Doe.zip', 'not-taken/Doe.zip.reason.txt']);
    expect(await listed()).toMatchObject({ refused: 1, problem: null, total: 1 });
  });

  it('say of a zip with broken files how many they are, and why the first are', async () => {
    await say({ taken: 'delete' });
    const broken = Array.from({ length: 7 }, (_, at) => [`${at}.dcm`, first.bytes.subarray(0, 200 + at)]);
    put('Doe.zip', zipSync({ ...Object.fromEntries(broken), 'good.dcm': second.bytes }));
    await settle();
    const { reason } = (await shown())[0]!;
    expect(reason).toMatchObject({ code: 'inbox/broken-files', params: { count: 7 } });
    expect(reason?.each?.map(({ what, reason: { code } }) => [what, code])).toEqual(
      ['0.dcm', '1.dcm', '2.dcm', '3.dcm', '4.dcm'].map((what) => [what, 'dicom/truncated']),
    );
    expect(await inArchive()).toBe(1);
    const told = readFileSync(join(folder, 'not-taken/Doe.zip.reason.txt'), 'utf8');
    expect(told).toContain('4.dcm: The data ends');
  });

  it('still say what was kept as a sentence before', async () => {
    await say();
    put('note.txt', 'hello');
    await settle();
    const { engine: database } = home.temporary.parts.catalog;
    await database.write(() => statement("UPDATE inbox_file SET reason = 'It is no DICOM file.'", []));
    expect(await shown()).toMatchObject([{ reason: saidProblem('It is no DICOM file.') }]);
  });

  it.skipIf(process.platform !== 'linux')('name no files where problems are told', async () => {
    await say();
    mkdirSync(join(folder, 'Doe'));
    // No UTF-8: nothing finds it by the name that is told.
    writeFileSync(Buffer.concat([Buffer.from(join(folder, 'Doe/')), Buffer.from([0xff])]), first.bytes);
    await settle();
    expect(home.automation.problems().map(attentionInWords)).toEqual([
      expect.stringMatching(/^Inbox share: .*ENOENT/),
    ]);
    expect(home.automation.problems().map(attentionInWords).join()).not.toContain('Doe');
    expect((await listed()).problem?.title).toContain('Doe');
  });

  it('note what came although the catalog fails afterwards', async () => {
    await say({ taken: 'delete' });
    put('1.dcm', first.bytes);
    const write = vi.spyOn(home.temporary.parts.catalog.engine, 'write');
    whenTaking({ after: () => void write.mockRejectedValue(new Error('The database is gone.')) });
    await settle();
    write.mockRestore();
    expect(below()).toEqual([]);
    expect(home.notes).toMatchObject([{ via: 'inbox share', studies: [first.studyInstanceUid] }]);
  });

  it('are told what is wrong with them', async () => {
    const tell = async (text: object) =>
      (await home.automation.file.check(JSON.stringify(text))).map(({ place, reason }) =>
        atPlace(place, reason.title),
      );
    expect(await tell({ inboxes: { a: { folder: '/etc' } } })).toEqual([
      expect.stringMatching(/sourceFolders/),
    ]);
    const names = '{PatientID}.dcm';
    const target = home.targets.join('tree');
    expect(
      await tell({
        inboxes: { a: { folder }, b: { folder: join(folder, 'b') }, c: { folder: target } },
        trees: { t: { folder: target, names } },
      }),
    ).toEqual([
      expect.stringMatching(/> c > .*sourceFolders/),
      expect.stringMatching(/> b > .*"a"/),
      expect.stringMatching(/> c > .*"t"/),
    ]);
    expect(await tell({ inboxes: { a: { folder, taken: { move: '../x' } } } })).toHaveLength(1);
    expect(await tell({ inboxes: { a: { folder, taken: { move: 'not-taken' } } } })).toHaveLength(1);
  });
});
