/**
 * Every id that the API takes, in the hands of somebody who may do everything with one study: of the other studies, and of what
 * other people do, they get nothing and change nothing.
 */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { api, type Route, type RouteName, rights } from '../../src/contract/index.ts';
import { type CorpusInstance, corpus } from '../support/corpus.ts';
import { callerWith } from '../support/http-door.ts';
import { openRest, type RestServer } from '../support/rest-server.ts';

const [hidden, shown] = [...corpus({ kind: 'tiny', studies: 2, instancesPerSeries: 1, seed: 41 })] as [
  CorpusInstance,
  CorpusInstance,
];
const altered = [
  ...corpus({
    ...{ kind: 'tiny', studies: 1, instancesPerSeries: 1, seed: 41 },
    override: () => ({ StudyDescription: 'altered' }),
  }),
][0]!;
const removed = [...corpus({ kind: 'tiny', studies: 1, instancesPerSeries: 2, seed: 41 })][1]!;

let server: RestServer;
/** What there is of others. */
const ids = {
  ...{
    conflict: '',
    trash: '',
    job: '',
    file: '',
    elsewhere: '',
    patient: '',
    person: '',
    share: '',
    member: '',
    emergency: '',
    token: '',
  },
  expected: '2.25.4711',
};
const label = 'label-of-others';
const collection = 'of-others';

beforeAll(async () => {
  const scope = { kind: 'rules', rules: [{ studyInstanceUid: shown.studyInstanceUid }] } as const;
  const actor = { kind: 'user', name: 'stranger' } as const;
  // "administer" reaches a part of an archive never; without it, jobs of others are not seen.
  const allowed = new Set(rights.filter((right) => right !== 'administer'));
  const ada = callerWith({ actor: { kind: 'user', name: 'ada' }, rights: new Set(['breakGlass']) });
  server = await openRest({ ada, stranger: callerWith({ actor, scope, rights: allowed }) });
  const { client } = server;
  for (const one of [hidden, shown, altered, removed]) {
    const headers = { 'content-type': 'application/dicom' };
    const body = Buffer.from(one.encode());
    expect((await server.fetch('/api/instances', { method: 'POST', body, headers })).status).toBe(200);
  }
  const query = new URLSearchParams({ name: 'a.txt', target: 'study', uid: hidden.studyInstanceUid });
  const kept = await server.fetch(`/api/files?${query}`, { method: 'POST', body: 'secret report' });
  ids.file = ((await kept.json()) as { digest: string }).digest;
  await client.remove({ selection: { instances: [removed.sopInstanceUid] } });
  ids.conflict = (await client.conflictsList({})).conflicts[0]!.id;
  ids.trash = (await client.trashList({})).entries[0]!.id;
  ids.job = (await client.jobSubmit({ operation: 'verify', request: { quick: true } })).id;
  const { patients } = await client.patientsList({ patientId: hidden.patientId });
  ids.patient = patients[0]!.patientKey;
  ids.person = (await client.personMerge({ name: 'Person of others', patientKeys: [ids.patient] })).uid;
  ids.elsewhere = crypto.randomUUID();
  await client.elsewherePut({ uid: ids.elsewhere, patientKey: ids.patient, place: 'drawer-of-others' });
  await client.expectedAdd({ studyInstanceUid: ids.expected, source: 'source-of-others' });
  await client.labelSet({ target: 'study', uid: hidden.studyInstanceUid, name: label, value: 'x' });
  await client.userAdd({ name: 'ada' });
  const emergency = { reason: 'an emergency of ada', studyInstanceUid: hidden.studyInstanceUid };
  const opened = await fetch(`${server.url}/api/break-glass`, {
    method: 'POST',
    headers: { authorization: 'Test ada', 'content-type': 'application/json' },
    body: JSON.stringify(emergency),
  });
  expect(opened.status).toBe(200);
  ids.emergency = (await client.emergenciesList({})).emergencies[0]!.id;
  await client.collectionAdd({ name: collection, owner: 'ada' });
  await client.collectionPut({ name: collection, studies: [hidden.studyInstanceUid] });
  const admitted = await client.collectionMemberAdd({ name: collection, user: 'ada', rights: ['find'] });
  ids.member = admitted.members[0]!.id;
  const whole = { scope: { kind: 'everything' as const }, rights: ['find' as const] };
  ids.token = (await client.tokenCreate({ name: 'of others', ...whole })).id;
  const expiresAt = new Date(Date.now() + 3_600_000).toISOString();
  const all = { kind: 'rules' as const, rules: [{ studyInstanceUid: hidden.studyInstanceUid }] };
  ids.share = (await client.shareCreate({ title: 'mine', scope: all, expiresAt })).id;
});
afterAll(async () => server[Symbol.asyncDispose]());

type Values = Readonly<Record<string, unknown>>;
const selection = { studies: [hidden.studyInstanceUid] };
const ofStudy = { target: 'study', uid: hidden.studyInstanceUid };
const ofInstance = () => ({
  studyInstanceUid: hidden.studyInstanceUid,
  seriesInstanceUid: hidden.seriesInstanceUid,
  sopInstanceUid: hidden.sopInstanceUid,
});

/** What the stranger asks of each route that a part of the archive is enough for. */
const probes: Partial<Record<RouteName, () => Values>> = {
  counts: () => ({}),
  stats: () => ({}),
  find: () => ({ level: 'instance', match: { StudyInstanceUID: hidden.studyInstanceUid } }),
  facets: () => ({ match: { StudyInstanceUID: hidden.studyInstanceUid } }),
  studiesList: () => ({}),
  studyShow: () => ({ study: hidden.studyInstanceUid }),
  studySeries: () => ({ study: hidden.studyInstanceUid }),
  studyOrigins: () => ({ study: hidden.studyInstanceUid }),
  studyPerson: () => ({ study: hidden.studyInstanceUid }),
  seriesShow: () => ({ uid: hidden.seriesInstanceUid }),
  seriesQuality: () => ({ uid: hidden.seriesInstanceUid }),
  instanceShow: () => ({ uid: hidden.sopInstanceUid }),
  labelsList: () => ofStudy,
  labelNames: () => ({ beginning: label }),
  labelSet: () => ({ ...ofStudy, name: label, value: null }),
  personsList: () => ({}),
  peopleList: () => ({ search: 'a' }),
  peopleAlike: () => ({}),
  peopleDifferent: () => ({ people: [[ids.patient], [ids.patient]] }),
  history: () => ({ patientKey: ids.patient }),
  elsewhereList: () => ({ patientKey: ids.patient }),
  elsewherePut: () => ({ uid: ids.elsewhere, patientKey: ids.patient, note: 'mine' }),
  elsewhereRemove: () => ({ uid: ids.elsewhere }),
  personMerge: () => ({ name: 'mine', patientKeys: [ids.patient] }),
  personShow: () => ({ uid: ids.person }),
  personRename: () => ({ uid: ids.person, name: 'mine' }),
  personSplit: () => ({ uid: ids.person, patientKeys: [ids.patient] }),
  expectedList: () => ({}),
  expectedAdd: () => ({ studyInstanceUid: ids.expected, source: 'mine' }),
  expectedEnd: () => ({ uid: ids.expected }),
  revisionsList: ofInstance,
  revisionsCompare: ofInstance,
  revise: () => ({ ...ofInstance(), change: { StudyDescription: 'mine' } }),
  revert: ofInstance,
  fileDescribe: () => ({ digest: ids.file, name: 'mine' }),
  fileAttach: () => ({ ...ofStudy, digest: ids.file }),
  fileDetach: () => ({ ...ofStudy, digest: ids.file }),
  filesRemove: () => ({ digests: [ids.file] }),
  scannersList: () => ({}),
  extensionLinks: () => ({}),
  me: () => ({}),
  mySessions: () => ({}),
  mySessionsEnd: () => ({}),
  mySessionEnd: () => ({ id: ids.share }),
  myWaysIn: () => ({}),
  myPassword: () => ({ old: 'theirs', password: 'a long walk over the hills' }),
  myTotpBegin: () => ({}),
  myTotpConfirm: () => ({ ticket: 'theirs', code: '000000' }),
  myTotpOff: () => ({}),
  myRecoveryCodes: () => ({}),
  myPasskeyBegin: () => ({}),
  myPasskeyAdd: () => ({ ticket: 'theirs', answer: {} }),
  myPasskeyRename: () => ({ id: 'theirs', name: 'mine' }),
  myPasskeyRemove: () => ({ id: 'theirs' }),
  myProviderDisconnect: () => ({}),
  myTokens: () => ({}),
  myTokenCreate: () => ({
    ...{ name: 'mine', rights: ['find'] },
    expiresAt: new Date(Date.now() + 3_600_000).toISOString(),
  }),
  myTokenRevoke: () => ({ id: ids.token }),
  myFetchNews: () => ({}),
  myFetchNewsSeen: () => ({ requests: [{ id: crypto.randomUUID(), state: 'fetched' }] }),
  myViews: () => ({}),
  myViewSave: () => ({ name: 'theirs', search: {}, sizing: {} }),
  myViewForget: () => ({ name: 'theirs' }),
  collectionPut: () => ({ name: collection, studies: [hidden.studyInstanceUid] }),
  collectionTake: () => ({ name: collection, studies: [hidden.studyInstanceUid] }),
  send: () => ({ selection, node: 'none' }),
  events: () => ({ after: 0, limit: 1_000 }),
  conflictsList: () => ({ state: 'all' }),
  conflictResolve: () => ({ id: ids.conflict, keep: '00000000' }),
  downloadPrepare: () => ({ selection }),
  exportNames: () => ({ selection }),
  remove: () => ({ selection }),
  trashList: () => ({}),
  trashRestore: () => ({ ids: [ids.trash] }),
  jobsList: () => ({}),
  jobSubmit: () => ({ operation: 'exportFiles', request: { selection, folder: '/tmp/never' } }),
  jobShow: () => ({ id: ids.job }),
  jobCancel: () => ({ id: ids.job }),
  jobPause: () => ({ id: ids.job }),
  jobResume: () => ({ id: ids.job }),
  jobRetry: () => ({ id: ids.job }),
  shareCreate: () => ({
    title: 'theirs',
    scope: { kind: 'everything' },
    expiresAt: new Date(Date.now() + 3_600_000).toISOString(),
  }),
  breakGlass: () => ({ reason: 'an emergency of mine', patientId: hidden.patientId }),
  emergenciesList: () => ({}),
  emergencyEnd: () => ({ id: ids.emergency }),
  uploadLinkCreate: () => ({ collection, expiresAt: new Date(Date.now() + 3_600_000).toISOString() }),
  sharesList: () => ({}),
  shareLooks: () => ({ id: ids.share }),
  shareRevoke: () => ({ id: ids.share }),
  shareRestore: () => ({ id: ids.share }),
  patientsList: () => ({ patientKey: ids.patient }),
  filesList: () => ({ target: 'study', uid: hidden.studyInstanceUid }),
  fileShow: () => ({ digest: ids.file }),
  parametersList: () => ({}),
  collectionsList: () => ({}),
  collectionShow: () => ({ name: collection }),
  collectionMemberAdd: () => ({ name: collection, user: 'ada', rights: ['store'] }),
  collectionMemberRemove: () => ({ name: collection, id: ids.member }),
};

const routes = Object.entries(api) as [RouteName, Route][];
const isForParts = ({ right, everything }: Route): boolean =>
  right !== 'anyone' && right !== 'administer' && everything !== true;

async function askAsStranger({ method, path, params, query, body }: Route, values: Values) {
  const pick = (shape: Values = {}): Values =>
    Object.fromEntries(Object.entries(values).filter(([name]) => name in shape));
  const place = path.replace(/:(\w+)/g, (_, name: string) =>
    encodeURIComponent(String(values[name] ?? ids.job)),
  );
  const pairs = new URLSearchParams(
    Object.entries(pick(query?.shape)).map(([name, value]): [string, string] => [name, String(value)]),
  );
  expect(Object.keys(pick(params?.shape)).every((name) => name in values)).toBe(true);
  const response = await fetch(`${server.url}${place}?${pairs}`, {
    method,
    headers: { authorization: 'Test stranger', ...(body ? { 'content-type': 'application/json' } : {}) },
    ...(body ? { body: JSON.stringify(pick(body.shape)) } : {}),
  });
  return { status: response.status, text: await response.text() };
}

it('every route that a part of the archive is enough for is tried', () => {
  expect(routes.filter(([, route]) => isForParts(route)).map(([name]) => name)).toEqual(
    expect.arrayContaining(Object.keys(probes)),
  );
  expect(routes.filter(([name, route]) => isForParts(route) && !probes[name]).map(([name]) => name)).toEqual(
    [],
  );
});

it.each(routes.filter(([, route]) => isForParts(route)))('%s', async (name, route) => {
  const { status, text } = await askAsStranger(route, probes[name]!());
  // What is not theirs is not there, or is not for them; a list is without it.
  expect({ status, text: status === 200 ? '' : text }).toEqual({
    status: expect.toSatisfy((one) => [200, 400, 403, 404].includes(one)),
    text: status === 200 ? '' : expect.any(String),
  });
  if (status === 400) expect(text).toMatch(/node|share|reach|scope/i);
  const told = [
    hidden.sopInstanceUid,
    ids.file,
    ids.conflict.length > 4 ? ids.conflict : ids.trash,
    ids.share,
    ids.emergency,
    ids.person,
    ids.expected,
    label,
    'of others',
    'source-of-others',
    'drawer-of-others',
    collection,
  ];
  const asked = Object.values(probes[name]!()).map(String);
  expect(told.filter((id) => !asked.includes(id) && text.includes(id))).toEqual([]);
  expect(text).not.toContain('secret report');
});

it.each(routes.filter(([, route]) => !isForParts(route) && route.right !== 'anyone'))(
  '%s concerns all of the archive',
  async (_name, route) => {
    expect((await askAsStranger(route, {})).status).toBe(403);
  },
);

it.each(['content', 'preview'])('the %s of a file', async (form) => {
  const response = await fetch(`${server.url}/api/files/${ids.file}/${form}`, {
    headers: { authorization: 'Test stranger' },
  });
  expect([response.status, await response.text()]).toEqual([
    404,
    expect.not.stringContaining('secret report'),
  ]);
});

it('all of it is as it was', async () => {
  const { client } = server;
  expect((await client.conflictsList({})).conflicts).toMatchObject([{ id: ids.conflict, resolvedAt: null }]);
  expect((await client.trashList({})).entries).toMatchObject([{ id: ids.trash }]);
  expect((await client.jobShow({ id: ids.job })).state).toMatch(/queued|running|done/);
  expect((await client.filesList({})).files).toMatchObject([{ digest: ids.file, attachments: [{}] }]);
  expect((await client.sharesList({})).shares.map(({ id }) => id)).toContain(ids.share);
  expect((await client.emergenciesList({})).emergencies).toMatchObject([{ id: ids.emergency }]);
  expect((await client.tokensList({})).tokens).toMatchObject([{ id: ids.token }]);
  expect((await client.collectionShow({ name: collection })).members).toMatchObject([
    { id: ids.member, rights: ['find'] },
  ]);
  expect((await client.labelsList({ target: 'study', uid: hidden.studyInstanceUid })).labels).toMatchObject([
    { name: label, value: 'x' },
  ]);
  expect((await client.personsList({})).persons).toMatchObject([
    { uid: ids.person, name: 'Person of others' },
  ]);
  expect((await client.expectedList({})).studies).toMatchObject([{ source: 'source-of-others' }]);
  expect((await client.elsewhereList({ patientKey: ids.patient })).studies).toMatchObject([
    { uid: ids.elsewhere, note: '' },
  ]);
  expect((await client.collectionShow({ name: collection })).studies).toBe(1);
  const { rows } = await client.find({
    level: 'study',
    match: { StudyInstanceUID: hidden.studyInstanceUid },
  });
  expect(rows).toHaveLength(1);
  expect((await client.jobsList({})).jobs.filter(({ kind }) => kind === 'exportFiles')).toEqual([]);
});
