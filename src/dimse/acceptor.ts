import type { Duplex } from 'node:stream';
import type { Clock, IsocenterError, Logger } from '../base/index.ts';
import { implementationClassUid, implementationVersionName } from '../dicom/index.ts';
import { isValidAeTitle, printable, printableAeTitle } from './ae-title.ts';
import { Association } from './association.ts';
import { associationInfo } from './association-info.ts';
import type {
  AcceptedAssociation,
  AssociationAnswer,
  AssociationInfo,
  DimseHandlers,
  Peer,
} from './handlers.ts';
import type { DimseLimits } from './limits.ts';
import { agreedWindow, negotiatedContexts } from './negotiation.ts';
import type { AssociateAccept, AssociateRequest, DataFragment, Rejection } from './pdu.ts';
import { applicationContextName, rejections } from './pdu.ts';
import { formatStatus, type StatusAnswer } from './status.ts';
import { UpperLayer, type UpperLayerUser } from './upper-layer.ts';

export interface AcceptorOptions {
  readonly id: number;
  readonly handlers: DimseHandlers;
  readonly limits: DimseLimits;
  readonly peer: Peer;
  readonly logger: Logger;
  readonly clock: Clock;
  readonly afterRead?: (transport: Duplex) => void;
  /** False when there are as many associations as allowed already. */
  readonly hasRoom: () => boolean;
  /** The connection is no longer half-open. */
  readonly onAssociated: () => void;
  readonly onClosed: (acceptor: Acceptor) => void;
}

/** Smallest PDU length of a peer that we work with; smaller ones are an attack on our patience. */
const MINIMUM_PDU_LENGTH = 128;

/** One incoming connection: answers the association request, then hands everything to the association. */
export class Acceptor implements UpperLayerUser {
  /** Counts against the limit: an association, or a request that is being decided on. */
  holdsPlace = false;
  readonly #options: AcceptorOptions;
  readonly #upperLayer: UpperLayer;
  readonly #startedAt: number;
  #request: AssociateRequest | undefined;
  #association: Association | undefined;
  #outcome = 'closed before an association was requested';

  constructor(transport: Duplex, options: AcceptorOptions) {
    this.#options = options;
    this.#startedAt = options.clock.monotonic();
    const { limits, clock, afterRead } = options;
    this.#upperLayer = new UpperLayer(transport, this, {
      isRequestor: false,
      limits,
      clock,
      ...(afterRead && { afterRead }),
    });
    this.#upperLayer.request('Evt5');
  }

  get association(): Association | undefined {
    return this.#association;
  }

  /** Milliseconds since the peer last sent or took bytes. */
  get silentFor(): number {
    return this.#upperLayer.silentFor;
  }

  abort(cause: IsocenterError): void {
    if (this.#association) this.#association.abort(cause);
    else this.#upperLayer.abort(cause);
  }

  /** Drops the connection without another word. */
  destroy(): void {
    this.#upperLayer.closeTransport();
  }

  associateRequested(request: AssociateRequest): void {
    this.#request = request;
    this.#options.onAssociated();
    const refusal =
      firstRefusal(request) ?? (this.#options.hasRoom() ? undefined : rejections.localLimitExceeded);
    this.holdsPlace = refusal === undefined;
    if (refusal) this.#reject(refusal);
    else void this.#decide(request);
  }

  async #decide(request: AssociateRequest): Promise<void> {
    try {
      const answer = await this.#ask(request);
      if (answer.accept) this.#accept(request, answer);
      else this.#reject(answer, answer.comment);
    } catch (error) {
      this.#options.logger.error(
        { association: this.#options.id, err: error },
        'association could not be decided on',
      );
      this.#reject(rejections.temporaryCongestion);
    }
  }

  async #ask(request: AssociateRequest): Promise<AssociationAnswer<unknown>> {
    const { handlers, peer } = this.#options;
    if (!handlers.associate) return { accept: false, ...rejections.noReason };
    const { callingAeTitle, calledAeTitle } = request;
    return handlers.associate({ callingAeTitle, calledAeTitle, peer, request });
  }

  #reject(rejection: Rejection, comment = rejectionName(rejection)): void {
    this.holdsPlace = false;
    this.#outcome = `rejected: ${comment}`;
    const { result, source, reason } = rejection;
    this.#upperLayer.request('Evt8', { type: 'A-ASSOCIATE-RJ', result, source, reason });
  }

  #accept(request: AssociateRequest, answer: AcceptedAssociation<unknown>): void {
    if (this.#upperLayer.state !== 'Sta3') return;
    const pdu = this.#acceptPdu(request, answer);
    this.#association = this.#establish(request, pdu, answer.session);
    this.#outcome = 'ended';
    this.#upperLayer.request('Evt7', pdu);
  }

  #acceptPdu(request: AssociateRequest, answer: AcceptedAssociation<unknown>): AssociateAccept {
    const { limits } = this.#options;
    const window = request.userInformation.asynchronousOperationsWindow;
    return {
      ...request,
      type: 'A-ASSOCIATE-AC',
      protocolVersion: 1,
      contexts: answer.contexts,
      userInformation: {
        maximumLength: limits.maximumLength,
        implementationClassUid,
        implementationVersionName,
        roleSelections: answer.roleSelections ?? [],
        extendedNegotiations: answer.extendedNegotiations ?? [],
        commonExtendedNegotiations: [],
        ...(window && {
          asynchronousOperationsWindow: {
            maximumInvoked: agreedWindow(window.maximumInvoked, limits.operationsPerformed),
            maximumPerformed: agreedWindow(window.maximumPerformed, limits.operationsPerformed),
          },
        }),
        // Only when asked for, and when the identity was looked at. PS3.7 D.3.3.7.2.
        ...(request.userInformation.userIdentity?.positiveResponseRequested &&
          answer.userIdentityResponse && { userIdentityResponse: answer.userIdentityResponse }),
      },
    };
  }

  #establish(request: AssociateRequest, accept: AssociateAccept, session: unknown): Association {
    const { id, handlers, limits, peer, clock } = this.#options;
    const { roleSelections, extendedNegotiations, asynchronousOperationsWindow } = accept.userInformation;
    const contexts = negotiatedContexts(request.contexts, accept.contexts, roleSelections);
    const info = associationInfo({
      id,
      peer,
      contexts,
      session,
      extendedNegotiations,
      titles: request,
      remote: request,
    });
    return new Association(this.#upperLayer, {
      info,
      handlers,
      limits,
      clock,
      peerMaximumLength: request.userInformation.maximumLength,
      window: asynchronousOperationsWindow?.maximumInvoked ?? 1,
      peerWindow: asynchronousOperationsWindow?.maximumPerformed ?? 1,
    });
  }

  associateAccepted(): void {}

  associateRejected(): void {}

  data(fragment: DataFragment): void | Promise<void> {
    return this.#association?.data(fragment);
  }

  releaseRequested(): void {
    this.#outcome = 'released';
    this.#association?.releaseRequested();
  }

  released(): void {
    this.#association?.released();
  }

  aborted(cause: IsocenterError): void {
    this.#association?.aborted(cause);
  }

  idle(): void {
    this.#association?.idle();
  }

  closed(): void {
    this.#association?.closed();
    this.#log();
    this.#options.onClosed(this);
    if (this.#association) this.#tellEnded(this.#association.info);
  }

  #tellEnded(info: AssociationInfo): void {
    try {
      this.#options.handlers.ended?.(info);
    } catch (error) {
      this.#options.logger.error(
        { association: info.id, err: error },
        'the end of an association was not handled',
      );
    }
  }

  /** One line per connection; AE titles are printable here, and no patient data is known to this layer. */
  #log(): void {
    const { id, peer, clock, logger } = this.#options;
    const failure = this.#upperLayer.failure;
    const refused = this.#association?.firstFailure;
    const fields = {
      association: id,
      calling: this.#request && printableAeTitle(this.#request.callingAeTitle),
      called: this.#request && printableAeTitle(this.#request.calledAeTitle),
      address: peer.address,
      outcome: failure ? failure.message : this.#outcome,
      code: failure?.code,
      firstFailure: refused && failureText(refused),
      ms: Math.round(clock.monotonic() - this.#startedAt),
      bytesReceived: this.#upperLayer.bytesReceived,
      bytesSent: this.#upperLayer.bytesSent,
      ...this.#association?.counts,
    };
    if (refused?.cause) logger.error({ ...fields, err: refused.cause }, 'association ended');
    else if (failure || refused) logger.warn(fields, 'association ended');
    else logger.info(fields, 'association ended');
  }
}

type Check = (request: AssociateRequest) => Rejection | undefined;

/** PS3.8 9.3.4, in this order. */
const checks: readonly Check[] = [
  (request) => (request.protocolVersion & 1 ? undefined : rejections.protocolVersionNotSupported),
  (request) =>
    request.applicationContext === applicationContextName
      ? undefined
      : rejections.applicationContextNotSupported,
  (request) => (isValidAeTitle(request.calledAeTitle) ? undefined : rejections.calledAeTitleNotRecognized),
  (request) => (isValidAeTitle(request.callingAeTitle) ? undefined : rejections.callingAeTitleNotRecognized),
  (request) => {
    const length = request.userInformation.maximumLength;
    return length === 0 || length >= MINIMUM_PDU_LENGTH ? undefined : rejections.noReason;
  },
];

function firstRefusal(request: AssociateRequest): Rejection | undefined {
  for (const check of checks) {
    const refusal = check(request);
    if (refusal) return refusal;
  }
  return undefined;
}

const FAILURE_TEXT_LENGTH = 200;

function failureText({ status, errorComment = '' }: StatusAnswer): string {
  return `${formatStatus(status)} ${printable(errorComment)}`.trim().slice(0, FAILURE_TEXT_LENGTH);
}

function rejectionName({ result, source, reason }: Rejection): string {
  const named = Object.entries(rejections).find(
    ([, row]) => row.result === result && row.source === source && row.reason === reason,
  );
  return named?.[0] ?? `${result}/${source}/${reason}`;
}
