import { IsocenterError } from '../../base/index.ts';
import {
  type Actor,
  type CallContext,
  type JobOperation,
  type ListedJob,
  problemOf,
  type RequestFor,
  type ResultFor,
} from '../../contract/index.ts';
import { failureOf, type Job, type Jobs, type Viewer } from '../../jobs/index.ts';
import type { Nodes } from '../../nodes/index.ts';
import { callerOfOperation, parseOperation } from './operations.ts';

export async function listJobs(
  jobs: Jobs,
  { state, kind, limit }: RequestFor<'jobsList'>,
  context: CallContext,
): Promise<ResultFor<'jobsList'>> {
  // Several people may have one link: none sees what the others send.
  if (context.actor.kind === 'share') return { jobs: [] };
  const found = await jobs.list(viewerOf(context), { states: state && [state], kind, limit });
  return { jobs: found.map(listed) };
}

/** What can be known now does not wait for the job to run. */
export async function submitJob(
  { jobs, nodes }: { readonly jobs: Jobs; readonly nodes: Nodes },
  { operation, request }: RequestFor<'jobSubmit'>,
  context: CallContext,
): Promise<ListedJob> {
  const { actor } = callerOfOperation(operation, context);
  const input = parseOperation(operation, request);
  if (fromNodes.has(operation) && input.request === undefined)
    nodes.requireNoApproval(context, String(input.name));
  return listed(await jobs.submit({ kind: operation, input, subject: actor }));
}

const fromNodes: ReadonlySet<JobOperation> = new Set(['nodeGet', 'nodeMove', 'nodeFetch']);

/** Of a UUID. A beginning of it could be guessed. */
const WHOLE_ID = 36;

export async function onJob<Action extends string>(
  jobs: Readonly<Record<Action, (viewer: Viewer, id: string) => Promise<Job>>>,
  action: Action,
  { id }: RequestFor<'jobShow'>,
  context: CallContext,
): Promise<ListedJob> {
  if (context.actor.kind === 'share' && id.length < WHOLE_ID)
    throw new IsocenterError('archive/not-found', { what: 'job' });
  return listed(await jobs[action](viewerOf(context), id));
}

/** Administrators see everybody's jobs; others their own. */
function viewerOf({ actor, rights }: CallContext): Viewer {
  return rights.has('administer') ? undefined : actor;
}

function listed({ subject, failure, checkpoint: _, ...job }: Job): ListedJob {
  return {
    ...job,
    subject: wordOf(subject),
    failure: failure && {
      ...problemOf(failureOf({ failure })),
      class: failure.class,
    },
  };
}

const wordOf = ({ kind, name }: Actor): string => `${kind}:${name}`;
