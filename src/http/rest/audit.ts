/** The audit log in the API, and the API in the audit log. */
import type { Audit } from '../../access/index.ts';
import { asIsocenterError } from '../../base/index.ts';
import {
  type AuditRecord,
  api,
  type auditRoutes,
  type CallContext,
  type ControlApi,
  type RequestFor,
  type ResultFor,
  type Route,
  type RouteName,
} from '../../contract/index.ts';

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

type Operation = (request: Readonly<Record<string, unknown>>, context: CallContext) => unknown;

/** The same operations, each with a note of who used it: through whatever door, or without any. */
export function audited(control: ControlApi, audit: Audit): ControlApi {
  const operations = Object.entries(control).map(([name, operation]) => {
    const route: Route = api[name as RouteName];
    // Whoever looks at their own is not noted; what they change is.
    const isNoted = route.right !== 'anyone' && (route.right !== 'known' || route.method !== 'GET');
    return [name, isNoted ? noted(route, operation as Operation, audit) : operation];
  });
  // Every operation keeps its name and takes and answers what it did.
  return Object.fromEntries(operations) as ControlApi;
}

function noted(route: Route, operation: Operation, audit: Audit): Operation {
  const { right: action, method, path } = route;
  return (request, context) => {
    const { actor, address } = context;
    const { reason } = request;
    const given = typeof reason === 'string' && reason !== '' ? { reason } : {};
    const via = `${method} ${path}`;
    const note = { actor, address, action, via, studies: studiesOf(request), ...given };
    const outcome = operation(request, context);
    if (!(outcome instanceof Promise)) {
      audit.note({ ...note, outcome: 'done' });
      return outcome;
    }
    return outcome.then(
      (result: unknown) => {
        audit.note({ ...note, outcome: 'done' });
        return result;
      },
      (error: unknown) => {
        const isRefused = asIsocenterError(error).code === 'archive/forbidden';
        audit.note({ ...note, outcome: isRefused ? 'refused' : 'failed' });
        throw error;
      },
    );
  };
}

/** Studies that a request names: in its selection, or as what it asks for. */
function studiesOf(request: Readonly<Record<string, unknown>>): string[] {
  const { selection, match, study, studyInstanceUid } = request as {
    readonly selection?: { readonly studies?: readonly string[] };
    readonly match?: { readonly StudyInstanceUID?: unknown };
    readonly study?: unknown;
    readonly studyInstanceUid?: unknown;
  };
  const one = match?.StudyInstanceUID ?? study ?? studyInstanceUid;
  const isUid = typeof one === 'string' && /^[0-9.]{1,64}$/.test(one);
  return [...(selection?.studies ?? []), ...(isUid ? [one] : [])];
}
