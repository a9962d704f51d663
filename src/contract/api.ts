/** The whole API as one table, and what an implementation and a client of it look like. */
import type { Caller } from './caller.ts';
import type { CallOf, ItemOf, PlainRoute, RequestOf, ResultOf, Route, StreamRoute } from './route.ts';
import { accessRoutes } from './routes/access.ts';
import { auditRoutes } from './routes/audit.ts';
import { automationRoutes } from './routes/automation.ts';
import { careRoutes } from './routes/care.ts';
import { collectionRoutes } from './routes/collections.ts';
import { conflictRoutes } from './routes/conflicts.ts';
import { curationRoutes } from './routes/curation.ts';
import { datasetRoutes } from './routes/datasets.ts';
import { downloadRoutes } from './routes/downloads.ts';
import { elsewhereRoutes } from './routes/elsewhere.ts';
import { emergencyRoutes } from './routes/emergencies.ts';
import { eventRoutes } from './routes/events.ts';
import { extensionRoutes } from './routes/extensions.ts';
import { fetchRequestRoutes } from './routes/fetch-requests.ts';
import { fileRoutes } from './routes/files.ts';
import { findRoutes } from './routes/find.ts';
import { groupRoutes } from './routes/groups.ts';
import { holdingRoutes } from './routes/holdings.ts';
import { inboxRoutes } from './routes/inboxes.ts';
import { jobRoutes } from './routes/jobs.ts';
import { leftBehindRoutes } from './routes/left-behind.ts';
import { lossRoutes } from './routes/losses.ts';
import { meRoutes } from './routes/me.ts';
import { niftiRoutes } from './routes/nifti.ts';
import { nodeRoutes } from './routes/nodes.ts';
import { objectRoutes } from './routes/objects.ts';
import { ownAccountRoutes } from './routes/own-account.ts';
import { peopleRoutes } from './routes/people.ts';
import { qualityRoutes } from './routes/quality.ts';
import { quarantineRoutes } from './routes/quarantine.ts';
import { retentionRoutes } from './routes/retention.ts';
import { ruleRoutes } from './routes/rules.ts';
import { scheduleRoutes } from './routes/schedules.ts';
import { shareRoutes } from './routes/shares.ts';
import { statusRoutes } from './routes/status.ts';
import { transferRoutes } from './routes/transfer.ts';
import { trashRoutes } from './routes/trash.ts';
import { treeRoutes } from './routes/trees.ts';
import { viewRoutes } from './routes/views.ts';

export const api = {
  ...statusRoutes,
  ...findRoutes,
  ...objectRoutes,
  ...qualityRoutes,
  ...transferRoutes,
  ...niftiRoutes,
  ...downloadRoutes,
  ...nodeRoutes,
  ...fetchRequestRoutes,
  ...careRoutes,
  ...eventRoutes,
  ...conflictRoutes,
  ...trashRoutes,
  ...lossRoutes,
  ...quarantineRoutes,
  ...jobRoutes,
  ...curationRoutes,
  ...peopleRoutes,
  ...elsewhereRoutes,
  ...fileRoutes,
  ...holdingRoutes,
  ...accessRoutes,
  ...meRoutes,
  ...ownAccountRoutes,
  ...viewRoutes,
  ...emergencyRoutes,
  ...groupRoutes,
  ...collectionRoutes,
  ...auditRoutes,
  ...shareRoutes,
  ...automationRoutes,
  ...inboxRoutes,
  ...treeRoutes,
  ...retentionRoutes,
  ...datasetRoutes,
  ...ruleRoutes,
  ...scheduleRoutes,
  ...leftBehindRoutes,
  ...extensionRoutes,
} as const satisfies Record<string, Route>;

export type Api = typeof api;
export type RouteName = keyof Api;

/** Who calls, what they may see, and whether they are still there. */
export interface CallContext extends Caller {
  /** Aborted when the caller goes away: stop, leave everything whole. */
  readonly signal: AbortSignal;
}

type Operation<R extends Route> = R extends StreamRoute
  ? (request: RequestOf<R>, context: CallContext) => AsyncGenerator<ItemOf<R>, ResultOf<R>, void>
  : R extends PlainRoute
    ? (request: RequestOf<R>, context: CallContext) => Promise<ResultOf<R>>
    : never;

/** The use-cases behind the API: a promise for a plain route, a generator of items that returns the result for a stream. */
export type ControlApi = { readonly [Name in RouteName]: Operation<Api[Name]> };

interface CallOptions {
  readonly signal?: AbortSignal;
}

type Call<R extends Route> = R extends StreamRoute
  ? (...args: CallArguments<R>) => AsyncGenerator<ItemOf<R>, ResultOf<R>, void>
  : (...args: CallArguments<R>) => Promise<ResultOf<R>>;

/** A route that needs nothing may be called with nothing. */
type CallArguments<R extends Route> =
  Record<string, never> extends CallOf<R>
    ? [request?: CallOf<R>, options?: CallOptions]
    : [request: CallOf<R>, options?: CallOptions];

/** The same operations from the outside; failures are `IsocenterError`s, whichever transport carries them. */
export type Client = { readonly [Name in RouteName]: Call<Api[Name]> };

export type RequestFor<Name extends RouteName> = RequestOf<Api[Name]>;
export type CallFor<Name extends RouteName> = CallOf<Api[Name]>;
export type ItemFor<Name extends RouteName> = ItemOf<Api[Name]>;
export type ResultFor<Name extends RouteName> = ResultOf<Api[Name]>;
