/** WADO-RS rendered (PS3.18 10.4.1.1.5) and thumbnails (10.4.1.1.6): pictures for who has no DICOM viewer. */
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { StoredInstance } from '../../../archive/index.ts';
import { asIsocenterError, IsocenterError, readAhead } from '../../../base/index.ts';
import type { RenderedPicture } from '../../../render/index.ts';
import { etagOf, isUnchanged } from '../../conditional.ts';
import { callerOf } from '../../guard.ts';
import { untilGone } from '../../until-gone.ts';
import { sendMultipart } from '../multipart-answer.ts';
import { chooseForm, multipart, single } from '../negotiate.ts';
import type { DicomWebParts } from '../parts.ts';
import { targetOf } from '../paths.ts';
import { everyInstance, selectInstance, selectorOf, selectTarget } from '../retrieve/selection.ts';
import { JPEG, MP4 } from '../type-names.ts';
import { oneFrameOf } from './frame-list.ts';
import { partFormats, pictureFormats, stillFormats } from './picture-formats.ts';
import { ignoredParameters, readRenderQuery, readViewport, understood } from './render-query.ts';
import { refuseFramesOfVideo, sendMp4 } from './send-video.ts';

const stills = Object.keys(stillFormats);

/** An instance as a picture or an animation, or one of its frames as a picture. */
export function retrieveRendered({ archive, renderer }: DicomWebParts, of: 'instance' | 'frame') {
  return async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
    const frame = of === 'frame' ? oneFrameOf(request) : 0;
    const caller = callerOf(request);
    const instance = await selectInstance(archive, caller, targetOf(request));
    if (of === 'frame') refuseFramesOfVideo(request, instance);
    const video = await renderer.video(caller, instance);
    if (video) {
      chooseForm(request, [single(MP4)]);
      tellIgnored(request, reply, understood.video);
      await sendMp4(request, reply, instance, video);
      return reply;
    }
    const types = of === 'frame' ? stills : Object.keys(pictureFormats);
    const { form } = chooseForm(request, types.map(single));
    tellIgnored(request, reply, understood.rendered);
    const asked = { ...readRenderQuery(request.query), format: pictureFormats[form.type]!, frame };
    if (isUnchanged(request, reply, etagOf([instance], `rendered ${JSON.stringify(asked)}`))) return reply;
    return sendPicture(reply, await renderer.rendered(caller, instance, asked, untilGone(reply)));
  };
}

/** Pictures that are drawn before their turn. */
const AHEAD = 2;

/**
 * Every image of a series or study as a picture, or each as an animation (PS3.18 makes none of several images); what is no
 * image, or a damaged one, is left out.
 */
export function retrieveAllRendered({ archive, renderer }: DicomWebParts) {
  return async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
    const { form } = chooseForm(request, Object.keys(partFormats).map(multipart));
    tellIgnored(request, reply, understood.rendered);
    const asked = { ...readRenderQuery(request.query), format: partFormats[form.type]! };
    const caller = callerOf(request);
    const selection = await selectTarget(archive, caller, targetOf(request));
    const etag = selection.rest
      ? undefined
      : etagOf(selection.known, `rendered parts ${JSON.stringify(asked)}`);
    if (isUnchanged(request, reply, etag)) return reply;
    const signal = untilGone(reply);
    const draw = async (instance: StoredInstance) => {
      try {
        return await renderer.rendered(caller, instance, asked, signal);
      } catch (error) {
        const { code } = asIsocenterError(error);
        if (code.startsWith('pixels/') || code.startsWith('dicom/')) return undefined;
        throw error;
      }
    };
    await sendMultipart(reply, form.type, partsOf(readAhead(everyInstance(selection), AHEAD, draw)));
    return reply;
  };
}

const DEFAULT_SIDE = 128;

/** A small JPEG of a study, a series, an instance or a frame. */
export function retrieveThumbnail({ archive, renderer }: DicomWebParts, of: 'instances' | 'frame') {
  return async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
    chooseForm(request, [single(JPEG)]);
    tellIgnored(request, reply, understood.thumbnail);
    const { viewport } = request.query as { readonly viewport?: string };
    const { width, height } = viewport === undefined ? square(DEFAULT_SIDE) : readViewport(String(viewport));
    const side = Math.max(width, height);
    const frame = of === 'frame' ? { frame: oneFrameOf(request) } : {};
    const caller = callerOf(request);
    const target = targetOf(request);
    const instance = await renderer.middleImage(caller, selectorOf(target)).catch(async (error: unknown) => {
      // There may be nothing, or nothing that this caller may see: that is told in the words of the other retrievals.
      await selectTarget(archive, caller, target, 0);
      throw error;
    });
    const asked = { side, ...frame };
    if (isUnchanged(request, reply, etagOf([instance], `thumbnail ${JSON.stringify(asked)}`))) return reply;
    return sendPicture(reply, await renderer.thumbnail(caller, instance, asked));
  };
}

const square = (side: number) => ({ width: side, height: side });

export function sendPicture(reply: FastifyReply, { mediaType, bytes }: RenderedPicture): FastifyReply {
  const body = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  return reply.header('content-type', mediaType).send(body);
}

export function tellIgnored(request: FastifyRequest, reply: FastifyReply, known: readonly string[]): void {
  const ignored = ignoredParameters(request.query, known);
  if (ignored.length > 0)
    void reply.header('warning', `299 isocenter "These parameters were ignored: ${ignored.join(', ')}"`);
}

/** Where nothing can be drawn: `pixels/none`, before anything is sent. */
async function* partsOf(pictures: AsyncIterable<RenderedPicture | undefined>) {
  let hasAny = false;
  for await (const picture of pictures) {
    if (!picture) continue;
    hasAny = true;
    yield { contentType: picture.mediaType, body: picture.bytes };
  }
  if (!hasAny) throw new IsocenterError('pixels/none');
}
