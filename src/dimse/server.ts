import { createServer, type Server as NetServer, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import {
  createServer as createTlsServer,
  TLSSocket,
  type TlsOptions,
  type Server as TlsServer,
} from 'node:tls';
import {
  type Clock,
  IsocenterError,
  type Logger,
  silentLogger,
  systemClock,
  WAITING_CONNECTIONS,
} from '../base/index.ts';
import { Acceptor } from './acceptor.ts';
import type { DimseHandlers, Peer, PeerTls } from './handlers.ts';
import { type DimseLimits, defaultLimits } from './limits.ts';
import { ServerCounters, type ServerStats } from './server-stats.ts';

export interface ServerLimits {
  /** Over it, an association request is rejected: transient, local limit exceeded. */
  readonly associations: number;
  /** Connections without an association yet; over it, the oldest of them is closed. */
  readonly halfOpen: number;
}

export const defaultServerLimits: ServerLimits = { associations: 1500, halfOpen: 1000 };

export interface DimseServerOptions<Session> {
  readonly handlers: DimseHandlers<Session>;
  readonly limits?: Partial<DimseLimits & ServerLimits>;
  readonly logger?: Logger;
  readonly clock?: Clock;
  /** Makes this a TLS port; see net/ for the recommended profile. */
  readonly tls?: TlsOptions;
  /** Puts another reader on an accepted TCP connection (e.g. net's receiveIntoOneBuffer). Not for TLS. */
  readonly adopt?: (socket: Socket) => Socket;
  /** Called once it listens (e.g. net's acceptInBursts); what is returned, before it closes. */
  readonly onListening?: (server: NetServer) => () => void;
  /** Called after each read of an accepted connection with its TCP socket (e.g. net's quickAck). */
  readonly afterRead?: (transport: Duplex) => void;
}

export interface DimseServer {
  /** Port 0 picks a free one. Resolves with what is listened on; rejects when that is not possible. */
  listen(address: { host: string; port: number }): Promise<{ host: string; port: number }>;
  /** Serves a connection that was accepted elsewhere, or is none (one end of a duplex pair). */
  accept(transport: Duplex, peer: Peer): void;
  /** New TLS material for connections from now on. */
  updateTls(tls: TlsOptions): void;
  stats(): ServerStats;
  /** Takes no new connections, lets running operations end for up to `drainMs`, then aborts what is left. */
  close(options?: { drainMs?: number }): Promise<void>;
}

export function createDimseServer<Session = unknown>(options: DimseServerOptions<Session>): DimseServer {
  return new Server(options);
}

const DRAIN_CHECK_MS = 25;
const ABORT_GRACE_MS = 500;
/** A drained association without an operation is closed when nothing came for this long. */
const DRAIN_QUIET_MS = 200;

class Server implements DimseServer {
  readonly #options: DimseServerOptions<unknown>;
  readonly #limits: DimseLimits & ServerLimits;
  readonly #logger: Logger;
  readonly #clock: Clock;
  readonly #server: NetServer;
  readonly #acceptors = new Set<Acceptor>();
  /** In order of arrival. */
  readonly #halfOpen = new Map<string, Socket>();
  readonly #counters = new ServerCounters();
  #lastId = 0;
  #stopListening = (): void => {};
  #draining = false;

  constructor(options: DimseServerOptions<unknown>) {
    this.#options = options;
    this.#limits = { ...defaultLimits, ...defaultServerLimits, ...options.limits };
    this.#logger = options.logger ?? silentLogger;
    this.#clock = options.clock ?? systemClock;
    this.#server = options.tls
      ? this.#tlsServer(options.tls)
      : createServer({ noDelay: true, pauseOnConnect: options.adopt !== undefined });
    if (options.tls) {
      this.#server.on('connection', (socket: Socket) => this.#connected(socket));
      this.#server.on('secureConnection', (socket: Socket) => this.#serveSocket(socket));
    } else {
      this.#server.on('connection', (accepted: Socket) => {
        const socket = options.adopt?.(accepted) ?? accepted;
        this.#connected(socket);
        this.#serveSocket(socket);
      });
    }
  }

  #tlsServer(tls: TlsOptions): NetServer {
    const server = createTlsServer({ noDelay: true, handshakeTimeout: this.#limits.artimMs, ...tls });
    server.on('tlsClientError', (error, socket) => {
      this.#counters.refused++;
      const { remoteAddress } = socket;
      this.#logger.warn({ address: remoteAddress, outcome: error.message }, 'TLS handshake failed');
    });
    return server;
  }

  listen(address: { host: string; port: number }): Promise<{ host: string; port: number }> {
    const { host, port } = address;
    return new Promise((resolve, reject) => {
      this.#server.once('error', reject);
      this.#server.listen({ host, port, backlog: WAITING_CONNECTIONS }, () => {
        this.#server.removeListener('error', reject);
        this.#server.on('error', (error) => this.#logger.error({ err: error }, 'the DICOM port failed'));
        this.#stopListening = this.#options.onListening?.(this.#server) ?? this.#stopListening;
        const bound = this.#server.address();
        resolve({ host, port: typeof bound === 'object' && bound ? bound.port : port });
      });
    });
  }

  updateTls(tls: TlsOptions): void {
    (this.#server as TlsServer).setSecureContext(tls);
  }

  stats(): ServerStats {
    return this.#counters.snapshot(this.#acceptors, this.#halfOpen.size);
  }

  /** Every TCP connection counts as half-open from its first moment, so a stalled TLS handshake does too. */
  #connected(socket: Socket): void {
    const key = connectionKey(socket);
    this.#halfOpen.set(key, socket);
    socket.once('close', () => this.#halfOpen.delete(key));
    socket.on('error', () => {});
    if (this.#halfOpen.size <= this.#limits.halfOpen) return;
    const [oldest] = this.#halfOpen.values();
    this.#counters.refused++;
    oldest!.destroy();
  }

  #serveSocket(socket: Socket): void {
    this.#serve(socket, peerOf(socket), connectionKey(socket));
  }

  accept(transport: Duplex, peer: Peer): void {
    this.#serve(transport, peer, '');
  }

  #serve(transport: Duplex, peer: Peer, key: string): void {
    const { handlers, afterRead } = this.#options;
    this.#counters.connections++;
    const acceptor = new Acceptor(transport, {
      id: ++this.#lastId,
      handlers,
      limits: this.#limits,
      peer,
      logger: this.#logger,
      clock: this.#clock,
      ...(afterRead && { afterRead }),
      hasRoom: () => !this.#draining && this.#placesTaken() < this.#limits.associations,
      onAssociated: () => void this.#halfOpen.delete(key),
      onClosed: (closed) => this.#closed(closed),
    });
    this.#acceptors.add(acceptor);
  }

  #placesTaken(): number {
    let count = 0;
    for (const acceptor of this.#acceptors) if (acceptor.holdsPlace) count++;
    return count;
  }

  #closed(acceptor: Acceptor): void {
    this.#acceptors.delete(acceptor);
    this.#counters.ended(acceptor.association);
  }

  async close({ drainMs = 0 }: { drainMs?: number } = {}): Promise<void> {
    this.#draining = true;
    this.#stopListening();
    const stopped = new Promise<void>((resolve) => this.#server.close(() => resolve()));
    const deadline = this.#clock.monotonic() + drainMs;
    for (const socket of this.#halfOpen.values()) socket.destroy();
    while (this.#acceptors.size > 0 && this.#clock.monotonic() < deadline) {
      this.#abortWhere(
        (acceptor) => acceptor.association?.runningOperations === 0 && acceptor.silentFor > DRAIN_QUIET_MS,
      );
      await new Promise((resolve) => setTimeout(resolve, DRAIN_CHECK_MS));
    }
    this.#abortWhere(() => true);
    // A peer has this long to read the A-ABORT and close.
    const patience = this.#clock.monotonic() + ABORT_GRACE_MS;
    while (this.#acceptors.size > 0 && this.#clock.monotonic() < patience) {
      await new Promise((resolve) => setTimeout(resolve, DRAIN_CHECK_MS));
    }
    this.#destroyAll();
    await stopped;
  }

  #destroyAll(): void {
    for (const acceptor of this.#acceptors) acceptor.destroy();
  }

  #abortWhere(matches: (acceptor: Acceptor) => boolean): void {
    const cause = new IsocenterError('dimse/aborted', { reason: 'the server is shutting down' });
    for (const acceptor of this.#acceptors) if (matches(acceptor)) acceptor.abort(cause);
  }
}

/** The same for a TCP socket and the TLS socket on top of it. */
const connectionKey = (socket: Socket): string => `${socket.remoteAddress} ${socket.remotePort}`;

function peerOf(socket: Socket): Peer {
  const address = socket.remoteAddress ?? '';
  const port = socket.remotePort ?? 0;
  return socket instanceof TLSSocket ? { address, port, tls: peerTls(socket) } : { address, port };
}

function peerTls(socket: TLSSocket): PeerTls {
  const certificate = socket.getPeerCertificate();
  const subject = Object.entries(certificate.subject ?? {}).map(([key, value]) => `${key}=${value}`);
  return {
    authorized: socket.authorized,
    subject: subject.join(','),
    fingerprint: certificate.fingerprint256 ?? '',
  };
}
