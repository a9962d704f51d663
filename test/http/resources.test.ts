/** Resources of the API against a real archive: what they answer, and who sees what. */
import { createHash } from 'node:crypto';
import { describe, expect, it, vi } from 'vitest';
import { MEDIA_TYPE_HEAD } from '../../src/archive/index.ts';
import { corpus } from '../support/corpus.ts';
import { engines } from '../support/engines.ts';
import { callerWith } from '../support/http-door.ts';
import { openRest, type RestServer } from '../support/rest-server.ts';

async function withStudies(server: RestServer) {
  const instances = [...corpus({ kind: 'tiny', studies: 2, instancesPerSeries: 2, seed: 8 })];
  for (const instance of instances) {
    const headers = { 'content-type': 'application/dicom' };
    const body = Buffer.from(instance.encode());
    expect((await server.fetch('/api/instances', { method: 'POST', body, headers })).status).toBe(200);
  }
  return instances;
}

describe.each(engines)('on $name', (engine) => {
  it('labels, patients and persons', async () => {
    await using server = await openRest({}, engine);
    const [first] = await withStudies(server);
    const { client } = server;
    const uid = first!.studyInstanceUid;
    const label = { target: 'study', uid, name: 'colour', value: '=1+1' } as const;
    expect((await client.labelSet(label)).labels).toMatchObject([label]);
    expect((await client.labelsList({ target: 'study', uid })).labels).toHaveLength(1);
    expect((await client.labelSet({ ...label, value: null })).labels).toEqual([]);

    const { patients } = await client.patientsList({});
    expect(patients).toHaveLength(2);
    const keys = patients.map(({ patientKey }) => patientKey);
    const person = await client.personMerge({ name: 'One Person', patientKeys: keys });
    expect((await client.personsList()).persons).toEqual([{ ...person, patientKeys: [...keys].sort() }]);
    const one = await client.patientsList({ patientKey: keys[0]! });
    expect(one.patients).toMatchObject([{ personUid: person.uid, studyCount: 1 }]);
    await client.personSplit({ uid: person.uid, patientKeys: keys });
    expect((await client.personsList()).persons).toEqual([]);
  });

  it('people and their history', async () => {
    await using server = await openRest({}, engine);
    const instances = await withStudies(server);
    const { client } = server;
    const { patients } = await client.patientsList({});
    const [first, second] = patients.map(({ patientKey }) => patientKey);
    expect((await client.peopleList({ limit: 1 })).more).toBe(true);
    const alone = await client.history({ patientKey: first! });
    expect(alone.studies).toHaveLength(1);
    expect(alone.studies[0]).toMatchObject({ seriesCount: 1, instanceCount: 2 });
    const headers = { 'content-type': 'application/pdf' };
    const query = new URLSearchParams({ name: 'report.pdf', target: 'patient', uid: second! });
    await server.fetch(`/api/files?${query}`, { method: 'POST', headers, body: '%PDF-1.7 report' });
    const person = await client.personMerge({ name: 'One Person', patientKeys: [first!, second!] });
    for (const asked of [{ person: person.uid }, { patientKey: first! }, { patientKey: second! }]) {
      const { somebody, studies, files, more } = await client.history(asked);
      expect(somebody).toMatchObject({ personUid: person.uid, name: 'One Person', studyCount: 2 });
      const uids = new Set(instances.map(({ studyInstanceUid }) => studyInstanceUid));
      expect(new Set(studies.map(({ studyInstanceUid }) => studyInstanceUid))).toEqual(uids);
      expect(files).toMatchObject([{ name: 'report.pdf', preview: 'pdf' }]);
      expect(more).toBe(false);
    }
    const { studyInstanceUid } = instances[0]!;
    expect(await client.studyPerson({ study: studyInstanceUid })).toMatchObject({ personUid: person.uid });
    await expect(client.studyPerson({ study: '1.2.3' })).rejects.toMatchObject({ code: 'archive/not-found' });
    await expect(client.history({})).rejects.toMatchObject({ code: 'input/invalid' });
    await expect(client.history({ person: 'nobody' })).rejects.toMatchObject({ code: 'archive/not-found' });
  });

  it('studies that are elsewhere, until they come', async () => {
    await using server = await openRest({}, engine);
    const [image] = await withStudies(server);
    const { client } = server;
    const studyInstanceUid = image!.studyInstanceUid;
    const { patients } = await client.patientsList({ patientId: image!.patientId });
    const { patientKey } = patients[0]!;
    const uid = crypto.randomUUID();
    const said = await client.elsewherePut({
      uid,
      patientKey,
      date: '1998',
      modality: 'CR',
      place: 'a drawer',
    });
    expect(said).toEqual({
      ...{ uid, patientKey, date: '1998', modality: 'CR', place: 'a drawer' },
      ...{ bodyPart: '', note: '', photo: null, studyInstanceUid: null, notStudies: [] },
    });
    const later = { ...said, uid: crypto.randomUUID(), date: null, note: 'ask the clinic' };
    await client.elsewherePut(later);
    expect((await client.elsewhereList({ patientKey })).studies).toEqual([said, later]);
    await client.elsewherePut({ ...said, studyInstanceUid });
    const history = await client.history({ patientKey });
    expect(history.elsewhere).toEqual([{ ...said, studyInstanceUid }, later]);
    expect(await client.elsewhereRemove({ uid })).toEqual({ ...said, studyInstanceUid });
    expect((await client.history({ patientKey })).elsewhere).toEqual([later]);
    for (const [change, code] of [
      [{ date: '2011-03' }, 'input/invalid'],
      [{ date: '201113' }, 'input/invalid'],
      [{ patientKey: 'nobody' }, 'archive/not-found'],
      [{ photo: 'ab'.repeat(32) }, 'archive/not-found'],
    ] as const)
      await expect(client.elsewherePut({ ...said, ...change })).rejects.toMatchObject({ code });
    await expect(client.elsewhereRemove({ uid })).rejects.toMatchObject({ code: 'archive/not-found' });
  });

  it('names and dates of files', async () => {
    await using server = await openRest({}, engine);
    const { client } = server;
    const kept = await server.fetch('/api/files?name=scan0001.pdf', {
      method: 'POST',
      body: '%PDF-1.7 report',
    });
    const { digest } = (await kept.json()) as { digest: string };
    expect(await client.fileShow({ digest })).toMatchObject({ name: 'scan0001.pdf', date: null });
    await client.fileDescribe({ digest, name: 'Letter of the clinic.pdf' });
    expect(await client.fileDescribe({ digest, date: '201103' })).toMatchObject({
      ...{ name: 'Letter of the clinic.pdf', date: '201103' },
    });
    expect(await client.fileDescribe({ digest, date: null })).toMatchObject({ date: null });
    for (const change of [{ name: ' ' }, { date: 'March' }])
      await expect(client.fileDescribe({ digest, ...change })).rejects.toMatchObject({
        code: 'input/invalid',
      });
  });

  it('expected studies, scanners, collections, parameters and settings', async () => {
    await using server = await openRest({}, engine);
    await withStudies(server);
    const { client } = server;
    const study = { studyInstanceUid: '1.2.3.4', source: 'RIS', deadline: '2020-01-01T00:00:00Z' };
    await client.expectedAdd({ ...study, instanceCount: 7 });
    expect((await client.expectedList({ overdue: 'true' })).studies).toMatchObject([
      { ...study, instanceCount: 7, presentInstances: 0 },
    ]);
    await client.expectedEnd({ uid: study.studyInstanceUid });
    expect((await client.expectedList()).studies).toEqual([]);
    expect((await client.scannersList()).scanners.length).toBeGreaterThan(0);
    expect((await client.collectionsList()).collections).toEqual([]);
    expect((await client.parametersList()).parameters).toContainEqual(
      expect.objectContaining({ name: 'EchoTime', kind: 'number', unit: 'ms' }),
    );
    const { settings } = await client.settings();
    expect(settings.find(({ name }) => name === 'database')?.value).toBeNull();
    expect(settings.find(({ name }) => name === 'aet')).toMatchObject({ value: ['ISOCENTER'], from: null });
  });

  it('edits an instance and takes it back', async () => {
    await using server = await openRest({}, engine);
    const [first] = await withStudies(server);
    const { client } = server;
    const { studyInstanceUid, seriesInstanceUid, sopInstanceUid } = first!;
    const identity = { studyInstanceUid, seriesInstanceUid, sopInstanceUid };
    const descriptions = async () =>
      (await client.find({ level: 'study', match: { StudyInstanceUID: studyInstanceUid } })).rows.map(
        (row) => row.StudyDescription,
      );
    const before = await descriptions();
    const change = { StudyDescription: 'Corrected', Rows: null };
    await expect(client.revise({ ...identity, change: { SOPInstanceUID: '1.2' } })).rejects.toMatchObject({
      code: 'input/invalid',
    });
    await expect(client.revise({ ...identity, change: { PixelData: 'x' } })).rejects.toMatchObject({
      code: 'input/invalid',
    });
    await expect(client.revise({ ...identity, change: { NoSuchThing: 'x' } })).rejects.toMatchObject({
      code: 'query/bad',
    });
    expect(await client.revise({ ...identity, change })).toMatchObject({ ...identity, outcome: 'stored' });
    expect(await descriptions()).toEqual(['Corrected']);
    await client.revert(identity);
    expect(await descriptions()).toEqual(before);
  });
});

it('files are kept, attached, listed, given back and removed', async () => {
  await using server = await openRest({
    elsewhere: callerWith({ scope: { kind: 'rules', rules: [{ studyInstanceUid: '9.9' }] } }),
  });
  const [first] = await withStudies(server);
  const { client } = server;
  const uid = first!.studyInstanceUid;
  const name = 'Befund "Müller"\r\nX-Evil: 1.json';
  const body = '{"report": true}';
  const query = new URLSearchParams({ name, target: 'study', uid });
  const headers = { 'content-type': 'application/json' };
  const stored = await server.fetch(`/api/files?${query}`, { method: 'POST', body, headers });
  expect(stored.status).toBe(200);
  const digest = createHash('sha256').update(body).digest('hex');
  expect(await stored.json()).toMatchObject({
    digest,
    name,
    preview: 'none',
    attachments: [{ target: 'study', uid }],
  });
  expect((await client.filesList({ target: 'study', uid })).files).toHaveLength(1);
  expect(
    (await client.fileDetach({ digest: digest.slice(0, 12), target: 'study', uid })).attachments,
  ).toEqual([]);
  expect((await client.fileAttach({ digest, target: 'study', uid })).attachments).toHaveLength(1);

  const content = await server.fetch(`/api/files/${digest}/content`);
  expect(await content.text()).toBe(body);
  expect(content.headers.get('x-evil')).toBeNull();
  expect(content.headers.get('content-type')).toBe('application/octet-stream');
  expect(content.headers.get('content-disposition')).toMatch(
    /^attachment; filename="[^"\r\n]*"; filename\*=UTF-8''/,
  );
  // Who sees another study does not see it.
  const elsewhere = { authorization: 'Test elsewhere' };
  expect((await fetch(`${server.url}/api/files/${digest}/content`, { headers: elsewhere })).status).toBe(404);
  expect(await (await fetch(`${server.url}/api/files`, { headers: elsewhere })).json()).toEqual({
    files: [],
  });
  expect(await (await fetch(`${server.url}/api/patients`, { headers: elsewhere })).json()).toEqual({
    patients: [],
  });

  expect((await server.fetch('/api/files?name=empty', { method: 'POST', headers })).status).toBe(400);
  expect(await client.filesRemove({ digests: [digest] })).toMatchObject({ files: 1 });
  await expect(client.fileShow({ digest })).rejects.toMatchObject({ code: 'archive/not-found' });
});

it('HEAD does not do the work of GET: no study is zipped, no stream of events begun', async () => {
  await using server = await openRest();
  const [first] = await withStudies(server);
  for (const path of [`studies/${first!.studyInstanceUid}/zip`, 'events/stream']) {
    const { status } = await server.fetch(`/api/${path}`, { method: 'HEAD' });
    expect([path, status]).toEqual([path, 404]);
  }
});

describe('the bytes of a file', () => {
  const png = Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), Buffer.alloc(2_000, 7)]);

  async function keep(server: RestServer, type: string, body: Uint8Array | string, name = 'file') {
    const headers = { 'content-type': type };
    const answer = await server.fetch(`/api/files?name=${encodeURIComponent(name)}`, {
      ...{ method: 'POST', body: Buffer.from(body), headers },
    });
    expect(answer.status).toBe(200);
    return ((await answer.json()) as { digest: string }).digest;
  }

  /** Of files, from now on. */
  function countBytesRead({ temporary }: RestServer): () => number {
    const { store } = temporary.parts;
    const read = store.read.bind(store);
    let bytes = 0;
    vi.spyOn(store, 'read').mockImplementation(async function* (...asked) {
      for await (const chunk of read(...asked)) {
        bytes += chunk.length;
        yield chunk;
      }
    });
    return () => bytes;
  }

  it('come whole, in part, or not again', async () => {
    await using server = await openRest();
    const url = `/api/files/${await keep(server, 'image/png', png)}/content`;
    const get = (headers: Record<string, string> = {}) => server.fetch(url, { headers });
    const whole = await get();
    expect(Buffer.from(await whole.bytes()).equals(png)).toBe(true);
    expect(whole.headers.get('accept-ranges')).toBe('bytes');
    expect(whole.headers.get('cache-control')).toBe('private, no-cache');
    const etag = whole.headers.get('etag')!;

    const part = await get({ range: 'bytes=8-17', 'if-range': etag });
    expect([part.status, part.headers.get('content-range')]).toEqual([206, `bytes 8-17/${png.length}`]);
    expect(Buffer.from(await part.bytes()).equals(png.subarray(8, 18))).toBe(true);
    const tail = await get({ range: 'bytes=-8' });
    expect([tail.status, (await tail.bytes()).length]).toEqual([206, 8]);
    const ofAnother = await get({ range: 'bytes=8-17', 'if-range': '"another"' });
    expect([ofAnother.status, (await ofAnother.bytes()).length]).toEqual([200, png.length]);
    const beyond = await get({ range: `bytes=${png.length}-` });
    expect([beyond.status, beyond.headers.get('content-range')]).toEqual([416, `bytes */${png.length}`]);
    expect((await get({ 'if-none-match': etag })).status).toBe(304);
    expect((await server.fetch(url, { method: 'HEAD' })).headers.get('content-length')).toBe(
      String(png.length),
    );
  });

  it('are not read for HEAD, which says what GET would', async () => {
    await using server = await openRest();
    const page = '<!doctype html>';
    const picture = await keep(server, 'image/png', png);
    const disguised = await keep(server, 'image/png', page);
    const bytesRead = countBytesRead(server);
    const head = (path: string, headers: Record<string, string> = {}) =>
      server.fetch(path, { method: 'HEAD', headers });
    const whole = await head(`/api/files/${picture}/content`);
    expect([whole.status, whole.headers.get('content-type')]).toEqual([200, 'image/png']);
    expect(whole.headers.get('content-length')).toBe(String(png.length));
    const part = await head(`/api/files/${picture}/content`, { range: 'bytes=8-17' });
    expect([part.status, part.headers.get('content-length')]).toEqual([206, '10']);
    expect(bytesRead()).toBe(0);
    // What a preview is answered is decided by its beginning.
    const shown = await head(`/api/files/${picture}/preview`);
    expect([shown.status, shown.headers.get('content-length')]).toEqual([200, String(png.length)]);
    expect((await head(`/api/files/${disguised}/preview`)).status).toBe(406);
    expect(bytesRead()).toBe(MEDIA_TYPE_HEAD + page.length);
  });

  it.each([
    ['image/png', png, 'image/png'],
    ['application/pdf', '%PDF-1.7 report', 'application/pdf'],
    ['text/csv', 'a;b\n1;2\n', 'text/plain; charset=utf-8'],
    ['text/plain', Buffer.from('Gr\xfc\xdfe', 'latin1'), 'text/plain'],
  ])('are shown as %s when they are that', async (type, body, shownAs) => {
    await using server = await openRest();
    const digest = await keep(server, type, body, 'Brief "1"\r\nX-Evil: 1');
    const shown = await server.fetch(`/api/files/${digest}/preview`);
    expect(shown.status).toBe(200);
    expect(Buffer.from(await shown.bytes()).equals(Buffer.from(body))).toBe(true);
    expect(Object.fromEntries(shown.headers)).toMatchObject({
      'content-type': shownAs,
      'x-content-type-options': 'nosniff',
      'content-security-policy': expect.stringMatching(/^default-src 'none';.*frame-ancestors 'self'$/),
      'content-disposition': expect.stringMatching(/^inline; filename="[^"\r\n]*"; filename\*=UTF-8''/),
      'cache-control': 'private, no-cache',
    });
    expect(shown.headers.get('x-evil')).toBeNull();
  });

  it.each([
    ['text/html', '<script>alert(1)</script>'],
    ['image/svg+xml', '<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'],
    ['image/png', '<!doctype html><script>alert(1)</script>'],
    ['application/pdf', '<!doctype html><script>alert(1)</script>'],
    ['text/plain', Buffer.from('MZ\0\x01')],
    ['application/octet-stream', png],
  ])('are saved, not shown: %s, %s', async (type, body) => {
    await using server = await openRest();
    const digest = await keep(server, type, body);
    const refused = await server.fetch(`/api/files/${digest}/preview`);
    expect([refused.status, await refused.json()]).toEqual([
      406,
      expect.objectContaining({ code: 'http/not-acceptable' }),
    ]);
    const saved = await server.fetch(`/api/files/${digest}/content`);
    expect(saved.headers.get('content-disposition')).toMatch(/^attachment/);
    expect(saved.headers.get('content-type')).not.toMatch(/html|svg/);
  });
});
