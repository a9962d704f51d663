import { Readable } from 'node:stream';
import type { FastifyReply } from 'fastify';
import type { Archive, Selector } from '../archive/index.ts';
import { type Caller, discImageType } from '../contract/index.ts';
import type { Renderer } from '../render/index.ts';
import { attachment } from './content-disposition.ts';
import { discPicture } from './disc-picture.ts';
import { untilGone } from './until-gone.ts';

/** Bytes that wait between the files and the socket. */
const WAITING_BYTES = 1024 * 1024;

/** What is selected as an image of a disc, in the transfer syntaxes it is stored in; its length is told before its first byte. */
export async function sendDisc(
  { archive, renderer }: { readonly archive: Archive; readonly renderer: Renderer },
  caller: Caller,
  selection: readonly Selector[],
  name: string,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const disc = await archive.composeDisc(
    caller.actor,
    caller.scope,
    { selection, draw: discPicture(renderer, caller) },
    untilGone(reply),
  );
  void reply.type(discImageType).header('content-length', disc.size);
  void reply.header('content-disposition', attachment(name));
  return reply.send(Readable.from(disc.bytes(), { objectMode: false, highWaterMark: WAITING_BYTES }));
}
