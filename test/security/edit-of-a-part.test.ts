/** Who may edit a part of the archive decides about what lies in it, widens nobody's reach by that, and does not learn of the rest. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Caller, memberRights, type Right, type ScopeRule } from '../../src/contract/index.ts';
import { type CorpusInstance, corpus } from '../support/corpus.ts';
import { engines } from '../support/engines.ts';
import { callerWith } from '../support/http-door.ts';
import { openRest, type RestServer } from '../support/rest-server.ts';

const editorOf = (rules: ScopeRule[], rights: readonly Right[] = ['find', 'edit', 'remove']): Caller =>
  callerWith({ scope: { kind: 'rules', rules }, rights: new Set(rights) });
const json = 'application/json';

describe.each(engines)('editing a part on $name', (engine) => {
  let server: RestServer;
  let mine: CorpusInstance;
  let other: CorpusInstance;
  let keys: Record<'mine' | 'other', string>;
  let file: string;

  beforeAll(async () => {
    server = await openRest({}, engine);
    [mine, other] = [...corpus({ kind: 'tiny', studies: 2, instancesPerSeries: 1, seed: 41 })] as [
      CorpusInstance,
      CorpusInstance,
    ];
    for (const instance of [mine, other])
      await ask('admin', 'POST', '/api/instances', Buffer.from(instance.encode()), 'application/dicom');
    const { client, callers } = server;
    const keyOf = async ({ patientId }: CorpusInstance) =>
      (await client.patientsList({ patientId })).patients[0]!.patientKey;
    keys = { mine: await keyOf(mine), other: await keyOf(other) };
    for (const name of ['lab', 'ward']) await client.collectionAdd({ name });
    await client.collectionPut({ name: 'lab', studies: [mine.studyInstanceUid] });
    callers.study = editorOf([{ studyInstanceUid: mine.studyInstanceUid }]);
    callers.patient = editorOf([{ patientKey: keys.mine }]);
    callers.owner = editorOf([{ collection: 'lab' }, { collection: 'ward' }], memberRights);
    const parts = new URLSearchParams({ name: 'report.txt', target: 'study', uid: mine.studyInstanceUid });
    const kept = await ask('admin', 'POST', `/api/files?${parts}`, Buffer.from('report'), 'text/plain');
    file = (kept.body as { digest: string }).digest;
    await client.fileAttach({ digest: file, target: 'study', uid: other.studyInstanceUid });
  });
  afterAll(() => server[Symbol.asyncDispose]());

  async function ask(who: string, method: string, path: string, body?: Buffer | object, type = json) {
    const response = await server.fetch(path, {
      method,
      headers: { authorization: `Test ${who}`, ...(body && { 'content-type': type }) },
      ...(body && { body: Buffer.isBuffer(body) ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, text, body: JSON.parse(text) as unknown };
  }
  const post = (who: string, path: string, body: object) => ask(who, 'POST', path, body);
  const identityOf = ({ studyInstanceUid, seriesInstanceUid, sopInstanceUid }: CorpusInstance) => ({
    ...{ studyInstanceUid, seriesInstanceUid, sopInstanceUid },
  });

  it('labels of what is seen', async () => {
    for (const [target, uid, hidden] of [
      ['study', mine.studyInstanceUid, other.studyInstanceUid],
      ['series', mine.seriesInstanceUid, other.seriesInstanceUid],
    ] as const) {
      const label = { target, uid, name: 'quality', value: 'good' };
      expect(await post('study', '/api/labels', label)).toMatchObject({ status: 200 });
      const list = (one: string) =>
        ask('study', 'GET', `/api/labels?${new URLSearchParams({ target, uid: one })}`);
      expect((await list(uid)).body).toMatchObject({ labels: [{ name: 'quality', value: 'good' }] });
      expect((await list(hidden)).status).toBe(404);
      expect((await post('study', '/api/labels', { ...label, uid: hidden })).status).toBe(404);
      expect(await server.client.labelsList({ target, uid: hidden })).toEqual({ labels: [] });
    }
    // What is said of a patient is said of all their studies.
    const label = { target: 'patient', uid: keys.mine, name: 'diet', value: 'none' };
    const refused = await post('study', '/api/labels', label);
    expect(refused.status).toBe(403);
    expect(refused.text).toContain('a patient of whom they see single studies');
    expect((await post('study', '/api/labels', { ...label, uid: keys.other })).status).toBe(404);
    expect((await post('patient', '/api/labels', label)).status).toBe(200);
    const query = new URLSearchParams({ target: 'patient', uid: keys.mine });
    expect((await ask('study', 'GET', `/api/labels?${query}`)).status).toBe(200);
  });

  it('but no label that opens something to somebody', async () => {
    const { client } = server;
    const scope = { kind: 'rules', rules: [{ label: 'trial', value: 'knee' }] } as const;
    const label = { target: 'study', uid: mine.studyInstanceUid, name: 'trial', value: 'knee' } as const;
    expect((await post('study', '/api/labels', label)).status).toBe(200);
    await client.tokenCreate({
      name: 'reader',
      rights: ['find'],
      scope: { ...scope, rules: [...scope.rules] },
    });
    for (const value of ['knee', 'hip', null]) {
      const refused = await post('study', '/api/labels', { ...label, value });
      expect(refused.status).toBe(403);
      expect(refused.text).toContain('change what a label opens to somebody');
    }
    expect((await client.labelSet({ ...label, value: null })).labels).not.toContainEqual(
      expect.objectContaining({ name: 'trial' }),
    );
  });

  it('persons of patients that are seen, those whom nobody is let see by', async () => {
    const { client, callers } = server;
    const both = await client.personMerge({ name: 'Both', patientKeys: [keys.mine, keys.other] });
    const persons = async (who: string) =>
      ((await ask(who, 'GET', '/api/persons')).body as { persons: unknown[] }).persons;
    expect(await persons('study')).toEqual([{ uid: both.uid, name: 'Both', patientKeys: [keys.mine] }]);
    callers.stranger = editorOf([{ studyInstanceUid: '1.2.3' }]);
    expect(await persons('stranger')).toEqual([]);
    const merge = { name: 'X', patientKeys: [keys.mine] };
    expect((await post('study', '/api/persons', merge)).status).toBe(403);
    expect((await post('patient', '/api/persons', { ...merge, patientKeys: [keys.other] })).status).toBe(404);
    expect((await post('patient', '/api/persons', merge)).status).toBe(200);
    const guarded = await client.personMerge({ name: 'Child', patientKeys: [keys.mine] });
    const scope = { kind: 'rules' as const, rules: [{ person: guarded.uid }] };
    await client.tokenCreate({ name: 'guardian', rights: ['find'], scope });
    const split = { patientKeys: [keys.mine] };
    expect((await post('patient', '/api/persons', merge)).status).toBe(403);
    expect((await post('patient', `/api/persons/${guarded.uid}/split`, split)).status).toBe(403);
  });

  it('studies that are expected', async () => {
    const announce = (who: string, studyInstanceUid: string) =>
      post(who, '/api/expected-studies', { studyInstanceUid });
    await server.client.collectionPut({ name: 'lab', studies: ['1.2.3.4'] });
    for (const uid of [other.studyInstanceUid, '1.2.3.4', '1.2.3.5']) await announce('admin', uid);
    expect((await announce('study', mine.studyInstanceUid)).status).toBe(200);
    expect((await announce('study', other.studyInstanceUid)).status).toBe(404);
    expect((await announce('owner', '1.2.3.4')).status).toBe(200);
    expect((await announce('owner', '1.2.3.5')).status).toBe(404);
    const listed = async (who: string) => {
      const { body } = await ask(who, 'GET', '/api/expected-studies');
      return (body as { studies: { studyInstanceUid: string }[] }).studies
        .map(({ studyInstanceUid }) => studyInstanceUid)
        .sort();
    };
    expect(await listed('study')).toEqual([mine.studyInstanceUid]);
    expect(await listed('owner')).toEqual(['1.2.3.4', mine.studyInstanceUid].sort());
    const end = (who: string, uid: string) => ask(who, 'DELETE', `/api/expected-studies/${uid}`);
    expect((await end('study', other.studyInstanceUid)).status).toBe(404);
    expect((await end('study', mine.studyInstanceUid)).status).toBe(200);
    expect(await listed('study')).toEqual([]);
  });

  it('contents, without moving a study to another patient', async () => {
    const revise = (instance: CorpusInstance, change: object) =>
      post('study', '/api/revisions', { ...identityOf(instance), change });
    expect((await revise(other, { StudyDescription: 'X' })).status).toBe(404);
    expect((await post('study', '/api/revisions/revert', identityOf(other))).status).toBe(404);
    const moved = await revise(mine, { PatientID: other.patientId });
    expect(moved.status).toBe(403);
    expect(moved.text).toContain('move a study to another patient');
    expect((await revise(mine, { StudyDescription: 'Edited' })).status).toBe(200);
    expect((await post('study', '/api/revisions/revert', identityOf(mine))).status).toBe(200);
    // Nor by taking back an edit that did it.
    await server.client.revise({ ...identityOf(other), change: { PatientID: mine.patientId } });
    server.callers.corrected = editorOf([{ studyInstanceUid: other.studyInstanceUid }]);
    expect((await post('corrected', '/api/revisions/revert', identityOf(other))).status).toBe(403);
    await server.client.revert(identityOf(other));
  });

  it('what files belong to, of which nothing of others is told', async () => {
    const show = async (who: string) => (await ask(who, 'GET', `/api/files/${file}`)).body;
    const to = ({ studyInstanceUid }: CorpusInstance) => ({ target: 'study', uid: studyInstanceUid });
    expect(await show('study')).toMatchObject({ attachments: [to(mine)] });
    const series = { target: 'series', uid: mine.seriesInstanceUid };
    expect((await post('study', `/api/files/${file}/attach`, series)).status).toBe(200);
    expect((await post('study', `/api/files/${file}/detach`, series)).status).toBe(200);
    for (const verb of ['attach', 'detach'])
      expect((await post('study', `/api/files/${file}/${verb}`, to(other))).status).toBe(404);
    expect((await show('admin')) as object).toMatchObject({
      attachments: expect.arrayContaining([to(other)]),
    });
    expect((await post('study', '/api/files/remove', { digests: [file] })).status).toBe(200);
  });

  it('collections: from one of theirs into another of theirs', async () => {
    const put = (who: string, name: string, { studyInstanceUid }: CorpusInstance) =>
      post(who, `/api/collections/${name}/studies`, { studies: [studyInstanceUid] });
    expect((await put('owner', 'ward', other)).status).toBe(404);
    expect((await put('owner', 'ward', mine)).status).toBe(200);
    // Who may only find and edit cannot give more than that, nor take what is in a collection of others.
    expect((await put('study', 'ward', mine)).status).toBe(403);
    server.callers.all = editorOf([{ studyInstanceUid: mine.studyInstanceUid }], memberRights);
    expect((await put('all', 'ward', mine)).status).toBe(404);
    server.callers.lab = editorOf(
      [{ studyInstanceUid: mine.studyInstanceUid }, { collection: 'lab' }],
      memberRights,
    );
    expect((await put('lab', 'lab', mine)).status).toBe(404);
    const take = (who: string) =>
      post(who, '/api/collections/ward/take', { studies: [mine.studyInstanceUid] });
    expect((await take('study')).status).toBe(404);
    expect((await take('owner')).status).toBe(200);
    expect(
      (await post('owner', '/api/collections/ward/studies', { studies: ['1.2.3.4.5'] })).status,
      'a study of which they know nothing',
    ).toBe(404);
  });

  it('scanners of series that are seen', async () => {
    const scanners = async (who: string) =>
      ((await ask(who, 'GET', '/api/scanners')).body as { scanners: { seriesCount: number }[] }).scanners;
    const count = async (who: string) =>
      (await scanners(who)).reduce((sum, { seriesCount }) => sum + seriesCount, 0);
    expect([await count('study'), await count('admin')]).toEqual([1, 2]);
    expect(await scanners('stranger')).toEqual([]);
  });
});
