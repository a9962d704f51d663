/** The door on TCP: whether the server is well, for load balancers and Prometheus. No patient data passes here. */
import type { Logger } from '../base/index.ts';
import type { Address, Health } from '../contract/index.ts';
import { closeServer, createServer, type Door } from './door.ts';
import { listenOn } from './listen.ts';
import { type Metric, metricsContentType, renderMetrics } from './metrics.ts';

export interface PublicDoorOptions {
  readonly host: string;
  /** 0 takes any free port. */
  readonly port: number;
  readonly logger: Logger;
  readonly health: () => Health | Promise<Health>;
  readonly metrics: () => readonly Metric[] | Promise<readonly Metric[]>;
}

const maxConnections = 512;
const closeGraceMs = 1_000;

export function createPublicDoor({ host, port, logger, health, metrics }: PublicDoorOptions): Door {
  const server = createServer(logger);
  server.server.maxConnections = maxConnections;

  server.get('/health', async (_request, reply) => {
    const answer = await health();
    const serves = answer.status === 'ok' || answer.status === 'degraded';
    return reply
      .code(serves ? 200 : 503)
      .header('cache-control', 'no-store')
      .send(answer);
  });
  server.get('/metrics', async (_request, reply) =>
    reply.type(metricsContentType).send(renderMetrics(await metrics())),
  );

  return {
    async listen(): Promise<Address> {
      await server.ready();
      const port_ = await listenOn(server.server, { host, port });
      return { door: 'http', host, port: port_ };
    },
    close: () => closeServer(server, closeGraceMs),
  };
}
