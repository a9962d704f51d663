/**
 * Resumable uploads by the tus protocol 1.0 (https://tus.io/protocols/resumable-upload): files of any size, over any number
 * of connections. Bytes wait in a folder of the data directory until all are there; then a job of the same id takes them in.
 */
import { mkdir, open, readdir, readFile, rm, stat } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { asIsocenterError, type Clock, IsocenterError, type Logger, Repeating } from '../../base/index.ts';
import {
  type Actor,
  attachmentTarget,
  type Caller,
  problemOf,
  uploadRoutes as rows,
  uploadsPath,
} from '../../contract/index.ts';
import type { Jobs, NewJob } from '../../jobs/index.ts';
import { addSafeHeaders } from '../door.ts';
import { type Authenticate, callerOf, guard } from '../guard.ts';
import { UPLOAD_KIND } from './upload-job.ts';
import { UploadRoom } from './upload-room.ts';

export interface UploadsParts {
  readonly jobs: Jobs;
  readonly authenticate: Authenticate;
  /** Whether somebody may send one more file of so many bytes; throws when not. */
  readonly admit?: (caller: Caller, bytes: number | undefined) => Promise<void>;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Where unfinished uploads lie: on the disk of the archive, so that its room is theirs. */
  readonly folder: string;
}

const DAY_MS = 86_400_000;
/** Of one upload, bytes: whole discs, raw data. */
const MAXIMUM_BYTES = 2 ** 40;
/** Nobody touched it for so long: it is given up, milliseconds. */
const KEEP_MS = 7 * DAY_MS;
const LONGEST_NAME = 255;
const LONGEST_METADATA = 4_096;

type TusServer = import('@tus/server').Server;
type TusUpload = import('@tus/server').Upload;

/** Adds `/api/uploads`, behind the guard. The protocol's library is loaded with the first request. */
export function uploadRoutes(parts: UploadsParts): (server: FastifyInstance) => void {
  let tus: Promise<TusServer> | undefined;
  const callers = new WeakMap<IncomingMessage, Caller>();
  const room = new UploadRoom(parts.folder);
  return (server) =>
    void server.register(async (guarded) => {
      guard(guarded, parts.authenticate);
      guarded.removeAllContentTypeParsers();
      guarded.addContentTypeParser('*', (_request, payload, done) => done(null, payload));
      for (const { method, path, right } of Object.values(rows))
        guarded.route({ method, url: path, config: { right, isForUploadLinks: true }, handler: pass });
    });

  async function pass(request: FastifyRequest, reply: import('fastify').FastifyReply): Promise<void> {
    tus ??= openTus(parts, callers, room);
    const server = await tus;
    callers.set(request.raw, callerOf(request));
    addSafeHeaders(reply);
    for (const [name, value] of Object.entries(reply.getHeaders())) reply.raw.setHeader(name, value ?? '');
    reply.hijack();
    await server.handle(request.raw, reply.raw);
  }
}

async function openTus(
  parts: UploadsParts,
  callers: WeakMap<IncomingMessage, Caller>,
  room: UploadRoom,
): Promise<TusServer> {
  const { folder, jobs } = parts;
  const [{ Server }, { FileStore }] = await Promise.all([import('@tus/server'), import('@tus/file-store')]);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const store = new FileStore({ directory: folder });
  const callerOfTus = (request: TusRequest): Caller => {
    const caller = callers.get(nodeOf(request).req);
    if (!caller) throw new IsocenterError('internal', { reason: 'an upload passed without its guard' });
    return caller;
  };
  return new Server({
    path: uploadsPath,
    relativeLocation: true,
    maxSize: MAXIMUM_BYTES,
    datastore: store,
    allowedOrigins: [],
    // Its job may be at work on it.
    disableTerminationForFinishedUploads: true,
    namingFunction: () => crypto.randomUUID(),
    async onIncomingRequest(request, id) {
      if (request.method === 'OPTIONS' || request.method === 'POST') return;
      const upload = await store.getUpload(id);
      // Somebody else's is none.
      if (upload.metadata?.owner !== ownerOf(callerOfTus(request).actor))
        throw asTus(new IsocenterError('archive/not-found', { what: 'upload' }));
      if (request.method !== 'PATCH') return;
      try {
        await room.take(nodeOf(request).res, id, {
          offset: upload.offset,
          bytes: bytesToCome(request, upload),
        });
      } catch (error) {
        throw asTus(error);
      }
    },
    async onUploadCreate(request, upload) {
      try {
        await room.checkBeginning(upload.size ?? 0);
        const caller = callerOfTus(request);
        await parts.admit?.(caller, upload.size);
        // The first bytes may come along.
        if (request.headers.has('content-type'))
          await room.take(nodeOf(request).res, upload.id, { offset: 0, bytes: bytesToCome(request, upload) });
        const { actor, address } = caller;
        const metadata = {
          ...checkedMetadata(upload),
          owner: ownerOf(actor),
          actor: JSON.stringify(actor),
          address,
        };
        return { metadata };
      } catch (error) {
        throw asTus(error);
      }
    },
    async onUploadFinish(_request, upload) {
      try {
        await submit(jobs, folder, upload.id, upload.metadata ?? {});
        return { headers: { 'isocenter-job': upload.id } };
      } catch (error) {
        throw asTus(error);
      }
    },
  });
}

/** As the library hands requests on. */
interface TusRequest {
  readonly headers: Headers;
  readonly runtime?: { readonly node?: object } | undefined;
}

/** What was handed to the library. */
const nodeOf = ({ runtime }: TusRequest) =>
  runtime?.node as { readonly req: IncomingMessage; readonly res: ServerResponse };

/** Of one request; in chunks of any number: all that its upload still lacks. */
function bytesToCome({ headers }: TusRequest, { size, offset }: TusUpload): number {
  const length = headers.get('content-length');
  if (length !== null || !headers.has('transfer-encoding')) return Number(length);
  // The last part may be the first to say it.
  const whole = size ?? headers.get('upload-length');
  if (whole !== null) return Number(whole) - offset;
  throw new IsocenterError('input/invalid', {
    reason: 'Neither Content-Length nor Upload-Length says how many bytes come.',
  });
}

const ownerOf = ({ kind, name }: Actor): string => `${kind}:${name}`;

/** tus answers what it is thrown: a status and a body. */
function asTus(error: unknown): { status_code: number; body: string } {
  const problem = problemOf(asIsocenterError(error));
  return { status_code: problem.status, body: `${JSON.stringify(problem)}\n` };
}

type Metadata = Readonly<Record<string, string | null>>;

/** Of what the sender says only this is kept: a name, and what it is to be attached to. */
function checkedMetadata({ metadata = {} }: TusUpload): Record<string, string | null> {
  const text = (name: string, limit: number): string | null => {
    const value = Object.hasOwn(metadata, name) ? (metadata[name] ?? null) : null;
    if (value !== null && value.length > limit)
      throw new IsocenterError('input/invalid', { reason: `${name} has more than ${limit} characters.` });
    return value;
  };
  const checked = {
    filename: text('filename', LONGEST_NAME) ?? 'upload',
    filetype: text('filetype', LONGEST_NAME),
    keep: text('keep', 5),
    documents: text('documents', 5),
    target: text('target', LONGEST_METADATA),
    uid: text('uid', LONGEST_METADATA),
  };
  keepOf(checked);
  return checked;
}

/** `keep=true` or a target: it is kept as a file, whatever it is. Else images are looked for in it. */
function keepOf({ keep, target, uid, filetype }: Metadata) {
  if (keep !== 'true' && !target) return undefined;
  const attachTo = target ? [attachmentTarget.safeParse({ target, uid })] : [];
  if (attachTo.some(({ success }) => !success))
    throw new IsocenterError('input/invalid', {
      reason: 'target and uid name nothing that a file attaches to.',
    });
  const mediaType = filetype || undefined;
  return { mediaType, attachTo: attachTo.flatMap(({ data }) => (data ? [data] : [])) };
}

/** The bytes are durable before the job that needs them is. */
async function submit(jobs: Jobs, folder: string, id: string, metadata: Metadata): Promise<void> {
  const path = join(folder, id);
  await using file = await open(path, 'r+');
  await file.datasync();
  await jobs.submit(jobOf(id, path, metadata));
}

function jobOf(id: string, path: string, metadata: Metadata): NewJob {
  const subject = JSON.parse(metadata.actor ?? 'null') as Actor;
  const keep = keepOf(metadata);
  const { filename, address, documents } = metadata;
  const input = {
    ...{ path, name: filename ?? 'upload', address: address ?? '' },
    ...(keep ? { keep } : {}),
    ...(documents === 'true' ? { documents: true } : {}),
  };
  return { id, kind: UPLOAD_KIND, input, subject };
}

/** At start: uploads that were complete when the program was killed get their job. Jobs of the others have begun or wait. */
export async function resumeUploads({ folder, jobs, logger }: UploadsParts): Promise<void> {
  for (const id of await uploadsIn(folder)) {
    try {
      await resume(folder, id, jobs);
    } catch (error) {
      logger.warn({ upload: id, reason: (error as Error).message }, 'an upload cannot be resumed');
    }
  }
}

async function resume(folder: string, id: string, jobs: Jobs): Promise<void> {
  const [bytes, description] = filesOf(folder, id);
  const { size, metadata } = JSON.parse(await readFile(description, 'utf8')) as {
    size?: number;
    metadata?: Metadata;
  };
  const isComplete = size === (await stat(bytes)).size;
  if (isComplete && !(await jobOfUpload(jobs, id))) await submit(jobs, folder, id, metadata ?? {});
}

/** Every day: uploads that nobody touched for a week go, also what is left of one that lacks one of its two files. */
export function expiringUploads(parts: UploadsParts): Repeating {
  const { logger } = parts;
  return new Repeating({
    work: (signal) => expireUploads(parts, signal),
    everyMs: DAY_MS,
    onFailing: ({ code, message: reason }) =>
      logger.error(
        { code, reason },
        'uploads that were given up could not be removed; trying again tomorrow',
      ),
  });
}

/** One round of {@link expiringUploads}. */
export async function expireUploads(
  { folder, jobs, clock }: UploadsParts,
  signal = new AbortController().signal,
): Promise<void> {
  for (const id of await uploadsIn(folder)) {
    if (signal.aborted) return;
    const paths = filesOf(folder, id);
    const touched = await Promise.all(
      paths.map((path) =>
        stat(path).then(
          (info) => info.mtimeMs,
          () => 0,
        ),
      ),
    );
    if (clock.now().getTime() - Math.max(...touched) <= KEEP_MS) continue;
    const job = await jobOfUpload(jobs, id);
    // Its job is at work on it, or will be.
    if (job && job.endedAt === null) continue;
    for (const path of paths) await rm(path, { force: true });
  }
}

async function jobOfUpload(jobs: Jobs, id: string) {
  try {
    return await jobs.get(undefined, id);
  } catch (error) {
    if (asIsocenterError(error).code === 'archive/not-found') return undefined;
    throw error;
  }
}

/** Its bytes, and what the library writes down about it. */
const filesOf = (folder: string, id: string) => [join(folder, id), join(folder, `${id}.json`)] as const;

async function uploadsIn(folder: string): Promise<Set<string>> {
  // Until the first upload there is no such folder.
  const names = await readdir(folder).catch(() => []);
  return new Set(names.flatMap((name) => /^([0-9a-f-]{36})(\.json)?$/.exec(name)?.[1] ?? []));
}
