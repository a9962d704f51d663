/** Bulk data of encapsulated pixel data (PS3.18 8.7.3.3): they are no bytes, but frames, or a video. */
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { StoredInstance } from '../../../archive/index.ts';
import type { DecodedFrame } from '../../../render/index.ts';
import { etagOf, isUnchanged } from '../../conditional.ts';
import { callerOf } from '../../guard.ts';
import { sendOnePart } from '../multipart-answer.ts';
import { single } from '../negotiate.ts';
import type { DicomWebParts } from '../parts.ts';
import { BYTES, chooseFrameForm, frameForms, NATIVE } from '../render/frame-forms.ts';
import { sendFrameParts } from '../render/retrieve-frames.ts';
import { sendStoredVideo } from '../render/send-video.ts';
import { ResponseBody } from '../response-body.ts';
import { untilGone } from '../until-gone.ts';

/** A part for each frame as it is stored or compressed anew; without compression, all of them are one value. */
const forms = [...frameForms(Number.POSITIVE_INFINITY), single(BYTES)];

export async function sendCompressedPixelData(
  { renderer }: DicomWebParts,
  request: FastifyRequest,
  reply: FastifyReply,
  instance: StoredInstance,
): Promise<void> {
  const caller = callerOf(request);
  const video = await renderer.video(caller, instance);
  if (video) return sendStoredVideo(request, reply, instance, video);
  const canConvert = await renderer.conversions(caller, instance);
  const { form, uid } = chooseFrameForm(request, forms, instance.transferSyntaxUid, canConvert);
  if (isUnchanged(request, reply, etagOf([instance], `pixel data ${form.isMultipart} ${uid}`))) return;
  const frames = renderer.decodedFrames(caller, instance, undefined, uid, untilGone(reply));
  if (uid !== NATIVE) await sendFrameParts(reply, uid, frames);
  // How long it is shows when the first frame has been decoded: colours may need more room than the data set says.
  else if (form.isMultipart) await sendOnePart(reply, BYTES, { contentType: BYTES, body: bytesOf(frames) });
  else {
    void reply.header('content-type', BYTES).header('content-disposition', 'attachment');
    await new ResponseBody(reply).sendAll(bytesOf(frames));
  }
}

async function* bytesOf(frames: AsyncIterable<DecodedFrame>): AsyncGenerator<Uint8Array> {
  for await (const { bytes } of frames) yield bytes;
}
