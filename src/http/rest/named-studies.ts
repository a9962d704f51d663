/** Which studies a request of the API names, for the audit log. */
import type { Query, RequestFor, RouteName, Scope, Selection } from '../../contract/index.ts';

type Named = readonly (string | undefined)[];

const ofQuery = ({ match }: Pick<Query, 'match'>): Named =>
  [match.StudyInstanceUID, match['0020000D']].flatMap((uids) => uids?.split('\\'));
const ofSelection = ({ selection }: { readonly selection?: Selection | undefined }): Named => [
  ...(selection?.studies ?? []),
  ...(selection?.query ? ofQuery(selection.query) : []),
];
/** What else has a uid is a series, a patient or a person. */
const ofTarget = ({ target, uid }: Readonly<Partial<Record<'target' | 'uid', string | undefined>>>): Named =>
  target === 'study' ? [uid] : [];
const ofScope = ({ scope }: { readonly scope: Scope }): Named =>
  scope.kind === 'rules'
    ? scope.rules.flatMap((rule) => ('studyInstanceUid' in rule ? [rule.studyInstanceUid] : []))
    : [];
const ofStudy = ({ study }: { readonly study?: string | undefined }): Named => [study];
const ofIdentity = ({ studyInstanceUid }: { readonly studyInstanceUid?: string | undefined }): Named => [
  studyInstanceUid,
];
const ofStudies = ({ studies }: { readonly studies: readonly string[] }): Named => studies;
const ofRemote = ({ target }: RequestFor<'nodeGet' | 'nodeMove'>): Named => target.studies;

/** Operations that are not here name none. */
const named: { readonly [Name in RouteName]?: (request: RequestFor<Name>) => Named } = {
  find: ofQuery,
  facets: ofQuery,
  nodeFind: ofQuery,
  nodeGet: ofRemote,
  nodeMove: ofRemote,
  nodeFetch: ofStudies,
  fetchRequestAdd: ofStudies,
  nodeCompleteness: ofStudy,
  leftBehindForget: ofStudies,
  studyShow: ofStudy,
  studySeries: ofStudy,
  studyOrigins: ofStudy,
  studyPerson: ofStudy,
  runsList: ofStudy,
  auditList: ofStudy,
  send: ofSelection,
  exportFiles: ofSelection,
  exportNifti: ofSelection,
  keepNifti: ofSelection,
  exportDisc: ofSelection,
  downloadPrepare: ofSelection,
  exportNames: ofSelection,
  verify: ofSelection,
  remove: ofSelection,
  collectionPut: ofStudies,
  collectionTake: ofStudies,
  elsewherePut: ({ studyInstanceUid }) => [studyInstanceUid ?? undefined],
  labelsList: ofTarget,
  labelSet: ofTarget,
  filesList: ofTarget,
  fileTakeIn: ofTarget,
  fileAttach: ofTarget,
  fileDetach: ofTarget,
  expectedAdd: ofIdentity,
  expectedEnd: ({ uid }) => [uid],
  revisionsList: ofIdentity,
  revisionsCompare: ofIdentity,
  revise: ofIdentity,
  revert: ofIdentity,
  breakGlass: ofIdentity,
  shareCreate: ofScope,
  tokenCreate: ofScope,
  userGrant: ofScope,
  groupGrant: ofScope,
  nodeGrant: ofScope,
};

export function studiesNamedBy<Name extends RouteName>(name: Name, request: RequestFor<Name>): string[] {
  const uids = named[name]?.(request) ?? [];
  return uids.filter((uid) => uid !== undefined && UID.test(uid)) as string[];
}

/** Nothing else that a client may send as one is written down. */
const UID = /^[0-9.]{1,64}$/;
