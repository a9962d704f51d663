/**
 * Every operation of the API that answers what is kept, asked by people who see one study: what else is there changes no answer of
 * theirs. So neither foreign studies nor names nor counts can be in one, and a new operation is asked as well.
 */
import { expect, it } from 'vitest';
import { api, type Caller, type Route, type RouteName, rights, roles } from '../../src/contract/index.ts';
import { type CorpusInstance, corpus } from '../support/corpus.ts';
import { callerWith } from '../support/http-door.ts';
import { openRest, type RestServer } from '../support/rest-server.ts';

const [shown, hidden] = [
  ...corpus({
    ...{ kind: 'tiny', studies: 2, instancesPerSeries: 1, seed: 51 },
    override: ({ study }) => ({ PatientName: `Name^Of^${study}`, Manufacturer: `Maker ${study}` }),
  }),
] as [CorpusInstance, CorpusInstance];
const scope = { kind: 'rules', rules: [{ studyInstanceUid: shown.studyInstanceUid }] } as const;

const people: Readonly<Record<string, Caller>> = {
  everyRight: callerWith({ scope, rights: new Set(rights) }),
  session: callerWith({ scope, rights: new Set(roles.viewer) }),
  share: callerWith({
    scope,
    rights: new Set(['find', 'view', 'download']),
    actor: { kind: 'share', name: 'doctor' },
  }),
  uploadLink: callerWith({ scope, rights: new Set(['store']), actor: { kind: 'share', name: 'inbox' } }),
};

/** What operations are asked that need more than their path, or that answer without being a GET. */
const asked: Readonly<Partial<Record<RouteName, { readonly query?: object; readonly body?: object }>>> = {
  labelsList: { query: { target: 'study', uid: hidden.studyInstanceUid } },
  find: { body: { level: 'instance', match: {} } },
};

const operations = (Object.entries(api) as [RouteName, Route][]).filter(
  ([name, { method }]) => method === 'GET' || name in asked,
);

async function answers(server: RestServer): Promise<Record<string, string>> {
  const all: Record<string, string> = {};
  for (const [who] of Object.entries(people)) {
    for (const [name, { method, path }] of operations) {
      const { query, body } = asked[name] ?? {};
      const filled = path.replace(/:\w+/g, 'ward');
      const response = await server.fetch(`${filled}?${new URLSearchParams({ ...query })}`, {
        method,
        headers: { authorization: `Test ${who}`, ...(body && { 'content-type': 'application/json' }) },
        ...(body && { body: JSON.stringify(body) }),
      });
      // How far a reader of events got is a place, and says nothing of what is there.
      const text = (await response.text()).replace(/"cursor":\d+/g, '"cursor":0');
      all[`${who} ${name}`] = `${response.status} ${text}`;
    }
  }
  return all;
}

it('what others have changes no answer', { timeout: 120_000 }, async () => {
  await using server = await openRest(people);
  const { client } = server;
  const store = async (instance: CorpusInstance, bytes: Uint8Array = instance.encode()) =>
    await server.fetch('/api/instances', {
      ...{ method: 'POST', body: Buffer.from(bytes) },
      headers: { 'content-type': 'application/dicom' },
    });
  await store(shown);
  const before = await answers(server);
  expect(before['everyRight find']).toContain(shown.studyInstanceUid);

  await store(hidden);
  const uid = hidden.studyInstanceUid;
  const { patients } = await client.patientsList({ patientId: hidden.patientId });
  const { patientKey } = patients[0]!;
  await client.collectionAdd({ name: 'ward', title: 'Ward' });
  await client.collectionPut({ name: 'ward', studies: [uid] });
  await client.labelSet({ target: 'study', uid, name: 'trial', value: 'secret' });
  await client.labelSet({ target: 'patient', uid: patientKey, name: 'trial', value: 'secret' });
  await client.personMerge({ name: 'Somebody', patientKeys: [patientKey] });
  await client.expectedAdd({ studyInstanceUid: uid, instanceCount: 7 });
  await client.nodesAdd({ name: 'desk', aeTitle: 'DESK', host: '192.0.2.7', port: 104 });
  const report = { method: 'POST', body: 'report', headers: { 'content-type': 'text/plain' } };
  const files = new URLSearchParams({ name: 'report.txt', target: 'study', uid });
  const kept = (await (await server.fetch(`/api/files?${files}`, report)).json()) as { digest: string };
  const { studyInstanceUid, seriesInstanceUid, sopInstanceUid } = hidden;
  const identity = { studyInstanceUid, seriesInstanceUid, sopInstanceUid };
  await client.revise({ ...identity, change: { StudyDescription: 'Edited' } });
  await client.filesRemove({ digests: [kept.digest] });
  expect(await answers(server)).toEqual(before);
  await client.remove({ selection: { studies: [uid] }, reason: 'secret' });
  expect(await answers(server)).toEqual(before);
});
