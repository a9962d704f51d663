import { asIsocenterError, type Logger } from '../../base/index.ts';
import type { Handler } from './routes.ts';

/**
 * A handler whose answer may fail on the way: nobody can be told any more but the log. A client that went away is no
 * failure. What fails before the answer has begun is thrown on.
 */
export function logsCutOff(handler: Handler, logger: Logger): Handler {
  return async (request, reply) => {
    try {
      return await handler(request, reply);
    } catch (error) {
      if (!reply.raw.headersSent) throw error;
      const { code } = asIsocenterError(error);
      const cause = code === 'internal' ? { err: error } : {};
      if (code !== 'cancelled') logger.error({ code, ...cause }, 'an answer over HTTP was cut off');
      return reply;
    }
  };
}
