/** WADO-URI (PS3.18 9): one instance, named by query parameters. */
import type { FastifyReply, FastifyRequest } from 'fastify';
import { asIsocenterError, IsocenterError } from '../../../base/index.ts';
import { parseAccept } from '../../../net/index.ts';
import { etagOf, isUnchanged } from '../../conditional.ts';
import { callerOf, requireRight } from '../../guard.ts';
import { untilGone } from '../../until-gone.ts';
import { notAcceptable, single, weighForms } from '../negotiate.ts';
import type { DicomWebParts } from '../parts.ts';
import { requireUid, type Target } from '../paths.ts';
import { pictureFormats } from '../render/picture-formats.ts';
import { readUriQuery, understoodByUri } from '../render/render-query.ts';
import { sendPicture, tellIgnored } from '../render/retrieve-rendered.ts';
import { sendMp4 } from '../render/send-video.ts';
import { DICOM, JPEG, MP4 } from '../type-names.ts';
import { sendInstanceFile } from './instances.ts';
import { selectInstance } from './selection.ts';

type Parameters = Readonly<Record<string, string | readonly string[] | undefined>>;

export function retrieveByUri(parts: DicomWebParts) {
  return async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
    const parameters = request.query as Parameters;
    if (parameters.requestType !== 'WADO') throw bad('requestType has to be WADO');
    // What has to be anonymous must not go out as it is (PS3.18 9.1.2.1.4).
    if (parameters.anonymize !== undefined && parameters.anonymize !== 'no')
      throw bad('Instances cannot be had anonymized here');
    const wants = await wantedType(parts, request);
    if (wants !== DICOM) return sendRendered(parts, request, reply, wants);
    requireRight(request, 'download');
    tellIgnored(request, reply, understoodByUri.file);
    const { transferSyntax } = parameters;
    const wanted = transferSyntax === undefined ? [] : [String(transferSyntax)];
    await sendInstanceFile(parts, request, reply, targetOf(parameters), wanted);
    return reply;
  };
}

const forms = [DICOM, ...Object.keys(pictureFormats)].map(single);

/**
 * What `contentType` asks for, else the Accept header. Where neither says anything, a single image is a JPEG, and everything
 * else a DICOM file (PS3.18 9.1.2.1).
 */
async function wantedType(parts: DicomWebParts, request: FastifyRequest): Promise<string> {
  const parameters = request.query as Parameters;
  // A parameter that only DICOM files have.
  if (parameters.contentType === undefined && parameters.transferSyntax !== undefined) return DICOM;
  const { contentType } = parameters;
  const ranges = parseAccept(String(contentType ?? request.headers.accept ?? ''));
  // As a value of the parameter, "everything" names no type.
  const named = contentType === undefined ? ranges : ranges.filter(({ name }) => name !== '*/*');
  const accepted = weighForms(named, forms);
  const [first] = accepted;
  if (!first) throw notAcceptable(forms);
  if (!first.isByAnything) return first.form.type;
  const usual = await usualType(parts, request);
  return accepted.some(({ form }) => form.type === usual) ? usual : first.form.type;
}

async function usualType({ archive, renderer }: DicomWebParts, request: FastifyRequest): Promise<string> {
  const caller = callerOf(request);
  const instance = await selectInstance(archive, caller, targetOf(request.query as Parameters));
  return (await renderer.isStill(caller, instance)) ? JPEG : DICOM;
}

/** As a picture (PS3.18 9.1.2.2). */
async function sendRendered(
  { archive, renderer }: DicomWebParts,
  request: FastifyRequest,
  reply: FastifyReply,
  type: string,
): Promise<FastifyReply> {
  const parameters = request.query as Parameters;
  const caller = callerOf(request);
  const instance = await selectInstance(archive, caller, targetOf(parameters));
  const video = await renderer.video(caller, instance);
  tellIgnored(request, reply, understoodByUri[video ? 'video' : 'picture']);
  if (video) {
    if (type !== MP4) throw notAcceptable([DICOM, MP4].map(single));
    await sendMp4(request, reply, instance, video);
    return reply;
  }
  const asked = { ...readUriQuery(parameters), format: pictureFormats[type]! };
  if (isUnchanged(request, reply, etagOf([instance], `uri ${JSON.stringify(asked)}`))) return reply;
  return sendPicture(
    reply,
    await renderer.rendered(caller, instance, asked, untilGone(reply)).catch(refuseNoFrame),
  );
}

/** A frame that does not exist is a resource of WADO-RS, and a bad parameter here (PS3.18 9.5.2). */
function refuseNoFrame(error: unknown): never {
  const { code, message } = asIsocenterError(error);
  throw code === 'pixels/no-frame' ? new IsocenterError('input/invalid', { reason: message }) : error;
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
