/** What counts as a look at a study, at the doors of a whole archive: retention leaves what was looked at. */
import { writeFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type App, createApp } from '../../src/app.ts';
import { silentLogger, systemClock } from '../../src/base/index.ts';
import { createClient, inProcessTransport } from '../../src/client/index.ts';
import { loadSettings, localAdministrator } from '../../src/contract/index.ts';
import { Dataset } from '../../src/dicom/index.ts';
import { connect, statuses } from '../../src/dimse/index.ts';
import { type CorpusInstance, corpus, transferSyntaxes } from '../support/corpus.ts';
import { waitFor } from '../support/processes.ts';
import { TemporaryDirectory } from '../support/temp.ts';
import { drain } from '../support/temp-archive.ts';
import { usualEngine } from '../support/usual-engine.ts';

const DAY_MS = 86_400_000;
const STUDY_ROOT_GET = '1.2.840.10008.5.1.4.1.2.2.3';
const retention = { old: { olderThanDays: 0, notViewedForDays: 5 } };

const directory = new TemporaryDirectory('looks');
const instances: CorpusInstance[] = [
  ...corpus({ kind: 'tiny', studies: 16, instancesPerSeries: 1, seed: 3 }),
];
const time = { ahead: 0 };
let app: App;
let drop: () => Promise<void>;
let ports: ReadonlyMap<string, number | undefined>;
let token: string;
const client = () => createClient(inProcessTransport(app.control, localAdministrator));

beforeAll(async () => {
  const engine = await usualEngine.create(directory.path);
  drop = engine.drop;
  const flags = { data: directory.join('data'), database: engine.database, dicomPort: 0, httpPort: 0 };
  const settings = loadSettings({ flags: { ...flags, host: '127.0.0.1' }, env: {}, readFile: () => '' });
  const clock = { ...systemClock, now: () => new Date(Date.now() + time.ahead) };
  app = await createApp(settings, { logger: silentLogger, clock });
  writeFileSync(directory.join('data/automation.yaml'), JSON.stringify({ retention }));
  ports = new Map((await app.start()).map(({ door, port }) => [door, port]));
  for (const instance of instances) writeFileSync(directory.join(instance.sopInstanceUid), instance.encode());
  await drain(client().importFiles({ paths: instances.map((one) => directory.join(one.sopInstanceUid)) }));
  const rights = ['find', 'view', 'download'] as const;
  ({ token } = await client().tokenCreate({
    name: 'viewer',
    rights: [...rights],
    scope: { kind: 'everything' },
  }));
  await client().nodesAdd({ name: 'scu', aeTitle: 'SCU', host: '127.0.0.1', port: 1 });
  await client().nodeGrant({
    name: 'SCU',
    rights: ['find', 'view', 'download'],
    scope: { kind: 'everything' },
  });
  // Since looks are noted, it is long enough.
  time.ahead = 6 * DAY_MS;
});
afterAll(async () => {
  await app.stop();
  await drop();
  directory.remove();
});

async function fetched(path: string): Promise<void> {
  const url = `http://127.0.0.1:${ports.get('http')}${path}`;
  const response = await fetch(url, { headers: { authorization: `Bearer ${token}` } });
  expect(response.status).toBe(200);
  await response.arrayBuffer();
}

async function byGet({ studyInstanceUid, sopClassUid }: CorpusInstance): Promise<void> {
  const association = await connect({
    ...{ host: '127.0.0.1', port: ports.get('dicom')!, callingAeTitle: 'SCU', calledAeTitle: 'ISOCENTER' },
    contexts: [
      { abstractSyntax: STUDY_ROOT_GET, transferSyntaxes: [transferSyntaxes.explicitVrLittleEndian] },
      {
        abstractSyntax: sopClassUid,
        transferSyntaxes: [transferSyntaxes.explicitVrLittleEndian],
        role: 'scp',
      },
    ],
  });
  await association.get({
    sopClassUid: STUDY_ROOT_GET,
    identifier: Dataset.of({ QueryRetrieveLevel: 'STUDY', StudyInstanceUID: studyInstanceUid }),
    store: () => ({ write() {}, end: async () => ({ status: statuses.success }), abort() {} }),
  });
  await association.release();
}

/** Studies that nobody looked at. */
async function unseen(): Promise<ReadonlySet<string>> {
  const { studies } = await client().retentionPreview({ name: 'old', limit: 100 });
  return new Set(studies.map(({ studyInstanceUid }) => studyInstanceUid));
}

const dicomWeb = ({ studyInstanceUid, seriesInstanceUid }: CorpusInstance) =>
  `/dicom-web/studies/${studyInstanceUid}/series/${seriesInstanceUid}`;

const looks: Readonly<Record<string, (instance: CorpusInstance) => Promise<unknown>>> = {
  'the study is shown': ({ studyInstanceUid: study }) => client().studyShow({ study }),
  'its series are listed': ({ studyInstanceUid }) =>
    client().find({ level: 'series', match: { StudyInstanceUID: studyInstanceUid } }),
  'its series are listed, by tag and with those of another': ({ studyInstanceUid }) =>
    client().find({ level: 'series', match: { '0020000D': `1.2.3\\${studyInstanceUid}` } }),
  'its metadata are asked for': (one) => fetched(`${dicomWeb(one)}/metadata`),
  'its files are asked for': (one) => fetched(dicomWeb(one)),
  'a zip is asked for': ({ studyInstanceUid }) => fetched(`/api/studies/${studyInstanceUid}/zip`),
  'a series is exported': ({ seriesInstanceUid }) =>
    drain(
      client().exportFiles({ selection: { series: [seriesInstanceUid] }, folder: directory.join('out') }),
    ),
  'a series is to be sent': ({ seriesInstanceUid }) =>
    client().jobSubmit({
      operation: 'send',
      request: { selection: { series: [seriesInstanceUid] }, node: 'scu' },
    }),
  'a node asks for it by C-GET': byGet,
};

const noLooks: Readonly<Record<string, (instance: CorpusInstance) => Promise<unknown>>> = {
  'a thumbnail is shown': (one) => fetched(`${dicomWeb(one)}/thumbnail`),
  'studies are searched for': ({ studyInstanceUid }) =>
    client().find({ level: 'study', match: { StudyInstanceUID: studyInstanceUid } }),
  'it is verified': ({ studyInstanceUid }) =>
    drain(client().verify({ selection: { studies: [studyInstanceUid] } })),
  'its page is asked for that is not there': async ({ studyInstanceUid }) => {
    await expect(client().studyShow({ study: `${studyInstanceUid}.1` })).rejects.toThrow();
  },
};

let next = 0;

it.each(Object.entries(looks))('a look: %s', async (_, look) => {
  const instance = instances[next++]!;
  expect((await unseen()).has(instance.studyInstanceUid)).toBe(true);
  await look(instance);
  await waitFor('the look', async () => !(await unseen()).has(instance.studyInstanceUid) || undefined);
});

it.each(Object.entries(noLooks))('no look: %s', async (_, look) => {
  const instance = instances[next++]!;
  await look(instance);
  expect((await unseen()).has(instance.studyInstanceUid)).toBe(true);
});
