import { connect as connectTcp, type LookupFunction, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { type ConnectionOptions, connect as connectTls } from 'node:tls';
import { type Clock, IsocenterError, systemClock } from '../base/index.ts';
import { implementationClassUid, implementationVersionName } from '../dicom/index.ts';
import { Association } from './association.ts';
import { associationInfo } from './association-info.ts';
import { ClientAssociation } from './client-association.ts';
import type { DimseHandlers } from './handlers.ts';
import { type DimseLimits, defaultLimits } from './limits.ts';
import { negotiatedContexts } from './negotiation.ts';
import {
  type AssociateAccept,
  type AssociateReject,
  type AssociateRequest,
  type AsynchronousOperationsWindow,
  applicationContextName,
  type CommonExtendedNegotiation,
  type DataFragment,
  type ExtendedNegotiation,
  rejections,
  type UserIdentity,
} from './pdu.ts';
import { associateLimits } from './pdu-reader.ts';
import { UpperLayer, type UpperLayerUser } from './upper-layer.ts';

/** A presentation context to propose; ids are given out in this order. */
export interface ContextProposal {
  readonly abstractSyntax: string;
  readonly transferSyntaxes: readonly string[];
  /** 'scp': the peer sends us requests (C-STORE by C-GET). 'both': either does. Default: we send. PS3.7 D.3.3.4. */
  readonly role?: 'scp' | 'both';
}

export interface AssociateOptions {
  readonly callingAeTitle: string;
  readonly calledAeTitle: string;
  /** At most 128; see planContexts. */
  readonly contexts: readonly ContextProposal[];
  readonly extendedNegotiations?: readonly ExtendedNegotiation[];
  readonly commonExtendedNegotiations?: readonly CommonExtendedNegotiation[];
  readonly asynchronousOperationsWindow?: AsynchronousOperationsWindow;
  readonly userIdentity?: UserIdentity;
  /** Requests of the peer: C-STORE by C-GET, N-EVENT-REPORT. */
  readonly handlers?: Pick<DimseHandlers, 'echo' | 'store' | 'nEventReport'>;
  /** `idleMs` is how long a response may take. */
  readonly limits?: Partial<DimseLimits>;
  /** From the A-ASSOCIATE-RQ to its answer. Default 30 s. */
  readonly negotiateMs?: number;
  readonly clock?: Clock;
  /** Gives up while it is being opened: rejects with `cancelled`. */
  readonly signal?: AbortSignal | undefined;
  readonly afterRead?: (transport: Duplex) => void;
}

export interface ConnectOptions extends AssociateOptions {
  readonly host: string;
  readonly port: number;
  /** Default 10 s, TLS handshake included. */
  readonly connectMs?: number;
  readonly tls?: ConnectionOptions;
  /** How the addresses of a host name are found; addresses written as such are not looked up. */
  readonly lookup?: LookupFunction;
}

const CONNECT_MS = 10_000;
const NEGOTIATE_MS = 30_000;

/**
 * Opens a connection and an association on it. Rejects with net/unreachable, dimse/timeout, dimse/rejected,
 * dimse/aborted or cancelled.
 */
export async function connect(options: ConnectOptions): Promise<ClientAssociation> {
  return associate(await openTransport(options), options);
}

async function openTransport(options: ConnectOptions): Promise<Socket> {
  const { host, port, tls, lookup, signal } = options;
  if (signal?.aborted) throw new IsocenterError('cancelled');
  const to = { host, port, ...(lookup && { lookup }) };
  const socket = tls ? connectTls({ ...tls, ...to }) : connectTcp(to);
  socket.setNoDelay(true);
  return await new Promise((resolve, reject) => {
    const stop = (): void => fail('', new IsocenterError('cancelled'));
    const fail = (reason: string, cause?: unknown): void => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', stop);
      socket.destroy();
      reject(
        cause instanceof IsocenterError
          ? cause
          : new IsocenterError('net/unreachable', { host, port, reason }, cause),
      );
    };
    const timer = setTimeout(() => fail('it took too long'), options.connectMs ?? CONNECT_MS);
    const failed = (error: NodeJS.ErrnoException): void => fail(error.code ?? error.message, error);
    socket.once('error', failed);
    signal?.addEventListener('abort', stop, { once: true });
    socket.once(tls ? 'secureConnect' : 'connect', () => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', stop);
      socket.removeListener('error', failed);
      resolve(socket);
    });
  });
}

/** Opens an association over a transport that is connected already. */
export async function associate(transport: Duplex, options: AssociateOptions): Promise<ClientAssociation> {
  const { promise, resolve, reject } = Promise.withResolvers<ClientAssociation>();
  new Requestor(transport, options, { resolve, reject });
  return promise;
}

interface Outcome {
  resolve(association: ClientAssociation): void;
  reject(error: IsocenterError): void;
}

let lastId = 0;

/** Asks for an association, then hands everything to it. */
class Requestor implements UpperLayerUser {
  readonly #options: AssociateOptions;
  readonly #limits: DimseLimits;
  readonly #clock: Clock;
  readonly #upperLayer: UpperLayer;
  readonly #request: AssociateRequest;
  readonly #outcome: Outcome;
  readonly #timer: NodeJS.Timeout;
  readonly #transport: Duplex;
  #association: Association | undefined;

  constructor(transport: Duplex, options: AssociateOptions, outcome: Outcome) {
    this.#transport = transport;
    this.#options = options;
    this.#outcome = outcome;
    this.#limits = { ...defaultLimits, ...options.limits };
    this.#clock = options.clock ?? systemClock;
    this.#request = requestPdu(options, this.#limits);
    const { afterRead, negotiateMs = NEGOTIATE_MS } = options;
    this.#timer = setTimeout(() => this.#timedOut(negotiateMs), negotiateMs);
    options.signal?.addEventListener('abort', this.#stop, { once: true });
    this.#upperLayer = new UpperLayer(transport, this, {
      isRequestor: true,
      limits: this.#limits,
      clock: this.#clock,
      ...(afterRead && { afterRead }),
    });
    this.#upperLayer.request('Evt1');
    this.#upperLayer.request('Evt2', this.#request);
    if (options.signal?.aborted) this.#stop();
  }

  #timedOut(negotiateMs: number): void {
    const seconds = negotiateMs / 1000;
    this.#giveUp(new IsocenterError('dimse/timeout', { seconds, what: 'negotiating the association' }));
  }

  readonly #stop = (): void => this.#giveUp(new IsocenterError('cancelled'));

  #giveUp(reason: IsocenterError): void {
    this.#upperLayer.abort(reason);
    this.#refused();
  }

  /** Neither the time nor who asked ends what is open. */
  #isDecided(): void {
    clearTimeout(this.#timer);
    this.#options.signal?.removeEventListener('abort', this.#stop);
  }

  #refused(): void {
    this.#isDecided();
    this.#outcome.reject(
      this.#upperLayer.failure ??
        new IsocenterError('dimse/aborted', { reason: 'the connection was closed' }),
    );
  }

  associateAccepted(accept: AssociateAccept): void {
    this.#isDecided();
    const { roleSelections, asynchronousOperationsWindow: window, maximumLength } = accept.userInformation;
    const contexts = negotiatedContexts(this.#request.contexts, accept.contexts, roleSelections);
    const handlers: DimseHandlers = { ...this.#options.handlers };
    this.#association = new Association(this.#upperLayer, {
      info: this.#info(accept, contexts),
      handlers,
      limits: this.#limits,
      clock: this.#clock,
      peerMaximumLength: maximumLength,
      window: window?.maximumPerformed || 1,
      peerWindow: window?.maximumInvoked || 1,
    });
    this.#outcome.resolve(new ClientAssociation(this.#association, handlers));
  }

  #info(accept: AssociateAccept, contexts: ReturnType<typeof negotiatedContexts>) {
    const { remoteAddress: address = '', remotePort: port = 0 } = this.#transport as Partial<Socket>;
    return associationInfo({
      id: ++lastId,
      peer: { address, port },
      contexts,
      session: undefined,
      extendedNegotiations: accept.userInformation.extendedNegotiations,
      titles: this.#request,
      remote: accept,
    });
  }

  associateRejected(reject: AssociateReject): void {
    const reason = rejectionText(reject);
    this.#upperLayer.failure ??= new IsocenterError('dimse/rejected', { reason });
    this.#refused();
  }

  associateRequested(): void {}

  data(fragment: DataFragment): void | Promise<void> {
    return this.#association?.data(fragment);
  }

  releaseRequested(): void {
    this.#association?.releaseRequested();
  }

  released(): void {
    this.#association?.released();
  }

  aborted(cause: IsocenterError): void {
    if (this.#association) this.#association.aborted(cause);
    else this.#refused();
  }

  idle(): void {
    this.#association?.idle();
  }

  closed(): void {
    if (this.#association) this.#association.closed();
    else this.#refused();
  }
}

function requestPdu(options: AssociateOptions, limits: DimseLimits): AssociateRequest {
  const count = options.contexts.length;
  if (count > associateLimits.contexts) {
    const what = 'the number of presentation contexts';
    throw new IsocenterError('dimse/limit', { what, value: count, limit: associateLimits.contexts });
  }
  return {
    type: 'A-ASSOCIATE-RQ',
    protocolVersion: 1,
    calledAeTitle: options.calledAeTitle,
    callingAeTitle: options.callingAeTitle,
    applicationContext: applicationContextName,
    contexts: options.contexts.map(({ abstractSyntax, transferSyntaxes }, i) => ({
      id: i * 2 + 1,
      abstractSyntax,
      transferSyntaxes,
    })),
    userInformation: {
      maximumLength: limits.maximumLength,
      implementationClassUid,
      implementationVersionName,
      roleSelections: roleSelections(options.contexts),
      extendedNegotiations: options.extendedNegotiations ?? [],
      commonExtendedNegotiations: options.commonExtendedNegotiations ?? [],
      ...(options.asynchronousOperationsWindow && {
        asynchronousOperationsWindow: options.asynchronousOperationsWindow,
      }),
      ...(options.userIdentity && { userIdentity: options.userIdentity }),
    },
  };
}

/** One per SOP class, even when several contexts have it. PS3.7 D.3.3.4.1. */
function roleSelections(contexts: readonly ContextProposal[]) {
  const roles = new Map(contexts.map(({ abstractSyntax, role }) => [abstractSyntax, role]));
  return [...roles]
    .filter(([, role]) => role !== undefined)
    .map(([sopClassUid, role]) => ({ sopClassUid, scuRole: role === 'both', scpRole: true }));
}

/** PS3.8 Table 9-21, in words. */
const rejectionTexts: Record<keyof typeof rejections, string> = {
  noReason: 'no reason given',
  applicationContextNotSupported: 'application context not supported',
  callingAeTitleNotRecognized: 'calling AE title not recognized',
  calledAeTitleNotRecognized: 'called AE title not recognized',
  protocolVersionNotSupported: 'protocol version not supported',
  temporaryCongestion: 'temporary congestion',
  localLimitExceeded: 'local limit exceeded',
};

function rejectionText({ result, source, reason }: AssociateReject): string {
  const names = Object.keys(rejections) as (keyof typeof rejections)[];
  const name = names.find((key) => rejections[key].source === source && rejections[key].reason === reason);
  const text = name ? rejectionTexts[name] : `source ${source}, reason ${reason}`;
  return result === 2 ? `${text} (transient)` : text;
}
