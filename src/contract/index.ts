/** Clients and pages know errors through here: they import nothing but the contract. */
export { type ErrorCode, type ErrorParams, errorRegister, IsocenterError, oneByOne } from '../base/index.ts';
export {
  type Actor,
  everything,
  nothing,
  type RulesScope,
  type Scope,
  type ScopeRule,
  systemActor,
} from './actor.ts';
export {
  type Api,
  api,
  type CallContext,
  type CallFor,
  type Client,
  type ControlApi,
  type ItemFor,
  type RequestFor,
  type ResultFor,
  type RouteName,
} from './api.ts';
export { appPlaces, guestPlaces } from './app-places.ts';
export {
  type Attention,
  type AttentionAbout,
  attentionAbout,
  attentionHints,
  attentionInWords,
  attentionsOf,
} from './attention.ts';
export {
  type ActionDefinition,
  type ActionName,
  type AutomationFile,
  actionNames,
  automationFile,
  type CommandDefinition,
  type Condition,
  commandDefinition,
  defaultExtensionSettings,
  type ExtensionCall,
  type ExtensionSettings,
  extensionsSection,
  type InboxDefinition,
  type NewValue,
  newValue,
  notTakenFolder,
  type PriorsDefinition,
  type ProgramDefinition,
  type RetentionDefinition,
  type RuleDefinition,
  type RuleJobKind,
  type RuleTrigger,
  ruleTrigger,
  type ScheduleDefinition,
  type ScheduleNotify,
  type SubmissionDefinition,
  schedule,
  scheduleNotify,
  submissionDefinition,
  type TreeContents,
  type TreeDefinition,
  type TreeForm,
  type ValueTest,
  wrongIn,
} from './automation/index.ts';
export { type ByteRoute, byteRoutes, discImageType, type StoredInstanceAnswer } from './byte-routes.ts';
export {
  type Caller,
  callerFor,
  localAdministrator,
  nobody,
  RECENT_MINUTES,
  type Right,
  type RightName,
  reachOf,
  requireRecentLogIn,
  rights,
  rightsNamed,
} from './caller.ts';
export { type CheckName, checkNames, type FindingCode, findingRegister } from './checks.ts';
export {
  actor,
  type FindRow,
  type Level,
  type Progress,
  problem,
  type Query,
  type Selection,
  type Trouble,
  type TroubleItem,
} from './common.ts';
export { describeScope } from './describe-scope.ts';
export { didYouMean } from './did-you-mean.ts';
export { dispatch, type Outcome, parseRequest, type RequestParts } from './dispatch.ts';
export { maxFindRows, maxListLength, maxSavedViews } from './limits.ts';
export type { Origin } from './origin.ts';
export { filledAddress, type LinkPage, type PageLink, pageLink } from './page-link.ts';
export {
  atPlace,
  errorOfProblem,
  errorOfReasons,
  type Problem,
  problemKept,
  problemOf,
  reasonError,
  reasonsOf,
  saidProblem,
} from './problem.ts';
export { protectedLabel } from './protected-label.ts';
export type { PlainRoute, Route, RouteRight, StreamRoute } from './route.ts';
export {
  type AccountReach,
  accessRoutes,
  type CreatedToken,
  type Grant,
  type GrantTerms,
  grantTerms,
  type Invitation,
  isAccountName,
  type ListedPasskey,
  type ListedToken,
  type ListedUser,
  type MemberRight,
  memberRights,
  type RoleName,
  roles,
} from './routes/access.ts';
export type { AuditRecord, AuditVerification, auditRoutes } from './routes/audit.ts';
export {
  type automationRoutes,
  type EntryKind,
  entryKinds,
  type FileEntry,
  type LineMistake,
  type Mistake,
} from './routes/automation.ts';
export type {
  Check,
  CheckWords,
  DemoSummary,
  Finding,
  RebuildSummary,
  VerifyItem,
  VerifySummary,
} from './routes/care.ts';
export {
  type collectionRoutes,
  isCollectionName,
  type ListedCollection,
  type ShownCollection,
} from './routes/collections.ts';
export type { Conflict } from './routes/conflicts.ts';
export type { curationRoutes, Revision } from './routes/curation.ts';
export type { datasetRoutes } from './routes/datasets.ts';
export type { DownloadForm, downloadRoutes } from './routes/downloads.ts';
export type { ElsewhereStudy, elsewhereRoutes } from './routes/elsewhere.ts';
export type { Emergency, emergencyRoutes, Opened } from './routes/emergencies.ts';
export type { ArchiveEvent } from './routes/events.ts';
export type { extensionRoutes, ListedExtension } from './routes/extensions.ts';
export {
  type DescribedStudy,
  type FetchRequest,
  type FetchRequestFilter,
  type FetchRequestState,
  fetchRequestFilter,
  type fetchRequestRoutes,
  maxRequestedStudies,
  type RequestedStudy,
} from './routes/fetch-requests.ts';
export { attachment as attachmentTarget, type fileRoutes, type ListedFile } from './routes/files.ts';
export {
  type FacetsRequest,
  type FindRequest,
  type FindResult,
  type FoundFacets,
  findRequest,
} from './routes/find.ts';
export type { groupRoutes, ListedGroup } from './routes/groups.ts';
export type { holdingRoutes } from './routes/holdings.ts';
export type { InboxFile, InboxFileState, inboxRoutes, ListedInbox } from './routes/inboxes.ts';
export { type JobOperation, type JobState, jobOperations, type ListedJob } from './routes/jobs.ts';
export type {
  LeftRun,
  LeftSeries,
  LeftState,
  LeftStudy,
  leftBehindRoutes,
} from './routes/left-behind.ts';
export type { Loss } from './routes/losses.ts';
export type { ListedSession, meRoutes } from './routes/me.ts';
export {
  type ConversionOptions,
  type ConvertedSeries,
  conversionOptions,
  type DatasetSummary,
  type DatasetVerdict,
  defaultNiftiTemplate,
  type EngineKind,
  engineKind,
  type NamedInDataset,
  type NiftiItem,
  type NiftiSummary,
  type SeriesState,
} from './routes/nifti.ts';
export {
  type KnownNode,
  type ListedNode,
  type NodeChange,
  type NodeRights,
  node,
  type RemoteNode,
  type RemoteTarget,
  type SeriesCompleteness,
  type WebService,
} from './routes/nodes.ts';
export type { objectRoutes } from './routes/objects.ts';
export type { ownAccountRoutes, TotpSetUpAnswer, WaysIn } from './routes/own-account.ts';
export type { HistoryStudy, peopleRoutes, Somebody } from './routes/people.ts';
export type { QuarantinedFile, quarantineRoutes } from './routes/quarantine.ts';
export type {
  ListedRetention,
  RetentionReport,
  RetentionStudy,
  retentionRoutes,
} from './routes/retention.ts';
export type { ListedRule, ListedRun, RulePreview, ruleRoutes, ToldAction } from './routes/rules.ts';
export type {
  ListedSchedule,
  RunCounts,
  RunState,
  RunStudy,
  ScheduledRun,
  scheduleRoutes,
} from './routes/schedules.ts';
export type {
  CreatedShare,
  ListedShare,
  Look,
  NewShare,
  NewUploadLink,
  ShareLooks,
  shareRoutes,
} from './routes/shares.ts';
export type { Address, Counts, DiskForecast, Health, SeenCounts, Stats, Status } from './routes/status.ts';
export {
  type DiscSummary,
  defaultExportTemplate,
  type ExportSummary,
  type FetchSummary,
  type ImportSummary,
  maxTroublesInSummary,
  notIncludedName,
  type SendSummary,
  type TransferItem,
} from './routes/transfer.ts';
export type { TrashEntry } from './routes/trash.ts';
export type { ListedTree, TreeFinding, TreeSummary, treeRoutes } from './routes/trees.ts';
export { type SavedView, savedView, type viewRoutes } from './routes/views.ts';
export { checkedSetting } from './settings/check.ts';
export {
  loadSettings,
  planSettings,
  type SettingOrigin,
  type SettingOrigins,
  type SettingPlan,
  type SettingSources,
  type Settings,
} from './settings/load.ts';
export { environmentName, flagName, type Setting } from './settings/setting.ts';
export { type SeriesParameterSetting, type SettingKey, settingKeys, settingTable } from './settings/table.ts';
export { type WrittenSetting, writtenSetting } from './settings/written.ts';
export {
  type UploadedFile,
  type UploadResult,
  type UploadRoute,
  uploadRoutes,
  uploadsPath,
} from './upload-routes.ts';
