import type { FastifyReply, FastifyRequest, HTTPMethods } from 'fastify';
import type { RouteRight } from '../../contract/index.ts';
import { retrieveMetadata } from './metadata/retrieve-metadata.ts';
import { xmlAlone, xmlParts } from './native-xml.ts';
import { formName } from './negotiate.ts';
import type { DicomWebParts } from './parts.ts';
import { search } from './qido/search.ts';
import { frameForms, videoTypes } from './render/frame-forms.ts';
import { partFormats, pictureFormats, stillFormats } from './render/picture-formats.ts';
import { retrieveFrames } from './render/retrieve-frames.ts';
import { retrieveAllRendered, retrieveRendered, retrieveThumbnail } from './render/retrieve-rendered.ts';
import { retrieveAllBulkData, retrieveAllPixelData } from './retrieve/all-bulk-data.ts';
import { retrieveBulkData, retrievePixelData } from './retrieve/bulk-data.ts';
import { retrieveInstances } from './retrieve/instances.ts';
import { retrieveByUri } from './retrieve/wado-uri.ts';
import { storeInstances } from './stow/store-instances.ts';
import { storedTypes } from './stow/stored-types.ts';
import { BYTES, DICOM, DICOM_JSON, JPEG, ZIP } from './type-names.ts';

export type Handler = (request: FastifyRequest, reply: FastifyReply) => Promise<FastifyReply>;

/** A transaction of the DICOM web services on a resource. */
export interface DicomWebRoute {
  readonly method: HTTPMethods;
  /** Below the service root. */
  readonly path: string;
  /** The transaction, as PS3.18 names it. */
  readonly name: string;
  readonly right: RouteRight;
  /** See http/guard.ts. */
  readonly keepsIdentityHidden?: true;
  /** Media types of bodies that it takes, and of its answers. */
  readonly takes?: readonly string[];
  readonly gives: readonly string[];
  readonly handler: Handler;
}

const STUDY = '/studies/:study';
const SERIES = `${STUDY}/series/:series`;
const INSTANCE = `${SERIES}/instances/:instance`;

const stills = Object.keys(stillFormats);
const pictures = Object.keys(pictureFormats);
const models = [DICOM_JSON, formName(xmlParts)];
const related = (type: string) => `multipart/related; type="${type}"`;
const bulkTypes = [BYTES, ...videoTypes].flatMap((type) => [related(type), type]);
const bulkParts = [BYTES, ...videoTypes].map(related);

/** All transactions but the one that tells of them. */
export function routesOf(parts: DicomWebParts): readonly DicomWebRoute[] {
  return [...searches(parts), ...retrievals(parts), ...renderings(parts), ...stores(parts)];
}

function searches({ archive }: DicomWebParts): DicomWebRoute[] {
  const find = (name: string, level: 'study' | 'series' | 'instance', paths: readonly string[]) => {
    const handler = search(archive, level);
    return paths.map(
      (path) =>
        ({
          method: 'GET',
          path,
          name,
          right: 'find',
          keepsIdentityHidden: true,
          gives: models,
          handler,
        }) as const,
    );
  };
  return [
    ...find('SearchForStudies', 'study', ['/studies']),
    ...find('SearchForSeries', 'series', [`${STUDY}/series`, '/series']),
    ...find('SearchForInstances', 'instance', [`${SERIES}/instances`, `${STUDY}/instances`, '/instances']),
  ];
}

const view = (name: string, path: string, gives: readonly string[], handler: Handler): DicomWebRoute => ({
  ...{ method: 'GET', right: 'view' },
  ...{ name, path, gives, handler },
});

/** The same for who is not to know whose images they see, too. */
const shown = (...[name, path, gives, handler]: Parameters<typeof view>): DicomWebRoute => ({
  ...view(name, path, gives, handler),
  keepsIdentityHidden: true,
});

function retrievals(parts: DicomWebParts): DicomWebRoute[] {
  const [files, metadata] = [retrieveInstances(parts), retrieveMetadata(parts)];
  const level = (name: string, path: string, gives: readonly string[]): DicomWebRoute[] => [
    { method: 'GET', right: 'download', name: `Retrieve${name}`, path, gives, handler: files },
    shown(`Retrieve${name}Metadata`, `${path}/metadata`, models, metadata),
  ];
  return [
    ...level('Study', STUDY, [related(DICOM), ZIP]),
    ...level('Series', SERIES, [related(DICOM), ZIP]),
    ...level('Instance', INSTANCE, [related(DICOM), DICOM]),
    ...bulkData(parts),
    // As a DICOM file it needs the right to download too.
    view('RetrieveByUri', '/wado', [DICOM, ...pictures], retrieveByUri(parts)),
  ];
}

/** Values without the rest (PS3.18 10.4.1.1.5, 10.4.1.1.6). */
function bulkData(parts: DicomWebParts): DicomWebRoute[] {
  const [all, pixels] = [retrieveAllBulkData(parts), retrieveAllPixelData(parts)];
  return [
    view('RetrieveStudyBulkdata', `${STUDY}/bulkdata`, bulkParts, all),
    view('RetrieveSeriesBulkdata', `${SERIES}/bulkdata`, bulkParts, all),
    view('RetrieveInstanceBulkdata', `${INSTANCE}/bulkdata`, bulkParts, all),
    shown('RetrieveBulkdata', `${INSTANCE}/bulkdata/*`, bulkTypes, retrieveBulkData(parts)),
    view('RetrieveStudyPixelData', `${STUDY}/pixeldata`, bulkParts, pixels),
    view('RetrieveSeriesPixelData', `${SERIES}/pixeldata`, bulkParts, pixels),
    view('RetrieveInstancePixelData', `${INSTANCE}/pixeldata`, bulkTypes, retrievePixelData(parts)),
  ];
}

/** What is decoded or drawn (PS3.18 10.4). */
function renderings(parts: DicomWebParts): DicomWebRoute[] {
  const frames = `${INSTANCE}/frames/:frames`;
  const [all, thumbnail] = [retrieveAllRendered(parts), retrieveThumbnail(parts, 'instances')];
  const several = (name: string, path: string) => [
    shown(`RetrieveRendered${name}`, `${path}/rendered`, Object.keys(partFormats).map(related), all),
    shown(`Retrieve${name}Thumbnail`, `${path}/thumbnail`, [JPEG], thumbnail),
  ];
  return [
    ...several('Study', STUDY),
    ...several('Series', SERIES),
    shown('RetrieveRenderedInstance', `${INSTANCE}/rendered`, pictures, retrieveRendered(parts, 'instance')),
    shown('RetrieveInstanceThumbnail', `${INSTANCE}/thumbnail`, [JPEG], thumbnail),
    shown('RetrieveFrames', frames, frameForms(1).map(formName), retrieveFrames(parts)),
    shown('RetrieveRenderedFrames', `${frames}/rendered`, stills, retrieveRendered(parts, 'frame')),
    shown('RetrieveFrameThumbnail', `${frames}/thumbnail`, [JPEG], retrieveThumbnail(parts, 'frame')),
  ];
}

function stores(parts: DicomWebParts): DicomWebRoute[] {
  const handler = storeInstances(parts);
  return ['/studies', STUDY].map((path) => ({
    ...{ method: 'POST', path, name: 'StoreInstances', right: 'store' },
    ...{ takes: storedTypes, gives: [DICOM_JSON, xmlAlone.type], handler },
  }));
}
