/** The routes of the REST API that carry bytes, on a guarded server. */
import { Readable } from 'node:stream';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Archive } from '../../archive/index.ts';
import { type Clock, IsocenterError } from '../../base/index.ts';
import { type ByteRoute, byteRoutes, type ControlApi, parseRequest } from '../../contract/index.ts';
import type { Renderer, SeriesQuality } from '../../render/index.ts';
import { tellAudit } from '../auth/audit-requests.ts';
import { compressAnswers } from '../compress.ts';
import { attachment } from '../content-disposition.ts';
import { type Authenticate, admitAgain, callerOf, guard } from '../guard.ts';
import { sendDisc } from '../send-disc.ts';
import { sendZip } from '../send-zip.ts';
import { untilGone } from '../until-gone.ts';
import { docsContentSecurityPolicy, docsPage } from './docs-page.ts';
import type { Downloads } from './downloads.ts';
import { archiveEvents, jobEvents } from './event-sources.ts';
import { cursorOf, eventStream } from './event-stream.ts';
import { attachmentsOf, storeFile } from './files.ts';
import { studiesNamedBy } from './named-studies.ts';
import { openApiDocument } from './open-api.ts';
import { selectorsOf } from './selection.ts';
import { sendDownload } from './send-download.ts';
import { sendContent, sendPreview } from './send-file.ts';
import { storeInstance } from './store-instance.ts';

export interface RestParts {
  readonly archive: Archive;
  readonly control: ControlApi;
  readonly clock: Clock;
  readonly version: string;
  readonly authenticate: Authenticate;
  readonly downloads: Downloads;
  readonly jobs: Parameters<typeof jobEvents>[0];
  readonly renderer: Renderer;
  readonly quality: SeriesQuality;
}

type Handler<R extends ByteRoute> = (
  values: Values<R>,
  request: FastifyRequest,
  reply: FastifyReply,
) => unknown;
type Output<T> = T extends { readonly _zod: { readonly output: infer O } } ? O : unknown;
type Values<R extends ByteRoute> = Output<R['params']> & Output<R['query']> & Output<R['body']>;
type Handlers = { readonly [Name in keyof typeof byteRoutes]: Handler<(typeof byteRoutes)[Name]> };

/** Registers them, behind a guard. */
export function restRoutes(parts: RestParts): (server: FastifyInstance) => void {
  const handlers = handlersOf(parts);
  return (server) =>
    void server.register(async (guarded) => {
      guard(guarded, parts.authenticate);
      compressAnswers(guarded);
      for (const name of namesOf((route) => !route.consumes)) add(guarded, name, handlers);
      void guarded.register(async (bytes) => {
        takeBytes(bytes);
        for (const name of namesOf((route) => route.consumes !== undefined)) add(bytes, name, handlers);
      });
    });
}

type Name = keyof typeof byteRoutes;

/** Those that know the length and type of an answer without making it. */
const answersHead: ReadonlySet<Name> = new Set<Name>(['fileContent', 'filePreview']);

function namesOf(isWanted: (route: ByteRoute) => boolean): Name[] {
  const rows = Object.entries(byteRoutes) as [Name, ByteRoute][];
  return rows.filter(([, route]) => isWanted(route)).map(([name]) => name);
}

function add(server: FastifyInstance, name: Name, handlers: Handlers): void {
  const route: ByteRoute = byteRoutes[name];
  // One row of two tables: the values are what the row's own schemas made.
  const handler = handlers[name] as Handler<ByteRoute>;
  server.route({
    method: answersHead.has(name) ? [route.method, 'HEAD'] : route.method,
    url: route.path,
    config: { right: route.right, everything: route.everything },
    // The framework would do all the work of GET for it: zip a study, read a file.
    exposeHeadRoute: false,
    handler: async (request, reply) => {
      checkMediaType(route, request);
      const { params, query } = request;
      const body = route.consumes ? undefined : request.body;
      return handler(
        parseRequest(route as Parameters<typeof parseRequest>[0], { params, query, body }),
        request,
        reply,
      );
    },
  });
}

/** Bodies are not read by the server but handed on, JSON too. */
function takeBytes(server: FastifyInstance): void {
  server.removeAllContentTypeParsers();
  server.addContentTypeParser('*', (_request, payload, done) => done(null, payload));
}

function checkMediaType({ consumes }: ByteRoute, request: FastifyRequest): void {
  if (!consumes) return;
  const type = mediaTypeOf(request);
  if (consumes !== 'any' && !consumes.includes(type))
    throw new IsocenterError('input/media-type', { type, wanted: consumes.join(', ') });
  const encoding = request.headers['content-encoding'] ?? 'identity';
  if (encoding !== 'identity')
    throw new IsocenterError('input/media-type', { type: encoding, wanted: 'identity' });
}

const mediaTypeOf = ({ headers }: FastifyRequest): string =>
  headers['content-type']?.split(';')[0]?.trim().toLowerCase() ?? '';

function handlersOf(parts: RestParts): Handlers {
  const { archive, control, clock, version, authenticate, downloads, jobs } = parts;
  let description: string | undefined;
  let page: string | undefined;
  const sendEvents = (
    events: Parameters<typeof eventStream>[0]['events'],
    request: FastifyRequest,
    reply: FastifyReply,
  ): FastifyReply => {
    void reply.type('text/event-stream').header('x-accel-buffering', 'no');
    const again = () => admitAgain(authenticate, request);
    return reply.send(
      eventStream({ events, caller: { ...callerOf(request), signal: untilGone(reply) }, again }),
    );
  };
  return {
    openApi(_values, _request, reply) {
      description ??= JSON.stringify(openApiDocument(version));
      return reply.type('application/json; charset=utf-8').send(description);
    },
    docs(_values, _request, reply) {
      page ??= docsPage(version);
      void reply.header('content-security-policy', docsContentSecurityPolicy);
      return reply.type('text/html; charset=utf-8').send(page);
    },
    eventStream({ after }, request, reply) {
      const cursor = cursorOf(request.headers['last-event-id'], after);
      return sendEvents(archiveEvents(control, cursor), request, reply);
    },
    jobStream: (_values, request, reply) => sendEvents(jobEvents(jobs), request, reply),
    storeInstance: (_values, request) =>
      storeInstance({ archive, clock }, callerOf(request), bytesOf(request)),
    storeFile({ name, target, uid }, request) {
      const attachments = attachmentsOf(target, uid);
      const mediaType = mediaTypeOf(request) || undefined;
      const body = bytesOf(request);
      return storeFile({ archive, clock }, callerOf(request), { name, mediaType, attachments }, body);
    },
    fileContent: ({ digest }, request, reply) => sendContent(archive, digest, request, reply),
    filePreview: ({ digest }, request, reply) => sendPreview(archive, digest, request, reply),
    async seriesMosaic({ uid }, request, reply) {
      const bytes = await parts.quality.mosaic(callerOf(request), uid, untilGone(reply));
      return reply.type('image/png').send(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length));
    },
    async contenderFile({ id, digest }, request, reply) {
      const { actor, scope } = callerOf(request);
      const { bytes, size, sha256 } = await archive.readContender(actor, scope, id, digest);
      void reply.type('application/dicom').header('content-length', size);
      void reply.header('content-disposition', attachment(`${sha256}.dcm`));
      return reply.send(Readable.from(bytes, { objectMode: false }));
    },
    async quarantineContent({ id }, request, reply) {
      const { actor, scope } = callerOf(request);
      const { bytes, size, digest } = await archive.readQuarantined(actor, scope, id);
      tellAudit(request, { files: [digest] });
      void reply.type('application/octet-stream').header('content-length', size);
      void reply.header('content-disposition', attachment(id));
      return reply.send(Readable.from(bytes, { objectMode: false }));
    },
    async studyZip({ study, layout, template }, request, reply) {
      const selection = [{ studyInstanceUids: [study] }];
      return await sendZip(
        { archive, clock },
        callerOf(request),
        { selection, layout, template },
        `study-${study}.zip`,
        reply,
      );
    },
    async zip({ selection, layout, template }, request, reply) {
      const selectors = selectorsOf(archive, selection);
      const asked = { selection: selectors, layout, template };
      return await sendZip({ archive, clock }, callerOf(request), asked, 'images.zip', reply);
    },
    async download({ ticket }, request, reply) {
      const asked = downloads.asked(callerOf(request), ticket);
      tellAudit(request, { studies: studiesNamedBy('downloadPrepare', asked) });
      return await sendDownload(parts, callerOf(request), asked, reply);
    },
    async studyDisc({ study }, request, reply) {
      const selection = [{ studyInstanceUids: [study] }];
      return await sendDisc(parts, callerOf(request), selection, `study-${study}.iso`, reply);
    },
    async disc({ selection }, request, reply) {
      const selectors = selectorsOf(archive, selection);
      return await sendDisc(parts, callerOf(request), selectors, 'images.iso', reply);
    },
  };
}

/** A body that this server handed on as it is. */
function bytesOf({ body }: FastifyRequest): Readable {
  return body instanceof Readable ? body : Readable.from([]);
}
