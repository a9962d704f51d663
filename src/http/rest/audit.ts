/** The audit log in the API, and the API in the audit log. */
import type { Audit } from '../../access/index.ts';
import { asIsocenterError } from '../../base/index.ts';
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

export function auditOperations(audit: Audit): Pick<ControlApi, keyof typeof auditRoutes> {
  return {
    auditList: (request) => listAudit(audit, request),
    auditVerify: () => audit.verify(),
  };
}

async function* listAudit(
  audit: Audit,
  { study, actor, since, limit }: RequestFor<'auditList'>,
): AsyncGenerator<AuditRecord, ResultFor<'auditList'>, void> {
  let records = 0;
  const last: AuditRecord[] = [];
  for await (const record of audit.read()) {
    if (since !== undefined && record.at < since) continue;
    if (study !== undefined && !record.studies.includes(study)) continue;
    if (actor !== undefined && record.actor.name !== actor) continue;
    records++;
    if (limit === undefined) yield record;
    else last.push(record);
    if (limit !== undefined && last.length > limit) last.shift();
  }
  yield* last;
  return { records: limit === undefined ? records : last.length };
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
  const { right: action, method, path } = api[name];
  return (request, context) => {
    const { actor, address } = context;
    const { reason } = request as { readonly reason?: unknown };
    const given = typeof reason === 'string' && reason !== '' ? { reason } : {};
    const via = `${method} ${path}`;
    const studies = studiesNamedBy(name, request);
    const note: Note = (outcome, opened) =>
      audit.note({ actor, address, action, via, studies, ...opened, ...given, outcome });
    const outcome = operation(request, context);
    return outcome instanceof Promise
      ? notedAnswer(outcome, note)
      : notedStream(outcome as AsyncGenerator, note);
  };
}

type Outcome = AuditRecord['outcome'];
/** @param opened what the request named is in it. */
type Note = (outcome: Outcome, opened?: Opened) => void;

async function notedAnswer(answer: Promise<unknown>, note: Note): Promise<unknown> {
  try {
    const result = await answer;
    note('done', (result as { readonly opened?: Opened } | undefined)?.opened);
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

const outcomeOf = (error: unknown): Outcome =>
  asIsocenterError(error).code === 'archive/forbidden' ? 'refused' : 'failed';
