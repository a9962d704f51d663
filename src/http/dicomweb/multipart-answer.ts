/** Answers of several parts (PS3.18 8.6.1.2), written as they are made. */
import { randomUUID } from 'node:crypto';
import type { FastifyReply } from 'fastify';
import { ResponseBody } from './response-body.ts';

export interface AnswerPart {
  /** With its parameters. */
  readonly contentType: string;
  /** Where the same is to be had alone. */
  readonly location?: string;
  readonly body: Uint8Array;
}

/** @param type media type of all parts. What fails before the first part is thrown, to be answered. */
export async function sendMultipart(
  reply: FastifyReply,
  type: string,
  parts: AsyncIterable<AnswerPart>,
): Promise<void> {
  const boundary = randomUUID();
  void reply.header('content-type', `multipart/related; type="${type}"; boundary=${boundary}`);
  await new ResponseBody(reply).sendAll(pieces(boundary, parts));
}

async function* pieces(
  boundary: string,
  parts: AsyncIterable<AnswerPart>,
): AsyncGenerator<Uint8Array | string> {
  for await (const { contentType, location, body } of parts) {
    const where = location === undefined ? '' : `Content-Location: ${location}\r\n`;
    const length = `Content-Length: ${body.length}\r\n`;
    yield `--${boundary}\r\nContent-Type: ${contentType}\r\n${length}${where}\r\n`;
    yield body;
    yield '\r\n';
  }
  yield `--${boundary}--\r\n`;
}
