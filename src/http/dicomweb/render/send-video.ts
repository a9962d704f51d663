/** Videos: their streams as they are stored (PS3.18 8.7.3.3.2), and what browsers play (8.7.4). */
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { StoredInstance } from '../../../archive/index.ts';
import { IsocenterError } from '../../../base/index.ts';
import { type StoredVideo, videoAsMp4, videoCodingOf } from '../../../render/index.ts';
import { rangeOf } from '../../byte-range.ts';
import { etagOf, isUnchanged } from '../../conditional.ts';
import { untilGone } from '../../until-gone.ts';
import { type AnswerPart, sendOnePart } from '../multipart-answer.ts';
import { type Form, multipart, single } from '../negotiate.ts';
import { pathOf, serviceRoot } from '../paths.ts';
import { ResponseBody } from '../response-body.ts';
import { targetOfInstance } from '../retrieve/instance-json.ts';
import { BYTES, MP4 } from '../type-names.ts';
import { chooseFrameForm, mediaTypeOf, NATIVE } from './frame-forms.ts';

/** The stream as it is stored, its fragments joined, whole or a range of it. @param location where metadata say that it is */
export async function sendStoredVideo(
  request: FastifyRequest,
  reply: FastifyReply,
  instance: StoredInstance,
  video: StoredVideo,
  location: string,
): Promise<void> {
  const kinds = request.headers.range === undefined ? [multipart, single] : [single, multipart];
  const { form, contentType } = chooseVideoForm(request, instance, kinds);
  if (isUnchanged(request, reply, etagOf([instance], `video ${form.type} ${form.isMultipart}`))) return;
  if (form.isMultipart) return sendOnePart(reply, form.type, videoPart(video, contentType, location));
  void reply.header('content-type', contentType).header('content-disposition', 'attachment');
  await sendRange(request, reply, video);
}

/** As the media type of its coding, or as bytes: the same ones, since a video has no form without compression. */
export function chooseVideoForm(
  request: FastifyRequest,
  { transferSyntaxUid }: StoredInstance,
  kinds: readonly ((type: string) => Form)[],
): { readonly form: Form; readonly contentType: string } {
  const forms = [mediaTypeOf(transferSyntaxUid), BYTES].flatMap((type) => kinds.map((kind) => kind(type)));
  const { form, uid } = chooseFrameForm(request, forms, transferSyntaxUid, (each) => each === NATIVE);
  return { form, contentType: form.type === BYTES ? BYTES : `${form.type}; transfer-syntax=${uid}` };
}

export const videoPart = (video: StoredVideo, contentType: string, location: string): AnswerPart => ({
  ...{ contentType, location, length: video.size },
  body: video.read(0, video.size),
});

/** Where the query or the Accept header chose `video/mp4`: as it is stored where it is an MP4, else made into one. */
export async function sendMp4(
  request: FastifyRequest,
  reply: FastifyReply,
  instance: StoredInstance,
  video: StoredVideo,
): Promise<void> {
  if (isUnchanged(request, reply, etagOf([instance], 'rendered video'))) return;
  void reply.header('content-type', MP4);
  if (video.isMp4) return sendRange(request, reply, video);
  await videoAsMp4(video, (pieces) => new ResponseBody(reply).sendAll(pieces), untilGone(reply));
}

async function sendRange(request: FastifyRequest, reply: FastifyReply, video: StoredVideo): Promise<void> {
  const { start, end } = rangeOf(request, reply, video.size);
  void reply.header('content-length', end - start);
  await new ResponseBody(reply).sendAll(video.read(start, end));
}

/** @throws IsocenterError `pixels/video` where frames of a video are asked for. */
export function refuseFramesOfVideo(request: FastifyRequest, instance: StoredInstance): void {
  if (!videoCodingOf(instance.transferSyntaxUid)) return;
  const place = `${serviceRoot(request)}${pathOf(targetOfInstance(instance))}`;
  const stored = `${mediaTypeOf(instance.transferSyntaxUid)} at ${place}/bulkdata/7FE00010`;
  throw new IsocenterError('pixels/video', { offered: `${stored}, or ${MP4} at ${place}/rendered` });
}
