import type { FastifyReply } from 'fastify';
import { IsocenterError } from '../base/index.ts';

/** Aborted when the caller goes away. */
export function signalOf(reply: FastifyReply): AbortSignal {
  const controller = new AbortController();
  reply.raw.once('close', () => controller.abort(new IsocenterError('cancelled')));
  return controller.signal;
}
