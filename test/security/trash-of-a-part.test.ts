/** Who may remove in a part of the archive sees and takes back what was removed of it, and nothing of the rest. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Caller, ScopeRule, TrashEntry } from '../../src/contract/index.ts';
import { type CorpusInstance, corpus } from '../support/corpus.ts';
import { engines } from '../support/engines.ts';
import { callerWith } from '../support/http-door.ts';
import { openRest, type RestServer } from '../support/rest-server.ts';
import { drain, tester } from '../support/temp-archive.ts';

const removerOf = (...rules: ScopeRule[]): Caller =>
  callerWith({ scope: { kind: 'rules', rules }, rights: new Set(['find', 'remove']) });

describe.each(engines)('the trash of a part on $name', (engine) => {
  let server: RestServer;
  let mine: CorpusInstance;
  let other: CorpusInstance;

  beforeAll(async () => {
    server = await openRest({}, engine);
    const instances = [...corpus({ kind: 'tiny', studies: 2, instancesPerSeries: 2, seed: 31 })];
    for (const instance of instances)
      await ask('admin', '/api/instances', Buffer.from(instance.encode()), 'application/dicom');
    mine = instances[0]!;
    other = instances.find(({ studyInstanceUid }) => studyInstanceUid !== mine.studyInstanceUid)!;
    const study = mine.studyInstanceUid;
    const { client, callers } = server;
    const { patients } = await client.patientsList({ patientId: mine.patientId });
    const { patientKey } = patients[0]!;
    const person = await client.personMerge({ name: 'Somebody', patientKeys: [patientKey] });
    await client.collectionAdd({ name: 'lab' });
    await client.collectionPut({ name: 'lab', studies: [study] });
    await client.labelSet({ target: 'study', uid: study, name: 'trial', value: 'knee' });
    callers.study = removerOf({ studyInstanceUid: study });
    callers.patient = removerOf({ patientKey });
    callers.person = removerOf({ person: person.uid });
    callers.collection = removerOf({ collection: 'lab' });
    callers.label = removerOf({ label: 'trial' });
    callers.nobody = removerOf({ studyInstanceUid: '1.2.3' });
    const parts = new URLSearchParams({ name: 'report.txt', target: 'study', uid: study });
    await ask('admin', `/api/files?${parts}`, Buffer.from('report'), 'text/plain');
  });
  afterAll(() => server[Symbol.asyncDispose]());

  async function ask(who: string, path: string, body?: Buffer | object, type = 'application/json') {
    const response = await server.fetch(path, {
      headers: { authorization: `Test ${who}`, ...(body && { 'content-type': type }) },
      ...(body && { method: 'POST', body: Buffer.isBuffer(body) ? body : JSON.stringify(body) }),
    });
    return { status: response.status, body: await response.json() };
  }
  const trashOf = async (who: string) =>
    ((await ask(who, '/api/trash')).body as { entries: TrashEntry[] }).entries;
  const found = async (study: string) =>
    (await server.client.find({ level: 'instance', match: { StudyInstanceUID: study } })).rows.length;
  const rebuild = () =>
    drain(server.temporary.archive.rebuild(tester, { parametersOnly: false }, new AbortController().signal));

  it.each(['study', 'patient', 'person', 'collection', 'label'])('by %s', async (who) => {
    const studies = [mine.studyInstanceUid, other.studyInstanceUid];
    // One removal of both studies, by who may: only their part is theirs.
    const removal = await ask('admin', '/api/remove', { selection: { studies }, reason: 'both' });
    expect(removal.body).toMatchObject({ instances: 4 });
    const both = (await trashOf('admin'))[0]!;
    expect(both).toMatchObject({ instances: 4, studyInstanceUid: null });
    await rebuild();
    expect(await trashOf(who)).toMatchObject([
      { id: both.id, instances: 2, studyInstanceUid: mine.studyInstanceUid },
    ]);
    expect(await trashOf('nobody')).toEqual([]);
    expect(await ask('nobody', '/api/trash/restore', { ids: [both.id] })).toMatchObject({ status: 404 });
    expect((await ask(who, '/api/trash/purge', { ids: [both.id] })).status).toBe(403);
    expect(await ask(who, '/api/trash/restore', { ids: [both.id] })).toEqual({
      status: 200,
      body: { instances: 2, files: 0 },
    });
    expect([await found(mine.studyInstanceUid), await found(other.studyInstanceUid)]).toEqual([2, 0]);
    await rebuild();
    expect([await found(mine.studyInstanceUid), await found(other.studyInstanceUid)]).toEqual([2, 0]);
    expect((await ask(who, '/api/trash/restore', { ids: [both.id] })).status).toBe(404);
    await ask('admin', '/api/trash/restore', { ids: [both.id] });

    // What they removed themselves they can take back.
    expect((await ask(who, '/api/remove', { selection: { studies: [mine.studyInstanceUid] } })).status).toBe(
      200,
    );
    const [own] = await trashOf(who);
    expect(await found(mine.studyInstanceUid)).toBe(0);
    await ask(who, '/api/trash/restore', { ids: [own!.id] });
    expect(await found(mine.studyInstanceUid)).toBe(2);
    expect(await trashOf('admin')).toEqual([]);
  });

  it('files as well', async () => {
    const { files } = await server.client.filesList({});
    await server.client.filesRemove({ digests: [files[0]!.digest] });
    const [entry] = await trashOf('label');
    expect(entry).toMatchObject({ files: 1, instances: 0 });
    expect(await trashOf('nobody')).toEqual([]);
    expect((await ask('label', '/api/trash/restore', { ids: [entry!.id] })).body).toEqual({
      instances: 0,
      files: 1,
    });
  });
});
