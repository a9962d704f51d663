import type { FastifyReply } from 'fastify';
import { IsocenterError } from '../base/index.ts';

/**
 * Aborts with `cancelled` when the client goes away before it has its whole answer: nobody works for nobody.
 * @param controller one that is aborted for other reasons too
 */
export function untilGone(
  reply: FastifyReply,
  controller: AbortController = new AbortController(),
): AbortSignal {
  reply.raw.once('close', () => {
    if (!reply.raw.writableFinished) controller.abort(new IsocenterError('cancelled'));
  });
  return controller.signal;
}
