/** Figures of the whole archive and its machine, for Prometheus. */
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { callerFor } from '../contract/index.ts';
import { inNetworks } from '../net/index.ts';
import { isDirectLoopback, isForwarded } from './auth/where-from.ts';
import { type Authenticate, identify } from './guard.ts';
import { type Metric, metricsContentType, renderMetrics } from './metrics.ts';

export interface MetricsParts {
  readonly metrics: () => readonly Metric[] | Promise<readonly Metric[]>;
  readonly authenticate: Authenticate;
  /** Addresses and networks (CIDR) from which nobody has to say who they are. */
  readonly networks: readonly string[];
}

/**
 * Programs on this machine and in the networks named may read them; anybody else, also through a proxy, has to have the right to
 * administer, as for `GET /api/status`.
 */
export function metricsRoute({
  metrics,
  authenticate,
  networks,
}: MetricsParts): (server: FastifyInstance) => void {
  return (server) =>
    void server.get('/metrics', async (request, reply) => {
      if (!isFrom(networks, request)) {
        const caller = await authenticate(request);
        identify(request, caller);
        callerFor(caller, 'administer');
      }
      return reply.type(metricsContentType).send(renderMetrics(await metrics()));
    });
}

function isFrom(networks: readonly string[], request: FastifyRequest): boolean {
  if (isDirectLoopback(request)) return true;
  return !isForwarded(request) && inNetworks(request.socket.remoteAddress ?? '', networks);
}
