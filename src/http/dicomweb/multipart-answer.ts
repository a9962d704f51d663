/** Answers of several parts (PS3.18 8.6.1.2), written as they are made. */
import type { FastifyReply } from 'fastify';
import { MultipartFraming, type PartHead } from '../../net/index.ts';
import { ResponseBody } from './response-body.ts';

export interface AnswerPart extends PartHead {
  readonly body: Uint8Array | Iterable<Uint8Array> | AsyncIterable<Uint8Array>;
}

/** @param type media type of all parts. What fails before the first bytes of the first part is thrown, to be answered. */
export async function sendMultipart(
  reply: FastifyReply,
  type: string,
  parts: Iterable<AnswerPart> | AsyncIterable<AnswerPart>,
): Promise<void> {
  const framing = new MultipartFraming(type);
  void reply.header('content-type', framing.contentType);
  await new ResponseBody(reply).sendAll(multipartPieces(framing, parts));
}

/** One part alone; where its length is known, that of the answer is said as well. */
export async function sendOnePart(reply: FastifyReply, type: string, part: AnswerPart): Promise<void> {
  if (part.length !== undefined) {
    const measured = new MultipartFraming(type);
    void reply.header('content-length', measured.head(part).length + part.length + measured.end().length);
  }
  await sendMultipart(reply, type, [part]);
}

/** The whole body, in pieces as they come. */
export async function* multipartPieces(
  framing: MultipartFraming,
  parts: Iterable<AnswerPart> | AsyncIterable<AnswerPart>,
): AsyncGenerator<Uint8Array | string> {
  for await (const part of parts) {
    const { body } = part;
    if (body instanceof Uint8Array) {
      yield framing.head({ ...part, length: body.length });
      yield body;
      continue;
    }
    let head = framing.head(part);
    for await (const piece of body) {
      if (head !== '') yield head;
      head = '';
      yield piece;
    }
    if (head !== '') yield head;
  }
  yield framing.end();
}
