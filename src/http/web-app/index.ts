/** The web app: one page for all of its addresses, for who is logged in or came by a link, and the files that it loads. */
import { randomBytes } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Access } from '../../access/index.ts';
import { appPlaces, guestPlaces } from '../../contract/index.ts';
import { visitorBy } from '../pages/visitor.ts';
import { type AppFile, type AppFiles, readAppFiles } from './app-files.ts';
import { pagePolicy, workerPolicy } from './policy.ts';

/** What the build writes where a nonce belongs; see web/vite.config.ts. */
const noncePlace = /CSP-NONCE/g;
/** Their names change with their contents. */
const forever = 'public, max-age=31536000, immutable';
const anHour = 'public, max-age=3600';
const workers = '/assets/workers/';

/** Undefined when it was not built. */
export function readWebApp(access: Access): WebApp | undefined {
  const folder = builtApp();
  const app = folder === undefined ? undefined : readAppFiles(folder);
  return app && new WebApp(access, app);
}

/** Where Vite puts it. The workspace is found as a package: the running program may lie elsewhere than its sources. */
function builtApp(): string | undefined {
  try {
    const manifest = createRequire(import.meta.url).resolve('@isocenter/web/package.json');
    return join(dirname(manifest), 'dist');
  } catch {
    return undefined;
  }
}

/** Its page for all of its addresses, and the files that it loads. */
export class WebApp {
  readonly #access: Access;
  readonly #app: AppFiles;

  constructor(access: Access, app: AppFiles) {
    this.#access = access;
    this.#app = app;
  }

  addTo(server: FastifyInstance): void {
    for (const [path, file] of this.#app.files)
      server.get(path, async (request, reply) => sendFile(request, reply, path, file));
    for (const place of appPlaces)
      for (const path of [`/${place}`, `/${place}/*`])
        server.get(path, async (request, reply) =>
          this.isFor(request) || (guestPlaces.has(place) && this.isForGuest(request))
            ? this.send(reply)
            : reply.redirect(logInFor(request), 303),
        );
  }

  /** Whether somebody is logged in. */
  isFor(request: FastifyRequest): boolean {
    return visitorBy(this.#access, request, 'session') !== undefined;
  }

  /** Whether somebody came by a link to see something. */
  isForGuest(request: FastifyRequest): boolean {
    const guest = visitorBy(this.#access, request, 'share');
    return guest !== undefined && !this.#access.shares.isUpload(guest);
  }

  send(reply: FastifyReply): FastifyReply {
    const nonce = randomBytes(16).toString('base64');
    return reply
      .header('content-security-policy', pagePolicy(nonce))
      .type('text/html; charset=utf-8')
      .send(this.#app.page.replace(noncePlace, nonce));
  }
}

function sendFile(request: FastifyRequest, reply: FastifyReply, path: string, file: AppFile): FastifyReply {
  const accepted = new Set(
    (request.headers['accept-encoding'] ?? '').split(',').map((coding) => coding.split(';')[0]?.trim()),
  );
  const coding = (['br', 'gzip'] as const).find((one) => accepted.has(one) && file.coded[one]);
  const { path: place, size } = (coding && file.coded[coding]) ?? file;
  if (coding) reply.header('content-encoding', coding);
  if (path.startsWith(workers)) reply.header('content-security-policy', workerPolicy);
  return reply
    .header('cache-control', path.startsWith('/assets/') ? forever : anHour)
    .header('vary', 'accept-encoding')
    .header('content-length', size)
    .type(file.type)
    .send(createReadStream(place));
}

const logInFor = ({ url }: FastifyRequest): string => `/login?next=${encodeURIComponent(url)}`;
