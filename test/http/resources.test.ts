/** Resources of the API against a real archive: what they answer, and who sees what. */
import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
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
    expect(settings.find(({ name }) => name === 'aet')?.value).toEqual(['ISOCENTER']);
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
