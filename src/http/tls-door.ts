/** The public door with TLS, on a port of its own: the same routes, nothing loaded twice. */
import type { IncomingMessage, Server } from 'node:http';
import { createServer, type ServerOptions } from 'node:https';
import type { TlsOptions } from 'node:tls';
import type { FastifyInstance } from 'fastify';
import type { Address } from '../contract/index.ts';
import { connectionLimits, type Door } from './door.ts';
import { listenOn } from './listen.ts';

export interface TlsDoorOptions {
  readonly host: string;
  /** 0 takes any free port. */
  readonly port: number;
  /** Certificate, key and profile; see net's loadTlsServer. */
  readonly tls: TlsOptions;
}

export interface TlsDoor extends Door {
  /** For connections from now on. */
  updateTls(tls: TlsOptions): void;
}

/** How long a client may take to agree on keys. */
const handshakeTimeoutMs = 10_000;
/** RFC 6797: browsers use TLS only, for a year from each answer on. */
const strictTransportSecurity = 'max-age=31536000';

/** What a port of the public door has, plain or not. */
export interface PublicPort {
  readonly prepare: (server: Server) => void;
  /** Called once it listens; what is returned, before it closes. */
  readonly onListening: ((server: Server) => () => void) | undefined;
  readonly closeGraceMs: number;
}

/** @param routes the server whose routes answer; it closes after this door. */
export function createTlsDoor(routes: FastifyInstance, options: TlsDoorOptions, port: PublicPort): TlsDoor {
  const limits: ServerOptions = { ...connectionLimits, handshakeTimeout: handshakeTimeoutMs };
  const server = createServer({ ...limits, ...options.tls });
  port.prepare(server);
  server.on('request', (request, response) => {
    if (mayBeRemembered(request)) response.setHeader('strict-transport-security', strictTransportSecurity);
    routes.server.emit('request', request, response);
  });
  server.on('clientError', (error, socket) => routes.server.emit('clientError', error, socket));
  let stopListening = (): void => {};

  return {
    async listen(): Promise<Address> {
      await routes.ready();
      const { host } = options;
      const bound = await listenOn(server, { host, port: options.port });
      stopListening = port.onListening?.(server) ?? stopListening;
      return { door: 'https', host, port: bound };
    },
    async close() {
      stopListening();
      const cutOff = setTimeout(() => server.closeAllConnections(), port.closeGraceMs);
      await new Promise((resolve) => {
        server.close(resolve);
        server.closeIdleConnections();
      });
      clearTimeout(cutOff);
    },
    updateTls: (tls) => server.setSecureContext(tls),
  };
}

/** Browsers remember it for the name, whatever the port: `localhost` belongs to other programs too. */
function mayBeRemembered({ headers: { host = '' } }: IncomingMessage): boolean {
  return !/(^|\.)localhost(:\d+)?$/i.test(host);
}
