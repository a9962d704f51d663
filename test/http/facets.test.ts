/** What studies that match are in numbers, and the ways that a person's words find them. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CallFor, FindRow, ResultFor } from '../../src/contract/index.ts';
import { engines } from '../support/engines.ts';
import { callerWith } from '../support/http-door.ts';
import { openRest, type RestServer } from '../support/rest-server.ts';

describe.each(engines)('facets of what is found on $name', (engine) => {
  let server: RestServer;
  let all: FindRow[];
  beforeAll(async () => {
    const stranger = callerWith({ scope: { kind: 'rules', rules: [{ collection: 'elsewhere' }] } });
    server = await openRest({ stranger }, engine);
    for await (const _ of server.client.demo());
    all = (await server.client.find({ include: ['StudyDate', 'ModalitiesInStudy'] })).rows;
  });
  afterAll(() => server[Symbol.asyncDispose]());

  const facets = async (request: CallFor<'facets'>, authorization = 'Test admin') => {
    const headers = { 'content-type': 'application/json', authorization };
    const answer = await server.fetch('/api/facets', {
      method: 'POST',
      headers,
      body: JSON.stringify(request),
    });
    return (await answer.json()) as ResultFor<'facets'>;
  };
  const uids = ({ rows }: ResultFor<'find'>) => rows.map((row) => row.StudyInstanceUID);

  it('count each study once under each of its values, and say that these are all', async () => {
    const found = await facets({ parameters: ['KVP'] });
    expect(found).toMatchObject({ studies: all.length, isComplete: true });
    expect(found.years.reduce((sum, { studies }) => sum + studies, 0)).toBe(all.length);
    for (const { value, studies } of found.modalities) {
      const holding = all.filter((row) => [row.ModalitiesInStudy].flat().includes(value));
      expect([value, studies]).toEqual([value, holding.length]);
    }
    expect(found.parameters.KVP?.length).toBeGreaterThan(0);
  });

  it('have the numbers that a search for the value finds', async () => {
    const { bodyParts, institutions } = await facets({});
    expect(bodyParts.length).toBeGreaterThan(0);
    for (const { value, studies } of bodyParts)
      expect((await server.client.find({ match: { BodyPartExamined: value } })).rows).toHaveLength(studies);
    for (const { value, studies } of institutions)
      expect((await server.client.find({ match: { InstitutionName: value } })).rows).toHaveLength(studies);
    const [first] = bodyParts;
    expect(await facets({ match: { BodyPartExamined: first!.value } })).toMatchObject({
      studies: first!.studies,
    });
  });

  it('tell nobody of what they do not see', async () => {
    expect(await facets({}, 'Test stranger')).toMatchObject({ studies: 0, modalities: [], bodyParts: [] });
  });

  it('are those of labels, of a study or of its patient', async () => {
    const uid = String(all[0]!.StudyInstanceUID);
    await server.client.labelSet({ target: 'study', uid, name: 'teaching', value: 'yes' });
    expect(uids(await server.client.find({ labels: [{ name: 'teaching' }] }))).toEqual([uid]);
    expect(uids(await server.client.find({ labels: [{ name: 'teaching', value: 'no' }] }))).toEqual([]);
    expect(await facets({ labels: [{ name: 'teaching', value: 'yes' }] })).toMatchObject({ studies: 1 });
    const { patients } = await server.client.patientsList({ patientId: String(all[0]!.PatientID) });
    const [{ patientKey, studyCount }] = patients as [(typeof patients)[number]];
    await server.client.labelSet({ target: 'patient', uid: patientKey, name: 'trial', value: '7' });
    const ofPatient = await server.client.find({
      match: { StudyDate: '19000101-' },
      labels: [{ name: 'trial' }],
    });
    expect(ofPatient.rows).toHaveLength(studyCount);
    const { labels } = await facets({});
    expect(labels).toEqual([
      { value: 'trial=7', studies: studyCount },
      { value: 'teaching=yes', studies: 1 },
    ]);
    const asked = server.client.find({ level: 'series', labels: [{ name: 'trial' }] });
    await expect(asked).rejects.toMatchObject({ code: 'query/bad' });
  });

  it('labels are found by how their names begin, by who sees a study that has them', async () => {
    const names = async (beginning: string, authorization = 'Test admin') => {
      const path = `/api/label-names?beginning=${encodeURIComponent(beginning)}`;
      return await (await server.fetch(path, { headers: { authorization } })).json();
    };
    const uid = String(all[0]!.StudyInstanceUID);
    await server.client.labelSet({ target: 'study', uid, name: 'Über alles', value: '' });
    await server.client.labelSet({ target: 'study', uid: '1.2.3.4.5', name: 'ubiquitous', value: '' });
    expect(await names('')).toEqual({ names: ['Über alles', 'teaching', 'trial'].sort() });
    expect(await names('T')).toEqual({ names: ['teaching', 'trial'] });
    expect(await names('ub')).toEqual({ names: ['Über alles'] });
    expect(await names('', 'Test stranger')).toEqual({ names: [] });
    await server.client.labelSet({ target: 'study', uid, name: 'Über alles', value: null });
  });

  it('a study says who sent it, and a removal how it is undone', async () => {
    const study = String(all.at(-1)!.StudyInstanceUID);
    const { origins } = await server.client.studyOrigins({ study });
    expect(origins).toHaveLength(1);
    const instances = Number(all.at(-1)!.NumberOfStudyRelatedInstances);
    expect(origins[0]).toMatchObject({ instances, firstAt: expect.stringMatching(/^20/) });
    const { id } = await server.client.remove({ selection: { studies: [study] } });
    await expect(server.client.studyOrigins({ study })).rejects.toMatchObject({ code: 'archive/not-found' });
    expect(await server.client.trashRestore({ ids: [id!] })).toMatchObject({ instances });
    expect((await server.client.studyOrigins({ study })).origins).toEqual(origins);
    expect(await server.client.remove({ selection: { studies: ['1.2.3'] } })).toMatchObject({ id: null });
  });
});
