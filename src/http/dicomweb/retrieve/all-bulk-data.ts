/** WADO-RS bulk data of all that a path names (PS3.18 10.4.3.3.5), or their pixel data alone (10.4.3.3.6): each value is a part. */
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { StoredInstance } from '../../../archive/index.ts';
import { asIsocenterError, IsocenterError } from '../../../base/index.ts';
import type { Caller } from '../../../contract/index.ts';
import { type Header, hexTag } from '../../../dicom/index.ts';
import { etagOf, isUnchanged } from '../../conditional.ts';
import { callerOf } from '../../guard.ts';
import { untilGone } from '../../until-gone.ts';
import { type AnswerPart, sendMultipart } from '../multipart-answer.ts';
import { acceptedForms, chooseForm, multipart } from '../negotiate.ts';
import type { DicomWebParts } from '../parts.ts';
import { serviceRoot, targetOf } from '../paths.ts';
import { chooseFrameForm, frameForms, videoTypes } from '../render/frame-forms.ts';
import { chooseVideoForm, videoPart } from '../render/send-video.ts';
import { BYTES } from '../type-names.ts';
import { begun, pixelParts } from './compressed-pixel-data.ts';
import { findValue, openValue, parseElementPath } from './find-value.ts';
import { bulkDataUri, bulkPathsIn } from './instance-json.ts';
import { everyInstance, type Selection, selectTarget } from './selection.ts';

const ofFrames = frameForms(Number.POSITIVE_INFINITY);
const forms = [...ofFrames, ...videoTypes.map(multipart)];

/** Which values of an instance, as paths to their elements. */
type PathsIn = (header: Header) => readonly string[];

const pixelPathsIn: PathsIn = ({ pixelData }) => (pixelData ? [hexTag(pixelData.tag)] : []);

export const retrieveAllBulkData = (parts: DicomWebParts) => retrieveValues(parts, 'bulk data', bulkPathsIn);
export const retrieveAllPixelData = (parts: DicomWebParts) =>
  retrieveValues(parts, 'pixel data', pixelPathsIn);

interface Asked extends Pick<DicomWebParts, 'archive' | 'renderer'> {
  readonly request: FastifyRequest;
  readonly caller: Caller;
  readonly signal: AbortSignal;
}

function retrieveValues({ archive, renderer }: DicomWebParts, what: string, pathsIn: PathsIn) {
  return async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
    const { form } = chooseForm(request, forms);
    const caller = callerOf(request);
    const selection = await selectTarget(archive, caller, targetOf(request));
    const etag = selection.rest
      ? undefined
      : etagOf(selection.known, `${what} ${JSON.stringify(acceptedForms(request, forms))}`);
    if (isUnchanged(request, reply, etag)) return reply;
    const asked = { archive, renderer, request, caller, signal: untilGone(reply) };
    await sendMultipart(reply, form.type, partsOfAll(asked, selection, what, pathsIn));
    return reply;
  };
}

/** What cannot be had in an accepted form is left out. Where nothing can, this throws before anything is sent. */
async function* partsOfAll(
  asked: Asked,
  selection: Selection,
  what: string,
  pathsIn: PathsIn,
): AsyncGenerator<AnswerPart, void, void> {
  let hasAny = false;
  let refusal: IsocenterError | undefined;
  const leaveOut = (error: unknown) => {
    const known = asIsocenterError(error);
    if (!/^(dicom|pixels)\/|^http\/not-acceptable$/.test(known.code)) throw error;
    refusal ??= known;
    return [];
  };
  for await (const instance of everyInstance(selection)) {
    for (const path of await pathsOf(asked, instance, pathsIn).catch(leaveOut)) {
      for await (const part of await begun(partsOf(asked, instance, path)).catch(leaveOut)) {
        hasAny = true;
        yield part;
      }
    }
  }
  if (!hasAny) throw refusal ?? new IsocenterError('archive/not-found', { what });
}

async function pathsOf({ archive, caller }: Asked, instance: StoredInstance, pathsIn: PathsIn) {
  return pathsIn(await archive.header(caller.actor, caller.scope, instance));
}

async function* partsOf(
  asked: Asked,
  instance: StoredInstance,
  path: string,
): AsyncGenerator<AnswerPart, void, void> {
  const { archive, renderer, request, caller, signal } = asked;
  const location = bulkDataUri(serviceRoot(request), instance, path);
  const found = await findValue(archive, caller, instance, parseElementPath(path));
  if (!('frames' in found)) {
    chooseForm(request, [multipart(BYTES)]);
    const { size, read } = openValue(archive, caller, instance, found);
    yield { contentType: BYTES, location, length: size, body: read(0, size) };
    return;
  }
  const video = await renderer.video(caller, instance);
  if (video) {
    const { contentType } = chooseVideoForm(request, instance, [multipart]);
    yield videoPart(video, contentType, location);
    return;
  }
  const canConvert = await renderer.conversions(caller, instance);
  const { uid } = chooseFrameForm(request, ofFrames, instance.transferSyntaxUid, canConvert);
  yield* pixelParts(uid, renderer.decodedFrames(caller, instance, undefined, uid, signal), location);
}
