import type { FastifyReply } from 'fastify';
import { codedPieces } from '../compress.ts';
import { ResponseBody } from './response-body.ts';

/** JSON or XML, written as it is made, in the content coding that the client wants. Fails as `ResponseBody.sendAll` does. */
export function sendText(reply: FastifyReply, pieces: AsyncIterable<Uint8Array | string>): Promise<void> {
  return new ResponseBody(reply).sendAll(codedPieces(reply, pieces));
}
