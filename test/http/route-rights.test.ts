/** Every route of the contract against everybody who may come: a route without an expectation does not compile. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { silentLogger } from '../../src/base/index.ts';
import {
  api,
  type ControlApi,
  everything,
  type GrantTerms,
  type Right,
  type Route,
  type RouteName,
  roles,
} from '../../src/contract/index.ts';
import { apiRoutes, createAuthenticate, createPublicDoor, type Door } from '../../src/http/index.ts';
import { openAccess } from '../support/access.ts';
import { TemporaryArchive, tester } from '../support/temp-archive.ts';

const whole = (...rights: Right[]): GrantTerms => ({ rights, scope: everything, expiresAt: null });

/** Everybody with a token. The scoped ones see one study. */
const people = {
  viewer: whole(...roles.viewer),
  uploader: whole(...roles.uploader),
  editor: whole(...roles.editor),
  remover: whole('remove'),
  sender: whole('send'),
  sharer: whole('share', 'find', 'view', 'download'),
  administrator: whole(...roles.administrator),
  scopedViewer: { ...whole(...roles.viewer), scope: { kind: 'rules', rules: [{ studyInstanceUid: '1.2' }] } },
  scopedEditor: { ...whole(...roles.editor), scope: { kind: 'rules', rules: [{ studyInstanceUid: '1.2' }] } },
  scopedRemover: { ...whole('remove'), scope: { kind: 'rules', rules: [{ studyInstanceUid: '1.2' }] } },
  scopedSender: { ...whole('send'), scope: { kind: 'rules', rules: [{ studyInstanceUid: '1.2' }] } },
  expired: { ...whole(...roles.administrator), expiresAt: '2020-01-01T00:00:00Z' },
} as const satisfies Record<string, GrantTerms>;
type Person = keyof typeof people | 'anonymous' | 'forger';

const everybody: readonly Person[] = [...(Object.keys(people) as Person[]), 'anonymous', 'forger'];
const known = everybody.filter((person) => !['anonymous', 'forger', 'expired'].includes(person));
const administrators: readonly Person[] = ['administrator'];
const finders: readonly Person[] = [
  ...(['administrator', 'sharer', 'viewer', 'editor', 'scopedViewer', 'scopedEditor'] as const),
];
const findersOfAll: readonly Person[] = ['administrator', 'sharer', 'viewer', 'editor'];
const editors: readonly Person[] = ['administrator', 'editor', 'scopedEditor'];
const sharers: readonly Person[] = ['administrator', 'sharer'];
const removers: readonly Person[] = ['administrator', 'remover', 'scopedRemover'];
const senders: readonly Person[] = ['administrator', 'sender', 'scopedSender'];
const sendersOfAll: readonly Person[] = ['administrator', 'sender'];

/** Who gets in. */
const expected: Readonly<Record<RouteName, readonly Person[]>> = {
  health: everybody,
  status: administrators,
  counts: finders,
  stats: finders,
  find: finders,
  facets: finders,
  importFiles: administrators,
  exportFiles: administrators,
  exportNifti: administrators,
  keepNifti: administrators,
  exportDisc: administrators,
  send: senders,
  nodesList: sendersOfAll,
  nodesAdd: administrators,
  nodesUpdate: administrators,
  nodesRemove: administrators,
  nodeSecret: administrators,
  nodeEcho: sendersOfAll,
  nodeFind: sendersOfAll,
  nodeGet: sendersOfAll,
  nodeMove: sendersOfAll,
  nodeFetch: sendersOfAll,
  fetchRequestsList: sendersOfAll,
  fetchRequestShow: sendersOfAll,
  myFetchNews: known,
  myFetchNewsSeen: known,
  fetchRequestAdd: sendersOfAll,
  fetchRequestApprove: administrators,
  fetchRequestDecline: administrators,
  fetchRequestWithdraw: sendersOfAll,
  nodeCompleteness: sendersOfAll,
  verify: administrators,
  rebuild: administrators,
  doctor: administrators,
  demo: administrators,
  events: finders,
  studiesList: finders,
  studyShow: finders,
  studySeries: finders,
  studyOrigins: finders,
  seriesShow: finders,
  seriesQuality: finders,
  instanceShow: finders,
  me: known,
  mySessions: known,
  mySessionsEnd: known,
  mySessionEnd: known,
  myWaysIn: known,
  myPassword: known,
  myTotpBegin: known,
  myTotpConfirm: known,
  myTotpOff: known,
  myRecoveryCodes: known,
  myPasskeyBegin: known,
  myPasskeyAdd: known,
  myPasskeyRename: known,
  myPasskeyRemove: known,
  myProviderDisconnect: known,
  myTokens: known,
  myTokenCreate: known,
  myTokenRevoke: known,
  myViews: known,
  myViewSave: known,
  myViewForget: known,
  userSessions: administrators,
  userSessionEnd: administrators,
  personShow: finders,
  personRename: editors,
  revisionsList: editors,
  revisionsCompare: editors,
  conflictShow: findersOfAll,
  conflictsList: editors,
  conflictResolve: editors,
  downloadPrepare: finders,
  exportNames: finders,
  remove: removers,
  trashList: removers,
  trashRestore: removers,
  trashQuarantined: administrators,
  trashPurge: administrators,
  lossesList: administrators,
  lossesAccept: administrators,
  quarantineList: administrators,
  quarantineShow: administrators,
  quarantineRetry: administrators,
  quarantineExport: administrators,
  quarantineDiscard: administrators,
  jobsList: known,
  jobSubmit: known,
  jobShow: known,
  jobCancel: known,
  jobPause: known,
  jobResume: known,
  jobRetry: known,
  breakGlass: administrators,
  emergenciesList: administrators,
  emergencyEnd: administrators,
  tokenCreate: administrators,
  tokensList: administrators,
  tokenRevoke: administrators,
  usersList: administrators,
  userAdd: administrators,
  userPassword: administrators,
  userInvite: administrators,
  userDisable: administrators,
  userEnable: administrators,
  userReach: administrators,
  userTotpOff: administrators,
  userPasskeys: administrators,
  userPasskeyRemove: administrators,
  userRemove: administrators,
  userGrant: administrators,
  userUngrant: administrators,
  groupsList: administrators,
  groupAdd: administrators,
  groupRemove: administrators,
  groupJoin: administrators,
  groupLeave: administrators,
  groupGrant: administrators,
  groupUngrant: administrators,
  nodeGrants: administrators,
  nodeGrant: administrators,
  nodeUngrant: administrators,
  shareCreate: sharers,
  uploadLinkCreate: sharers,
  sharesList: sharers,
  shareLooks: sharers,
  shareRevoke: sharers,
  shareRestore: sharers,
  auditList: administrators,
  auditVerify: administrators,
  labelsList: finders,
  labelNames: finders,
  labelSet: editors,
  patientsList: finders,
  personsList: finders,
  peopleList: finders,
  peopleAlike: finders,
  studyPerson: finders,
  history: finders,
  elsewhereList: finders,
  elsewherePut: editors,
  elsewhereRemove: editors,
  peopleDifferent: editors,
  personMerge: editors,
  personSplit: editors,
  expectedList: finders,
  expectedAdd: editors,
  expectedEnd: editors,
  revise: editors,
  revert: editors,
  filesList: finders,
  fileShow: finders,
  fileTakeIn: administrators,
  fileExport: administrators,
  fileDescribe: editors,
  fileAttach: editors,
  fileDetach: editors,
  filesRemove: removers,
  scannersList: finders,
  parametersList: finders,
  collectionsList: finders,
  collectionAdd: administrators,
  collectionShow: known,
  collectionUpdate: administrators,
  collectionRemove: administrators,
  collectionMemberAdd: known,
  collectionMemberRemove: known,
  collectionPut: editors,
  collectionTake: editors,
  settings: administrators,
  automationShow: administrators,
  automationCheck: administrators,
  automationSave: administrators,
  inboxesList: administrators,
  inboxShow: administrators,
  inboxCheck: administrators,
  inboxChange: administrators,
  inboxForget: administrators,
  retentionList: administrators,
  retentionPreview: administrators,
  retentionChange: administrators,
  retentionForget: administrators,
  treesList: administrators,
  treeChange: administrators,
  treeForget: administrators,
  treePreview: administrators,
  treeBuild: administrators,
  datasetShow: administrators,
  datasetName: administrators,
  rulesList: administrators,
  ruleChange: administrators,
  ruleForget: administrators,
  rulePreview: administrators,
  ruleReplay: administrators,
  ruleTry: administrators,
  automationMail: administrators,
  automationKey: administrators,
  runsList: administrators,
  treeVerify: administrators,
  treeClear: administrators,
  treeWhich: administrators,
  schedulesList: administrators,
  scheduleShow: administrators,
  scheduleReport: administrators,
  leftBehindList: administrators,
  leftBehindForget: administrators,
  scheduleRun: administrators,
  scheduleChange: administrators,
  scheduleForget: administrators,
  schedulePreview: administrators,
  extensionsList: administrators,
  extensionLinks: finders,
  extensionAsk: administrators,
};

let temporary: TemporaryArchive;
let door: Door;
let base: string;
const authorizations: Partial<Record<Person, string>> = {};
let called = 0;

beforeAll(async () => {
  temporary = await TemporaryArchive.open();
  const { archive, directory } = temporary;
  const access = await openAccess(archive, directory.path);
  for (const [name, terms] of Object.entries(people)) {
    const { token } = await access.createToken(tester, { name, ...(terms as GrantTerms) });
    authorizations[name as Person] = `Bearer ${token}`;
  }
  authorizations.forger = `${authorizations.administrator!.slice(0, -1)}?`;
  door = createPublicDoor({
    host: '127.0.0.1',
    port: 0,
    logger: silentLogger,
    health: () => ({ status: 'ok', reasons: [] }),
    routes: [
      apiRoutes({
        control: countingControl(),
        authenticate: createAuthenticate(access),
        logger: silentLogger,
      }),
    ],
  });
  base = `http://127.0.0.1:${(await door.listen()).port}`;
});
afterAll(async () => {
  await door.close();
  await temporary[Symbol.asyncDispose]();
});

/** Nothing behind the door but a counter: what is asked here is who gets through it. */
function countingControl(): ControlApi {
  const operation = async () => {
    called++;
    return {};
  };
  return new Proxy({}, { get: () => operation }) as ControlApi;
}

const routes = Object.entries(api) as [RouteName, Route][];

it.each(routes)('%s lets in who may, and nobody else', async (name, route) => {
  for (const person of everybody) {
    const before = called;
    const response = await fetch(`${base}${route.path.replace(/:\w+/g, 'x')}`, {
      method: route.method,
      headers: {
        ...(authorizations[person] && { authorization: authorizations[person] }),
        ...(route.body && { 'content-type': 'application/json' }),
      },
      ...(route.body && { body: '{}' }),
    });
    await response.body?.cancel();
    const got = response.status === 401 ? 'unknown' : response.status === 403 ? 'forbidden' : 'in';
    const isKnown = known.includes(person);
    const wanted = expected[name].includes(person) ? 'in' : isKnown ? 'forbidden' : 'unknown';
    expect({ person, got }).toEqual({ person, got: wanted });
    if (wanted !== 'in') expect(called).toBe(before);
  }
});

it('has a right on every route', () => {
  expect(routes.filter(([, { right }]) => right === 'anyone').map(([name]) => name)).toEqual(['health']);
});
