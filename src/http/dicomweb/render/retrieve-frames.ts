/** WADO-RS frames (PS3.18 10.4.1.1.3): pixels of an instance, as they are stored or converted. */
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { DecodedFrame } from '../../../render/index.ts';
import { etagOf, isUnchanged } from '../../conditional.ts';
import { callerOf } from '../../guard.ts';
import { untilGone } from '../../until-gone.ts';
import { type AnswerPart, sendMultipart } from '../multipart-answer.ts';
import type { DicomWebParts } from '../parts.ts';
import { pathOf, serviceRoot, targetOf } from '../paths.ts';
import { ResponseBody } from '../response-body.ts';
import { targetOfInstance } from '../retrieve/instance-json.ts';
import { selectInstance } from '../retrieve/selection.ts';
import { chooseFrameForm, frameForms, mediaTypeOf } from './frame-forms.ts';
import { framesOf } from './frame-list.ts';
import { refuseFramesOfVideo } from './send-video.ts';

export function retrieveFrames({ archive, renderer }: DicomWebParts) {
  return async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
    const numbers = framesOf(request);
    const caller = callerOf(request);
    const instance = await selectInstance(archive, caller, targetOf(request));
    refuseFramesOfVideo(request, instance);
    const canConvert = await renderer.conversions(caller, instance);
    const forms = frameForms(numbers.length);
    const { form, uid } = chooseFrameForm(request, forms, instance.transferSyntaxUid, canConvert);
    const etag = etagOf([instance], `${form.isMultipart} ${uid} ${numbers.join()}`);
    if (isUnchanged(request, reply, etag)) return reply;
    const frames = renderer.decodedFrames(caller, instance, numbers, uid, untilGone(reply));
    const place = `${serviceRoot(request)}${pathOf(targetOfInstance(instance))}/frames`;
    const locationOf = (frame: number) => `${place}/${frame + 1}`;
    if (form.isMultipart) await sendMultipart(reply, mediaTypeOf(uid), frameParts(uid, frames, locationOf));
    else await sendOne(reply, uid, frames);
    return reply;
  };
}

async function sendOne(reply: FastifyReply, uid: string, frames: AsyncIterable<DecodedFrame>): Promise<void> {
  for await (const { bytes } of frames) {
    void reply.header('content-type', contentTypeOf(uid));
    void reply.header('content-length', bytes.length).header('content-disposition', 'attachment');
    await new ResponseBody(reply).sendAll([bytes]);
  }
}

/** A part for each frame. */
export async function* frameParts(
  uid: string,
  frames: AsyncIterable<DecodedFrame>,
  locationOf: (frame: number) => string,
): AsyncGenerator<AnswerPart, void, void> {
  const contentType = contentTypeOf(uid);
  for await (const { frame, bytes } of frames)
    yield { contentType, location: locationOf(frame), body: bytes };
}

const contentTypeOf = (uid: string): string => `${mediaTypeOf(uid)}; transfer-syntax=${uid}`;
