import type { FastifyReply, FastifyRequest, HTTPMethods } from 'fastify';
import type { RouteRight } from '../../contract/index.ts';
import { retrieveMetadata } from './metadata/retrieve-metadata.ts';
import type { DicomWebParts } from './parts.ts';
import { search } from './qido/search.ts';
import { retrieveBulkData } from './retrieve/bulk-data.ts';
import { retrieveInstances } from './retrieve/instances.ts';
import { retrieveByUri } from './retrieve/wado-uri.ts';
import { storeInstances } from './stow/store-instances.ts';

export type Handler = (request: FastifyRequest, reply: FastifyReply) => Promise<FastifyReply>;

/** A transaction of the DICOM web services on a resource. */
export interface DicomWebRoute {
  readonly method: HTTPMethods;
  /** Below the service root. */
  readonly path: string;
  /** The transaction, as PS3.18 names it. */
  readonly name: string;
  readonly right: RouteRight;
  /** Media types of bodies that it takes, and of its answers. */
  readonly takes?: readonly string[];
  readonly gives: readonly string[];
  readonly handler: Handler;
}

const STUDY = '/studies/:study';
const SERIES = `${STUDY}/series/:series`;
const INSTANCE = `${SERIES}/instances/:instance`;

const JSON_MODEL = 'application/dicom+json';
const DICOM = 'application/dicom';
const BYTES = 'application/octet-stream';
const related = (type: string) => `multipart/related; type="${type}"`;

/** All transactions but the one that tells of them. */
export function routesOf(parts: DicomWebParts): readonly DicomWebRoute[] {
  return [...searches(parts), ...retrievals(parts), ...stores(parts)];
}

function searches({ archive }: DicomWebParts): DicomWebRoute[] {
  const find = (name: string, level: 'study' | 'series' | 'instance', paths: readonly string[]) => {
    const handler = search(archive, level);
    return paths.map(
      (path) => ({ method: 'GET', path, name, right: 'find', gives: [JSON_MODEL], handler }) as const,
    );
  };
  return [
    ...find('SearchForStudies', 'study', ['/studies']),
    ...find('SearchForSeries', 'series', [`${STUDY}/series`, '/series']),
    ...find('SearchForInstances', 'instance', [`${SERIES}/instances`, `${STUDY}/instances`, '/instances']),
  ];
}

function retrievals(parts: DicomWebParts): DicomWebRoute[] {
  const read = (name: string, path: string, gives: readonly string[], handler: Handler): DicomWebRoute => ({
    ...{ method: 'GET', right: 'read' },
    ...{ name, path, gives, handler },
  });
  const [files, metadata] = [retrieveInstances(parts), retrieveMetadata(parts)];
  const level = (name: string, path: string, gives: readonly string[]) => [
    read(`Retrieve${name}`, path, gives, files),
    read(`Retrieve${name}Metadata`, `${path}/metadata`, [JSON_MODEL], metadata),
  ];
  return [
    ...level('Study', STUDY, [related(DICOM)]),
    ...level('Series', SERIES, [related(DICOM)]),
    ...level('Instance', INSTANCE, [related(DICOM), DICOM]),
    read('RetrieveBulkdata', `${INSTANCE}/bulkdata/*`, [related(BYTES), BYTES], retrieveBulkData(parts)),
    read('RetrieveByUri', '/wado', [DICOM], retrieveByUri(parts)),
  ];
}

function stores(parts: DicomWebParts): DicomWebRoute[] {
  const handler = storeInstances(parts);
  return ['/studies', STUDY].map((path) => ({
    ...{ method: 'POST', path, name: 'StoreInstances', right: 'store' },
    ...{ takes: [related(DICOM), DICOM], gives: [JSON_MODEL], handler },
  }));
}
