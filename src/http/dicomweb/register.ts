import type { FastifyInstance, FastifyReply, FastifyRequest, HTTPMethods } from 'fastify';
import type { Right } from '../../contract/index.ts';
import { guard } from '../guard.ts';
import { MetadataWatch } from './metadata/metadata-watch.ts';
import { NOBODY_ASKED } from './metadata/prepared.ts';
import { retrieveMetadata } from './metadata/retrieve-metadata.ts';
import type { DicomWebParts } from './parts.ts';
import { ROOT, serviceRoot } from './paths.ts';
import { search } from './qido/search.ts';
import { retrieveBulkData } from './retrieve/bulk-data.ts';
import { retrieveInstances } from './retrieve/instances.ts';
import { storeInstances } from './stow/store-instances.ts';

export interface DicomWebRoute {
  readonly method: HTTPMethods;
  /** Below the service root. */
  readonly path: string;
  readonly right: Right;
  readonly handler: (request: FastifyRequest, reply: FastifyReply) => Promise<FastifyReply>;
}

/** The DICOM web services (PS3.18) below /dicom-web. */
export function dicomWebRoutes(parts: DicomWebParts): (server: FastifyInstance) => void {
  return (server) =>
    void server.register(async (guarded) => {
      guard(guarded, parts.authenticate);
      takeBodies(guarded);
      prepareMetadata(guarded, parts);
      for (const { method, path, right, handler } of routesOf(parts)) {
        guarded.route({ method, url: `${ROOT}${path}`, config: { right }, exposeHeadRoute: false, handler });
      }
    });
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

function routesOf(parts: DicomWebParts): readonly DicomWebRoute[] {
  const { archive } = parts;
  const [studies, series, instances] = (['study', 'series', 'instance'] as const).map((level) =>
    search(archive, level),
  );
  const find = (path: string, handler: DicomWebRoute['handler'] | undefined): DicomWebRoute => ({
    method: 'GET',
    path,
    right: 'find',
    handler: handler!,
  });
  const read = (path: string, handler: DicomWebRoute['handler']): DicomWebRoute => ({
    method: 'GET',
    path,
    right: 'read',
    handler,
  });
  const [study, oneSeries] = ['/studies/:study', '/studies/:study/series/:series'];
  const instance = `${oneSeries}/instances/:instance`;
  const [files, metadata] = [retrieveInstances(parts), retrieveMetadata(parts)];
  const store = (path: string): DicomWebRoute => ({
    method: 'POST',
    path,
    right: 'store',
    handler: storeInstances(parts),
  });
  return [
    store('/studies'),
    store(study!),
    ...[study!, oneSeries!, instance].flatMap((path) => [
      read(path, files),
      read(`${path}/metadata`, metadata),
    ]),
    read(`${instance}/bulkdata/*`, retrieveBulkData(parts)),
    find('/studies', studies),
    find('/series', series),
    find('/instances', instances),
    find('/studies/:study/series', series),
    find('/studies/:study/instances', instances),
    find('/studies/:study/series/:series/instances', instances),
  ];
}
