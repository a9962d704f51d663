import type { FastifyInstance } from 'fastify';
import { compressAnswers } from '../compress.ts';
import { allowOrigins } from '../cross-origin.ts';
import { guard } from '../guard.ts';
import { tellCapabilities } from './capabilities.ts';
import { logsCutOff } from './cut-off.ts';
import { MetadataWatch } from './metadata/metadata-watch.ts';
import { NOBODY_ASKED } from './metadata/prepared.ts';
import type { DicomWebParts } from './parts.ts';
import { ROOT, serviceRoot } from './paths.ts';
import { type DicomWebRoute, routesOf } from './routes.ts';

/** The DICOM web services (PS3.18) below /dicom-web. */
export function dicomWebRoutes(parts: DicomWebParts): (server: FastifyInstance) => void {
  return (server) =>
    void server.register(async (guarded) => {
      allowOrigins(guarded, parts.corsOrigins ?? []);
      guard(guarded, parts.authenticate);
      takeBodies(guarded);
      compressAnswers(guarded);
      prepareMetadata(guarded, parts);
      const routes = routesOf(parts);
      const preflights = parts.corsOrigins?.length ? [preflightRoute] : [];
      const all = [...routes, ...capabilityRoutes(routes), ...preflights];
      for (const { method, path, right, keepsIdentityHidden, handler: answers } of all) {
        const handler = logsCutOff(answers, parts.logger);
        const config = { right, keepsIdentityHidden };
        guarded.route({ method, url: `${ROOT}${path}`, config, exposeHeadRoute: false, handler });
      }
    });
}

/** Browsers ask it before they send a token from another origin. Who is answered is answered before: see cross-origin.ts. */
const preflightRoute: DicomWebRoute = {
  ...{ method: 'OPTIONS', path: '/*', name: 'Preflight', right: 'anyone', gives: [] },
  handler: async (_request, reply) => {
    reply.callNotFound();
    return reply;
  },
};

function capabilityRoutes(routes: readonly DicomWebRoute[]): DicomWebRoute[] {
  const handler = tellCapabilities(routes);
  const common = {
    method: 'OPTIONS',
    name: 'RetrieveCapabilities',
    right: 'known',
    gives: [],
    handler,
  } as const;
  return ['', '/'].map((path) => ({ ...common, path }));
}

/** In the background, while the server listens. References begin as in the last request: as clients see us. */
function prepareMetadata(server: FastifyInstance, parts: DicomWebParts): void {
  let root = '';
  server.addHook('onRequest', async (request) => {
    root = serviceRoot(request);
  });
  const watch = new MetadataWatch(parts, () => root || NOBODY_ASKED);
  server.addHook('onReady', async () => watch.start());
  server.addHook('onClose', () => watch.stop());
}

/** No body is read by the server: handlers read them as they arrive. */
function takeBodies(server: FastifyInstance): void {
  server.removeAllContentTypeParsers();
  server.addContentTypeParser('*', (_request, payload, done) => done(null, payload));
}
