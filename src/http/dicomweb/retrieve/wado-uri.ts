/** WADO-URI (PS3.18 9): one instance, named by query parameters. */
import type { FastifyReply, FastifyRequest } from 'fastify';
import { IsocenterError } from '../../../base/index.ts';
import { parseMediaType } from '../media-type.ts';
import { notAcceptable, single } from '../negotiate.ts';
import type { DicomWebParts } from '../parts.ts';
import { requireUid, type Target } from '../paths.ts';
import { sendInstanceFile } from './instances.ts';

type Parameters = Readonly<Record<string, string | readonly string[] | undefined>>;

const DICOM = 'application/dicom';

export function retrieveByUri(parts: DicomWebParts) {
  return async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
    const parameters = request.query as Parameters;
    if (parameters.requestType !== 'WADO') throw bad('requestType has to be WADO');
    const types = String(parameters.contentType ?? DICOM).split(',');
    if (!types.some((type) => parseMediaType(type)?.name === DICOM)) throw notAcceptable([single(DICOM)]);
    const { transferSyntax } = parameters;
    const wanted = transferSyntax === undefined ? [] : [String(transferSyntax)];
    await sendInstanceFile(parts, request, reply, targetOf(parameters), wanted);
    return reply;
  };
}

function targetOf({ studyUID, seriesUID, objectUID }: Parameters): Target {
  const named = (name: string, value: Parameters[string]) => {
    if (typeof value !== 'string') throw bad(`${name} has to be one UID`);
    return requireUid(value);
  };
  return {
    study: named('studyUID', studyUID),
    series: named('seriesUID', seriesUID),
    instance: named('objectUID', objectUID),
  };
}

const bad = (reason: string): IsocenterError => new IsocenterError('input/invalid', { reason: `${reason}.` });
