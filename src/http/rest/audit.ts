/** The audit log in the API, and the API in the audit log. */
import type { Audit } from '../../access/index.ts';
import { asIsocenterError, type ErrorCode } from '../../base/index.ts';
import {
  type AuditRecord,
  api,
  type auditRoutes,
  type CallContext,
  type ControlApi,
  type Opened,
  type RequestFor,
  type ResultFor,
  type Route,
  type RouteName,
} from '../../contract/index.ts';
import { studiesNamedBy } from './named-studies.ts';
import { filesToldBy } from './told-files.ts';
import { studiesToldBy } from './told-studies.ts';

export function auditOperations(audit: Audit): Pick<ControlApi, keyof typeof auditRoutes> {
  return {
    auditList: (request, { signal }) => listAudit(audit, request, signal),
    auditVerify: () => audit.verify(),
  };
}

type Filter = RequestFor<'auditList'>;

async function* listAudit(
  audit: Audit,
  filter: Filter,
  signal: AbortSignal,
): AsyncGenerator<AuditRecord, ResultFor<'auditList'>, void> {
  if (filter.limit !== undefined) {
    const last = await lastRecords(audit, filter, filter.limit, signal);
    yield* last;
    return { records: last.length };
  }
  let records = 0;
  for await (const record of audit.read()) {
    signal.throwIfAborted();
    if (!isWanted(record, filter)) continue;
    records++;
    yield record;
  }
  return { records };
}

/** The last so many of those that are wanted, the newest last. Looks no further back than it has to. */
async function lastRecords(
  audit: Audit,
  filter: Filter,
  limit: number,
  signal: AbortSignal,
): Promise<AuditRecord[]> {
  const found: AuditRecord[] = [];
  for await (const record of audit.readBackwards(filter.before)) {
    signal.throwIfAborted();
    if (isWanted(record, filter)) found.push(record);
    if (found.length === limit || isLongBefore(record, filter)) break;
  }
  return found.reverse();
}

/** The clock may have been set back: records are not quite in the order of their times. */
const clockSlackMs = 86_400_000;

const isLongBefore = ({ at }: AuditRecord, { since }: Filter): boolean =>
  since !== undefined && Date.parse(at) < Date.parse(since) - clockSlackMs;

function isWanted(
  record: AuditRecord,
  { study, actor, action, outcome, since, until, before }: Filter,
): boolean {
  return (
    (since === undefined || record.at >= since) &&
    (until === undefined || record.at < until) &&
    (before === undefined || record.sequence < before) &&
    (study === undefined || record.studies.includes(study)) &&
    (actor === undefined || record.actor.name === actor) &&
    (action === undefined || record.action === action) &&
    (outcome === undefined || record.outcome === outcome)
  );
}

type Operation = (request: RequestFor<RouteName>, context: CallContext) => unknown;

/** The same operations, each with a note of who used it: through whatever door, or without any. */
export function audited(control: ControlApi, audit: Audit): ControlApi {
  const operations = (Object.entries(control) as [RouteName, Operation][]).map(([name, operation]) => {
    const route: Route = api[name];
    // Whoever looks at their own is not noted; what they change is.
    const isNoted = route.right !== 'anyone' && (route.right !== 'known' || route.method !== 'GET');
    return [name, isNoted ? noted(name, operation, audit) : operation];
  });
  // Every operation keeps its name and takes and answers what it did.
  return Object.fromEntries(operations) as ControlApi;
}

function noted(name: RouteName, operation: Operation, audit: Audit): Operation {
  const { right, method, path, ...route }: Route = api[name];
  const action = route.action ?? right;
  return (request, context) => {
    const { actor, address } = context;
    const { reason } = request as { readonly reason?: unknown };
    const given = typeof reason === 'string' && reason !== '' ? { reason } : {};
    const via = `${method} ${path}`;
    const named = studiesNamedBy(name, request);
    const note: Note = (outcome, answer) => {
      const opened = (answer as { readonly opened?: Opened } | undefined)?.opened;
      const files = answer && filesToldBy(name, answer);
      const studies = (answer && studiesToldBy(name, answer)) ?? named;
      const what = { studies, ...opened, ...(files && { files: [...files] }), ...given };
      audit.note({ actor, address, action, via, ...what, outcome });
    };
    const outcome = operation(request, context);
    return outcome instanceof Promise
      ? notedAnswer(outcome, note)
      : notedStream(outcome as AsyncGenerator, note);
  };
}

type Outcome = AuditRecord['outcome'];
/** @param answer what says, where the request does not, what it was about. */
type Note = (outcome: Outcome, answer?: ResultFor<RouteName>) => void;

async function notedAnswer(answer: Promise<unknown>, note: Note): Promise<unknown> {
  try {
    const result = await answer;
    note('done', result as ResultFor<RouteName>);
    return result;
  } catch (error) {
    note(outcomeOf(error));
    throw error;
  }
}

/** Its note is made at its end. Who goes away before has what was given until then: that is done. */
async function* notedStream(stream: AsyncGenerator, note: Note): AsyncGenerator {
  let outcome: Outcome = 'done';
  try {
    return yield* stream;
  } catch (error) {
    if (asIsocenterError(error).code !== 'cancelled') outcome = outcomeOf(error);
    throw error;
  } finally {
    note(outcome);
  }
}

const refusals: ReadonlySet<ErrorCode> = new Set(['archive/forbidden', 'node/needs-approval']);

const outcomeOf = (error: unknown): Outcome =>
  refusals.has(asIsocenterError(error).code) ? 'refused' : 'failed';
