/** What people say about images, documents beside them, and exports: with a data directory alone, and with a server elsewhere. */
import { existsSync, globSync, readFileSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CreatedShare } from '../../src/contract/index.ts';
import { openDiscImage } from '../../src/media/index.ts';
import { isocenterJson } from '../support/command-line.ts';
import { type CorpusInstance, corpus, writeCorpus } from '../support/corpus.ts';
import { type Printed, runCommand } from '../support/in-process-cli.ts';
import { dataSetOf } from '../support/multipart.ts';
import { sha256 } from '../support/pixels.ts';
import { type IsocenterServer, startIsocenter } from '../support/server.ts';
import { TemporaryDirectory } from '../support/temp.ts';

const shape = { kind: 'tiny', studies: 2, instancesPerSeries: 3, seed: 21 } as const;
const instances = [...corpus(shape)];
const [first, second] = [instances[0]!, instances[3]!];

interface Place extends AsyncDisposable {
  readonly data: string;
  run(...args: string[]): Promise<Printed>;
}

async function dataDirectory(): Promise<Place> {
  const directory = new TemporaryDirectory('curation');
  const data = directory.join('data');
  return {
    data,
    run: (...args) => runCommand(args, { ISOCENTER_DATA: data }),
    [Symbol.asyncDispose]: async () => directory.remove(),
  };
}

async function serverElsewhere(): Promise<Place> {
  const server: IsocenterServer = await startIsocenter();
  const create = ['token', 'create', 'laptop', '--role', 'administrator'];
  const { token } = await isocenterJson<{ token: string }>(server, create);
  const env = { ISOCENTER_SERVER: `http://127.0.0.1:${server.httpPort}`, ISOCENTER_TOKEN: token };
  return {
    data: server.data,
    run: (...args) => runCommand(args, env),
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  };
}

describe.each([
  ['a data directory', dataDirectory],
  ['a server elsewhere', serverElsewhere],
])('commands on %s', (_name, open) => {
  let place: Place;
  let patients: { patientId: string; patientKey: string }[];
  const files = new TemporaryDirectory('files');

  async function json<Result>(...args: string[]): Promise<Result> {
    const { code, stdout, stderr } = await place.run(...args, '--json');
    expect({ args, code, stderr }).toMatchObject({ code: 0 });
    return JSON.parse(stdout) as Result;
  }
  const keyOf = ({ patientId }: CorpusInstance): string =>
    patients.find((one) => one.patientId === patientId)!.patientKey;

  beforeAll(async () => {
    place = await open();
    writeCorpus(files.join('in'), shape);
    await json('import', files.join('in'));
    patients = await json('patients');
  }, 60_000);
  afterAll(async () => {
    await place[Symbol.asyncDispose]();
    files.remove();
  });

  it('labels', { timeout: 120_000 }, async () => {
    const of = ['--study', first.studyInstanceUid];
    await json('labels', 'set', 'reviewed', ...of);
    const both = await json<object[]>('labels', 'set', 'project', 'heart 2026', ...of);
    expect(both).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ name: 'project', value: 'heart 2026', target: 'study' }),
        expect.objectContaining({ name: 'reviewed', value: '' }),
      ]),
    );
    await json('labels', 'remove', 'reviewed', ...of);
    expect(await json<object[]>('labels', 'list', ...of)).toHaveLength(1);
    expect(await place.run('labels', 'list')).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/--study/),
    });
    const two = await place.run('labels', 'list', ...of, '--patient', 'x');
    expect([two.code, two.stderr]).toEqual([2, expect.stringMatching(/one of/)]);
  });

  it('patients and persons', { timeout: 120_000 }, async () => {
    expect(await json('patients', '--id', first.patientId)).toMatchObject([
      { patientId: first.patientId, studyCount: 1 },
    ]);
    const keys = [keyOf(first), keyOf(second)];
    const person = await json<{ uid: string }>('persons', 'merge', 'Anna Doe', ...keys);
    expect(await json('persons')).toMatchObject([{ uid: person.uid, name: 'Anna Doe' }]);
    await json('persons', 'split', person.uid, keys[1]!);
    expect(await json('patients', '--id', second.patientId)).toMatchObject([{ personUid: null }]);
  });

  it('links to what a person has, and to what has a label', { timeout: 120_000 }, async () => {
    const person = await json<{ uid: string }>('persons', 'merge', 'Berta Doe', keyOf(second));
    const chosen = ['--person', person.uid, '--label', 'teaching=knee', '--label', 'open'];
    const made = await json<CreatedShare>('share', 'create', ...chosen, '--expires', '2d');
    const rules = [{ person: person.uid }, { label: 'teaching', value: 'knee' }, { label: 'open' }];
    expect(made).toMatchObject({ scope: { kind: 'rules', rules }, hasCode: false });
    expect(await json('share', 'list')).toMatchObject([{ id: made.id, scope: { rules } }]);
    expect((await place.run('share', 'list')).stdout).toContain('label teaching=knee');
    expect(await place.run('share', 'create')).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/--person.*--label/),
    });
    await json('share', 'revoke', made.id);
    expect((await place.run('share', 'list')).stdout).toContain('revoked ');
    await json('share', 'restore', made.id);
    expect(await json('share', 'list')).toMatchObject([{ id: made.id, revokedAt: null }]);
    await json('share', 'revoke', made.id);
    await json('persons', 'split', person.uid, keyOf(second));
  });

  it('expected studies and scanners', { timeout: 120_000 }, async () => {
    const announced = ['--source', 'ct1', '--instances', '5', '--deadline', '2d'];
    await json('expected', 'add', first.studyInstanceUid, ...announced);
    expect(await json('expected')).toMatchObject([
      { studyInstanceUid: first.studyInstanceUid, source: 'ct1', instanceCount: 5, presentInstances: 3 },
    ]);
    expect(await json('expected', 'list', '--overdue')).toEqual([]);
    const table = await place.run('expected');
    expect(table.stdout).toMatch(/3 of 5/);
    await json('expected', 'end', first.studyInstanceUid);
    expect(await json('expected')).toEqual([]);
    expect(await json('scanners')).toMatchObject([{ manufacturer: 'Synthetic Imaging', seriesCount: 2 }]);
  });

  it('studies that are somewhere else', { timeout: 120_000 }, async () => {
    const key = keyOf(first);
    const film = ['--modality', 'MR', '--body-part', 'knee', '--place', 'the drawer'];
    const { uid } = await json<{ uid: string }>('elsewhere', 'add', key, '--date', '2011-03', ...film);
    const earlier = await json<{ uid: string }>('elsewhere', 'add', key, '--date', '1998');
    expect(await json('elsewhere', 'list', key)).toMatchObject([
      { uid: earlier.uid, date: '1998', modality: null },
      { uid, date: '201103', modality: 'MR', bodyPart: 'knee', place: 'the drawer', note: '' },
    ]);
    expect((await place.run('elsewhere', 'list', key)).stdout).toMatch(/2011-03 +MR +knee +the drawer/);
    const wrong = await place.run('elsewhere', 'add', key, '--date', '2011-13');
    expect([wrong.code, wrong.stderr]).toEqual([2, expect.stringContaining('is no year, month or day')]);
    for (const one of [uid, earlier.uid]) await json('elsewhere', 'remove', one);
    expect(await json('elsewhere', 'list', key)).toEqual([]);
    expect((await place.run('elsewhere', 'remove', uid)).code).not.toBe(0);
  });

  it('files', { timeout: 120_000 }, async () => {
    const report = files.join('Befund "Müller".pdf');
    writeFileSync(report, '%PDF-1.7 report');
    const of = ['--study', first.studyInstanceUid];
    const [kept] = await json<{ digest: string }[]>('files', 'add', report, ...of);
    expect(kept).toMatchObject({
      name: 'Befund "Müller".pdf',
      mediaType: 'application/pdf',
      attachments: [{}],
    });
    const short = kept!.digest.slice(0, 12);
    expect(await json('files', 'list', ...of)).toMatchObject([{ digest: kept!.digest }]);
    await json('files', 'detach', short, ...of);
    expect(await json('files', 'list', ...of)).toEqual([]);
    await json('files', 'attach', short, '--patient', keyOf(first));

    const copy = files.join('copy.pdf');
    await json('files', 'get', short, copy);
    expect(readFileSync(copy, 'utf8')).toBe('%PDF-1.7 report');
    writeFileSync(copy, 'mine');
    const again = await place.run('files', 'get', short, copy);
    expect([again.code, again.stderr]).toEqual([2, expect.stringMatching(/there already/)]);
    expect(readFileSync(copy, 'utf8')).toBe('mine');

    await json('files', 'remove', short, '--reason', 'wrong person');
    const gone = files.join('gone.pdf');
    expect((await place.run('files', 'get', short, gone)).code).toBe(2);
    expect(existsSync(gone)).toBe(false);
    expect((await place.run('files', 'add', files.join('nothing.pdf'))).code).toBe(2);
  });

  it('exports', { timeout: 120_000 }, async () => {
    const out = files.join('out');
    const exported = (...args: string[]) => json<object>('export', out, ...args);
    const of = ['--study', first.studyInstanceUid];
    expect(await exported(...of)).toMatchObject({ written: 3, failed: 0, dicomdir: false });
    const names = globSync('**/*.dcm', { cwd: out });
    expect(names).toHaveLength(3);
    const digests = (all: Uint8Array[]): string[] => all.map((one) => sha256(dataSetOf(one))).sort();
    expect(digests(names.map((name) => readFileSync(`${out}/${name}`)))).toEqual(
      digests(instances.slice(0, 3).map((one) => one.encode())),
    );

    // Again: nothing twice; something else of that name stays.
    writeFileSync(`${out}/${names[0]}`, 'of somebody else');
    expect(await exported(...of)).toMatchObject({ written: 3 });
    expect(globSync('**/*.dcm', { cwd: out })).toHaveLength(4);
    expect(readFileSync(`${out}/${names[0]}`, 'utf8')).toBe('of somebody else');
    expect(globSync('.isocenter-*', { cwd: out })).toEqual([]);

    const disc = files.join('disc');
    expect(await json('export', disc, '--all', '--dicomdir')).toMatchObject({ written: 6, dicomdir: true });
    expect(existsSync(`${disc}/DICOMDIR`)).toBe(true);
    expect((await place.run('export', out, '--study', '1.2.3')).code).toBe(2);

    const iso = files.join('disc.iso');
    expect(await json('export', '--iso', iso, '--all')).toMatchObject({ written: 6, failed: 0, path: iso });
    expect([...(await openDiscImage(iso)).files.keys()]).toContain('/IMAGES/0001/IM000006');
    expect(await json('import', iso)).toMatchObject({ new: 0, alreadyThere: 6, broken: 0 });
    writeFileSync(`${disc}/REPORT.PDF`, '%PDF-1.7 of the clinic');
    expect(await json('import', disc, '--documents')).toMatchObject({ new: 0, alreadyThere: 6, kept: 1 });
    expect((await place.run('files', 'list')).stdout).toContain('REPORT.PDF');
    for (const wrong of [['--iso', iso], [out, '--iso', `${iso}2`], []])
      expect((await place.run('export', ...wrong, '--all')).code).toBe(2);
  });
});
