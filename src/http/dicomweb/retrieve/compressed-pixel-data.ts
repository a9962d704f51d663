/** Bulk data of encapsulated pixel data (PS3.18 8.7.3.3): they are no bytes, but frames, or a video. */
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { StoredInstance } from '../../../archive/index.ts';
import type { DecodedFrame } from '../../../render/index.ts';
import { etagOf, isUnchanged } from '../../conditional.ts';
import { callerOf } from '../../guard.ts';
import { untilGone } from '../../until-gone.ts';
import { type AnswerPart, sendMultipart } from '../multipart-answer.ts';
import { single } from '../negotiate.ts';
import type { DicomWebParts } from '../parts.ts';
import { chooseFrameForm, frameForms, mediaTypeOf, NATIVE } from '../render/frame-forms.ts';
import { frameParts } from '../render/retrieve-frames.ts';
import { sendStoredVideo } from '../render/send-video.ts';
import { ResponseBody } from '../response-body.ts';
import { BYTES } from '../type-names.ts';

/** A part for each frame as it is stored or compressed anew; without compression, all of them are one value. */
const forms = [...frameForms(Number.POSITIVE_INFINITY), single(BYTES)];

/** @param location where metadata say that they are */
export async function sendCompressedPixelData(
  { renderer }: DicomWebParts,
  request: FastifyRequest,
  reply: FastifyReply,
  instance: StoredInstance,
  location: string,
): Promise<void> {
  const caller = callerOf(request);
  const video = await renderer.video(caller, instance);
  if (video) return sendStoredVideo(request, reply, instance, video, location);
  const canConvert = await renderer.conversions(caller, instance);
  const { form, uid } = chooseFrameForm(request, forms, instance.transferSyntaxUid, canConvert);
  if (isUnchanged(request, reply, etagOf([instance], `pixel data ${form.isMultipart} ${uid}`))) return;
  const frames = renderer.decodedFrames(caller, instance, undefined, uid, untilGone(reply));
  if (form.isMultipart) return sendMultipart(reply, mediaTypeOf(uid), pixelParts(uid, frames, location));
  void reply.header('content-type', BYTES).header('content-disposition', 'attachment');
  await new ResponseBody(reply).sendAll(bytesOf(frames));
}

/** What cannot be decoded fails before there is a part of it. */
export async function* pixelParts(
  uid: string,
  frames: AsyncIterable<DecodedFrame>,
  location: string,
): AsyncGenerator<AnswerPart, void, void> {
  if (uid !== NATIVE) return yield* frameParts(uid, frames, () => location);
  // How long it is shows when the first frame has been decoded: colours may need more room than the data set says.
  yield { contentType: BYTES, location, body: await begun(bytesOf(frames)) };
}

async function* bytesOf(frames: AsyncIterable<DecodedFrame>): AsyncGenerator<Uint8Array, void, void> {
  for await (const { bytes } of frames) yield bytes;
}

/** The same items, when the first one is there. */
export async function begun<Item>(
  items: AsyncGenerator<Item, void, void>,
): Promise<AsyncGenerator<Item, void, void>> {
  const first = await items.next();
  return (async function* () {
    if (first.done) return;
    yield first.value;
    yield* items;
  })();
}
