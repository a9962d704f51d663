/** Notes requests in the audit log: those of the byte routes, of DICOMweb and of accounts, and every one that was refused. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Audit } from '../../access/index.ts';
import { nobody } from '../../contract/index.ts';
import { isLetIn, rightOf, senderOf } from '../guard.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** An operation of the API, which notes itself once the guard has let its caller in. */
    readonly isOperation?: boolean;
    /** What the audit log calls a request of our pages that lets somebody in or out, changes who may come in, or leads to what is shown. */
    readonly action?: 'log in' | 'log out' | 'open link' | 'change credentials' | 'find';
  }
}

/** Told which studies somebody looked at, or took away. */
export type NoteViews = (studies: readonly string[]) => void;

/** Has to come before the routes. */
export function auditRequests(server: FastifyInstance, audit: Audit, noteViews: NoteViews = () => {}): void {
  // Not `onResponse`, which is not called when the client goes away: what was sent until then was sent.
  server.addHook('onRequest', async (request, reply) => {
    reply.raw.once('close', () => note(audit, noteViews, request, reply));
  });
}

interface Told {
  readonly studies?: readonly string[];
  /** Digests. */
  readonly files?: readonly string[];
}

const told = new WeakMap<FastifyRequest, Told>();

/** Says what the answer of a request holds, where the request does not. */
export function tellAudit(request: FastifyRequest, what: Told): void {
  told.set(request, what);
}

type Values = Readonly<Record<string, unknown>>;

function note(audit: Audit, noteViews: NoteViews, request: FastifyRequest, reply: FastifyReply): void {
  const { isOperation, action } = request.routeOptions.config;
  const right = rightOf(request);
  if (isOperation && isLetIn(request)) return;
  const isRefused = [401, 403, 429].includes(reply.statusCode);
  const succeeded = reply.raw.headersSent && reply.statusCode < 400;
  const sender = senderOf(request);
  // A first step that went well says nothing yet.
  const isNoted = action !== undefined && (sender !== undefined || !succeeded);
  const isOfBytes = !isOperation && right !== undefined && right !== 'anyone' && right !== 'known';
  if (!isRefused && !isNoted && !isOfBytes) return;
  const caller = sender ?? nobody;
  const { studies = studiesOf(request), files } = told.get(request) ?? {};
  if (succeeded && isLook(request)) noteViews(studies);
  audit.note({
    actor: caller.actor,
    address: request.ip,
    action: action ?? right ?? 'other',
    // The pattern, not the path: a query may hold names.
    via: `${request.method} ${request.routeOptions.url ?? 'unknown'}`,
    outcome: succeeded ? 'done' : isRefused ? 'refused' : 'failed',
    studies: [...studies],
    ...(files && { files: [...files] }),
  });
}

/** Thumbnails stand in every list: that they were shown says nothing. */
const isLook = ({ routeOptions: { config, url = '' } }: FastifyRequest): boolean =>
  (config.right === 'view' || config.right === 'download') && !url.endsWith('/thumbnail');

/** By its path (WADO-RS, a study of the API), its query (WADO-URI, QIDO-RS), or its selection. */
function studiesOf({ params, query, body }: FastifyRequest): string[] {
  const { study } = (params ?? {}) as Values;
  const { studyUID, StudyInstanceUID } = (query ?? {}) as Values;
  const { selection } = (body ?? {}) as { readonly selection?: { readonly studies?: unknown } };
  return [study, studyUID, StudyInstanceUID, selection?.studies]
    .flat()
    .filter((one) => typeof one === 'string' && /^[0-9.]{1,64}$/.test(one)) as string[];
}
