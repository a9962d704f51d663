/**
 * The door on TCP. Whether the server is well is for everybody, as load balancers ask. Everything else needs somebody we know with
 * the right that the route declares.
 */
import type { Server } from 'node:http';
import type { FastifyInstance } from 'fastify';
import type { Audit } from '../access/index.ts';
import type { Logger } from '../base/index.ts';
import type { Address, Health } from '../contract/index.ts';
import { auditRequests, type NoteViews } from './auth/audit-requests.ts';
import { closeServer, createServer, type Door } from './door.ts';
import { listenOn } from './listen.ts';
import { createTlsDoor, type TlsDoor, type TlsDoorOptions } from './tls-door.ts';

export interface PublicDoorOptions {
  readonly host: string;
  /** 0 takes any free port. */
  readonly port: number;
  readonly logger: Logger;
  readonly health: () => Health | Promise<Health>;
  readonly trustedProxies?: readonly string[];
  readonly audit?: Audit;
  /** See archive/study-views.ts. */
  readonly noteViews?: NoteViews;
  /** Called once it listens; what is returned, before it closes. */
  readonly onListening?: (server: Server) => () => void;
  /** Each adds routes; see guard.ts. */
  readonly routes?: readonly ((server: FastifyInstance) => void)[];
}

const maxConnections = 512;
const closeGraceMs = 1_000;
/** A connection on which nothing moves in either direction is closed. */
const idleTimeoutMs = 120_000;

export interface PublicDoor extends Door {
  /** The same with TLS, on a port of its own. To be made before either listens. */
  withTls(options: TlsDoorOptions): TlsDoor;
}

export function createPublicDoor(options: PublicDoorOptions): PublicDoor {
  const { host, port, logger, trustedProxies, audit, noteViews, routes = [] } = options;
  const server = createServer(logger, trustedProxies);
  prepare(server.server);
  if (audit) auditRequests(server, audit, noteViews);
  registerHealth(server, options);
  for (const register of routes) register(server);
  let stopListening = (): void => {};

  return {
    async listen(): Promise<Address> {
      await server.ready();
      const port_ = await listenOn(server.server, { host, port });
      stopListening = options.onListening?.(server.server) ?? stopListening;
      return { door: 'http', host, port: port_ };
    },
    close() {
      stopListening();
      return closeServer(server, closeGraceMs);
    },
    withTls: (tls) => createTlsDoor(server, tls, { prepare, onListening: options.onListening, closeGraceMs }),
  };
}

function prepare(server: Server): void {
  server.maxConnections = maxConnections;
  // Uploads may take hours; what counts is that something still moves.
  server.requestTimeout = 0;
  server.setTimeout(idleTimeoutMs);
}

/** No patient data and no figures pass here. */
function registerHealth(server: FastifyInstance, { health }: PublicDoorOptions): void {
  server.get('/health', async (_request, reply) => {
    const answer = await health();
    const serves = answer.status === 'ok' || answer.status === 'degraded';
    return reply.code(serves ? 200 : 503).send(answer);
  });
}
