import type { Access, Audit } from '../../access/index.ts';
import type { Archive } from '../../archive/index.ts';
import type { Automation } from '../../automation/index.ts';
import type { ControlApi } from '../../contract/index.ts';
import type { Jobs } from '../../jobs/index.ts';
import type { FetchRequests, Nodes } from '../../nodes/index.ts';
import type { Renderer, SeriesQuality } from '../../render/index.ts';
import type { VolumesParts } from '../../volumes/index.ts';
import { discPicture } from '../disc-picture.ts';
import { accessOperations } from './access.ts';
import { auditOperations } from './audit.ts';
import { automationOperations } from './automation.ts';
import { collectionOperations } from './collections.ts';
import { completenessOf } from './completeness.ts';
import { showConflict } from './conflicts.ts';
import { curationOperations } from './curation.ts';
import { examine } from './doctor.ts';
import { type Downloads, exportedNames } from './downloads.ts';
import { elsewhereOperations } from './elsewhere.ts';
import { emergencyOperations } from './emergencies.ts';
import { streamEvents } from './events.ts';
import { type FetchParts, fetchFromNode } from './fetch-from-node.ts';
import { fetchRequestOperations } from './fetch-requests.ts';
import { fileOperations } from './files.ts';
import { findFacets, findRows } from './find.ts';
import { groupOperations } from './groups.ts';
import { type HoldingParts, holdingOperations } from './holdings.ts';
import { listJobs, onJob, submitJob } from './jobs.ts';
import { meOperations } from './me.ts';
import { niftiOperations } from './nifti.ts';
import { findOnNode, getFromNode, moveFromNode } from './nodes.ts';
import { objectOperations } from './objects.ts';
import { ownAccountOperations } from './own-account.ts';
import { peopleOperations } from './people.ts';
import { qualityOf } from './quality.ts';
import { quarantineOperations } from './quarantine.ts';
import { selectorsOf } from './selection.ts';
import { readHealth, readStatus, type StatusParts } from './status.ts';
import { sendSelection } from './transfer.ts';
import { viewOperations } from './views.ts';

export interface ControlParts extends StatusParts, HoldingParts {
  readonly archive: Archive;
  readonly nodes: Nodes;
  readonly requests: FetchRequests;
  readonly jobs: Jobs;
  readonly access: Access;
  readonly audit: Audit;
  readonly downloads: Downloads;
  readonly renderer: Renderer;
  readonly quality: SeriesQuality;
  readonly volumes: VolumesParts;
  readonly automation: Automation;
}

/** The control API: each operation is one call of a use-case. */
export function createControl(parts: ControlParts): ControlApi {
  const { archive, nodes, jobs } = parts;
  return {
    health: async () => readHealth(parts),
    status: () => readStatus(parts),
    counts: (_, { actor, scope }) => archive.seenCounts(actor, scope),
    stats: (_, { actor, scope }) => archive.statistics(actor, scope),
    doctor: () => examine(parts),

    find: (request, context) => findRows(archive, request, context),
    facets: (request, context) => findFacets(archive, request, context),
    ...objectOperations(archive),
    seriesQuality: ({ uid }, context) => qualityOf(parts, uid, context),
    ...meOperations(parts.access),
    ...viewOperations(parts.access),
    ...ownAccountOperations(parts.access, parts.settings, parts.clock),
    events: (request, context) => streamEvents(archive, request, context),

    importFiles: (request, { actor, scope, signal }) => archive.importFiles(actor, scope, request, signal),
    exportFiles: (request, { actor, scope, signal }) =>
      archive.exportFiles(
        actor,
        scope,
        { ...request, selection: selectorsOf(archive, request.selection) },
        signal,
      ),
    exportDisc: ({ path, selection }, { signal, ...caller }) => {
      const draw = discPicture(parts.renderer, caller);
      const request = { path, selection: selectorsOf(archive, selection), draw };
      return archive.exportDisc(caller.actor, caller.scope, request, signal);
    },
    ...niftiOperations(archive, parts.volumes),
    demo: (_, { actor, scope, signal }) => archive.importDemo(actor, scope, signal),
    downloadPrepare: (request, context) => parts.downloads.prepare(request, context),
    exportNames: (request, context) => exportedNames(archive, request, context),
    send: (request, context) => sendSelection(archive, nodes, request, context),

    nodesList: async () => ({ nodes: nodes.list() }),
    nodesAdd: (node, { actor }) => nodes.add(actor, node),
    nodesUpdate: ({ name, ...change }, { actor }) => nodes.update(actor, name, change),
    async nodesRemove({ name }, { actor }) {
      await nodes.remove(actor, name);
      await parts.access.forgetNode(actor, name);
      await parts.requests.forgetNode(name);
      await parts.automation.schedules.leftBehind.forgetNode(name);
      return { removed: name };
    },
    nodeSecret: ({ name, secret }) => nodes.setSecret(name, secret),
    nodeEcho: async ({ name }) => ({ milliseconds: await nodes.echo(name) }),
    nodeFind: (request, context) => findOnNode(nodes, request, context),
    nodeGet: (request, context) => getFromNode(nodes, request, context),
    nodeMove: (request, context) => moveFromNode(nodes, request, context),
    nodeFetch: (request, context) => {
      const { leftBehind } = parts.automation.schedules;
      const note: FetchParts['note'] = (...fetched) => leftBehind.note(...fetched);
      return fetchFromNode({ ...parts, note }, request, context);
    },
    ...fetchRequestOperations(parts.requests),
    nodeCompleteness: (request, context) => completenessOf(nodes, archive, request, context),

    verify: ({ selection, quick }, { actor, scope, signal }) =>
      archive.verify(
        actor,
        scope,
        { selectors: selection && selectorsOf(archive, selection), quick },
        signal,
      ),
    rebuild: ({ parametersOnly }, { actor, signal }) => archive.rebuild(actor, { parametersOnly }, signal),

    conflictsList: async ({ state, limit }, { actor, scope }) => ({
      conflicts: await archive.conflicts(actor, scope, state, limit),
    }),
    conflictShow: ({ id }, context) => showConflict(archive, id, context),
    conflictResolve: ({ id, keep }, { actor, scope }) => archive.resolve(actor, scope, id, keep),

    remove: ({ selection, reason }, { actor, scope }) =>
      archive.remove(actor, scope, selectorsOf(archive, selection), reason),
    trashList: async ({ limit }, { actor, scope }) => ({ entries: await archive.trash(actor, scope, limit) }),
    trashRestore: ({ ids }, { actor, scope }) => archive.restore(actor, scope, ids),
    trashQuarantined: ({ id }, { actor, scope }) => archive.quarantinedOfRemoval(actor, scope, id),
    trashPurge: ({ ids }, { actor, scope }) => archive.purge(actor, scope, ids),

    lossesList: async (filter, { actor, scope }) => ({ losses: await archive.losses(actor, scope, filter) }),
    lossesAccept: (which, { actor, scope }) => archive.acceptLosses(actor, scope, which),

    ...quarantineOperations(archive),
    ...automationOperations(parts.automation),

    jobsList: (request, context) => listJobs(jobs, request, context),
    jobSubmit: (request, context) => submitJob(parts, request, context),
    jobShow: (request, context) => onJob(jobs, 'get', request, context),
    jobCancel: (request, context) => onJob(jobs, 'cancel', request, context),
    jobPause: (request, context) => onJob(jobs, 'pause', request, context),
    jobResume: (request, context) => onJob(jobs, 'resume', request, context),
    jobRetry: (request, context) => onJob(jobs, 'retry', request, context),
    ...accessOperations(parts),
    ...emergencyOperations(archive, parts.access),
    ...groupOperations(parts.access),
    ...auditOperations(parts.audit),
    ...collectionOperations(archive, parts.access),
    ...curationOperations(archive, parts.access),
    ...peopleOperations(archive),
    ...elsewhereOperations(archive),
    ...fileOperations(archive),
    ...holdingOperations(archive, parts),
  };
}
