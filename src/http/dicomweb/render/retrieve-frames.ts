/** WADO-RS frames (PS3.18 10.4.1.1.3): pixels of an instance, as they are stored or converted. */
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { DecodedFrame } from '../../../render/index.ts';
import { etagOf, isUnchanged } from '../../conditional.ts';
import { callerOf } from '../../guard.ts';
import { sendMultipart } from '../multipart-answer.ts';
import type { DicomWebParts } from '../parts.ts';
import { targetOf } from '../paths.ts';
import { ResponseBody } from '../response-body.ts';
import { selectInstance } from '../retrieve/selection.ts';
import { untilGone } from '../until-gone.ts';
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
    if (form.isMultipart) await sendFrameParts(reply, uid, frames);
    else await sendOne(reply, uid, frames);
    return reply;
  };
}

async function sendOne(reply: FastifyReply, uid: string, frames: AsyncIterable<DecodedFrame>): Promise<void> {
  for await (const { bytes } of frames) {
    void reply.header('content-type', `${mediaTypeOf(uid)}; transfer-syntax=${uid}`);
    void reply.header('content-length', bytes.length).header('content-disposition', 'attachment');
    await new ResponseBody(reply).sendAll([bytes]);
  }
}

/** A part for each frame. */
export async function sendFrameParts(
  reply: FastifyReply,
  uid: string,
  frames: AsyncIterable<DecodedFrame>,
): Promise<void> {
  const type = mediaTypeOf(uid);
  const contentType = `${type}; transfer-syntax=${uid}`;
  const parts = async function* () {
    for await (const { frame, bytes } of frames)
      yield { contentType, location: `../frames/${frame + 1}`, body: bytes };
  };
  await sendMultipart(reply, type, parts());
}
