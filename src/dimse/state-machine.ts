import type { Abort, Pdu } from './pdu.ts';
import { abortReasons } from './pdu-error.ts';

/**
 * The upper layer state machine, PS3.8 9.2, laid out as the standard prints it (Tables 9-1 to 9-10).
 * A transition names an action; the action's row says what it does and which state follows.
 */

/** PS3.8 Table 9-1 to 9-5. */
export type State = (typeof states)[number]['name'];

export const states = [
  { name: 'Sta1', meaning: 'idle' },
  { name: 'Sta2', meaning: 'transport open, awaiting A-ASSOCIATE-RQ' },
  { name: 'Sta3', meaning: 'awaiting the local answer to an association request' },
  { name: 'Sta4', meaning: 'awaiting the transport connection' },
  { name: 'Sta5', meaning: 'awaiting A-ASSOCIATE-AC or -RJ' },
  { name: 'Sta6', meaning: 'association established' },
  { name: 'Sta7', meaning: 'awaiting A-RELEASE-RP' },
  { name: 'Sta8', meaning: 'awaiting the local answer to a release request' },
  { name: 'Sta9', meaning: 'release collision, requestor: awaiting the local answer' },
  { name: 'Sta10', meaning: 'release collision, acceptor: awaiting A-RELEASE-RP' },
  { name: 'Sta11', meaning: 'release collision, requestor: awaiting A-RELEASE-RP' },
  { name: 'Sta12', meaning: 'release collision, acceptor: awaiting the local answer' },
  { name: 'Sta13', meaning: 'awaiting the close of the transport connection' },
] as const;

/** PS3.8 Table 9-10, first column. */
export type Event = (typeof events)[number]['name'];

export const events = [
  { name: 'Evt1', meaning: 'A-ASSOCIATE request (local)' },
  { name: 'Evt2', meaning: 'transport connection confirmed (requestor)' },
  { name: 'Evt3', meaning: 'A-ASSOCIATE-AC received' },
  { name: 'Evt4', meaning: 'A-ASSOCIATE-RJ received' },
  { name: 'Evt5', meaning: 'transport connection opened (acceptor)' },
  { name: 'Evt6', meaning: 'A-ASSOCIATE-RQ received' },
  { name: 'Evt7', meaning: 'A-ASSOCIATE response, accept (local)' },
  { name: 'Evt8', meaning: 'A-ASSOCIATE response, reject (local)' },
  { name: 'Evt9', meaning: 'P-DATA request (local)' },
  { name: 'Evt10', meaning: 'P-DATA-TF received' },
  { name: 'Evt11', meaning: 'A-RELEASE request (local)' },
  { name: 'Evt12', meaning: 'A-RELEASE-RQ received' },
  { name: 'Evt13', meaning: 'A-RELEASE-RP received' },
  { name: 'Evt14', meaning: 'A-RELEASE response (local)' },
  { name: 'Evt15', meaning: 'A-ABORT request (local)' },
  { name: 'Evt16', meaning: 'A-ABORT received' },
  { name: 'Evt17', meaning: 'transport connection closed' },
  { name: 'Evt18', meaning: 'ARTIM timer expired' },
  { name: 'Evt19', meaning: 'unrecognized or invalid PDU received' },
] as const;

export const eventOfPdu: Record<Pdu['type'], Event> = {
  'A-ASSOCIATE-AC': 'Evt3',
  'A-ASSOCIATE-RJ': 'Evt4',
  'A-ASSOCIATE-RQ': 'Evt6',
  'P-DATA-TF': 'Evt10',
  'A-RELEASE-RQ': 'Evt12',
  'A-RELEASE-RP': 'Evt13',
  'A-ABORT': 'Evt16',
};

/** PDUs that are already bytes, in order (P-DATA only). */
export interface EncodedData {
  readonly type: 'encoded';
  readonly chunks: readonly Uint8Array[];
}

/** What came with the event: the PDU received or to be sent. */
export type EventInput = Pdu | EncodedData | undefined;

/** What the actions may do; the upper layer implements it. */
export interface Effects {
  readonly isRequestor: boolean;
  openTransport(): void;
  send(output: EventInput): void;
  /** Ends the transport connection; `now` also drops what is not written yet. */
  closeTransport(): void;
  /** Tells the peer that nothing follows, without waiting for it to close: frees peers that never do. */
  endTransport(): void;
  startArtim(): void;
  stopArtim(): void;
  /** Hands the PDU to the service user as an indication or confirmation primitive. */
  indicate(pdu: EventInput): void;
  /** A-P-ABORT indication: the association broke without the peer's user saying so. */
  indicateProviderAbort(reason: string): void;
}

interface ActionRow {
  readonly does: (effects: Effects, input: EventInput) => void;
  readonly next: State | ((effects: Effects) => State);
}

const releaseRequest: Pdu = { type: 'A-RELEASE-RQ' };
const releaseResponse: Pdu = { type: 'A-RELEASE-RP' };
const unexpectedPdu: Abort = { type: 'A-ABORT', source: 2, reason: abortReasons.unexpectedPdu };

/** The abort to send: the one asked for, else "unexpected PDU" by the provider (PS3.8 9.3.8). */
const abortFor = (input: EventInput): Abort => (input?.type === 'A-ABORT' ? input : unexpectedPdu);

/** PS3.8 Tables 9-6 to 9-9. AE-6's refusal of a protocol version is the user's Evt8, so it has one next state. */
export const actions = {
  // Association establishment
  'AE-1': { next: 'Sta4', does: (ul) => ul.openTransport() },
  'AE-2': { next: 'Sta5', does: (ul, request) => ul.send(request) },
  'AE-3': { next: 'Sta6', does: (ul, accept) => ul.indicate(accept) },
  'AE-4': { next: 'Sta1', does: rejectedAndClose },
  'AE-5': { next: 'Sta2', does: (ul) => ul.startArtim() },
  'AE-6': { next: 'Sta3', does: stopArtimAndIndicate },
  'AE-7': { next: 'Sta6', does: (ul, accept) => ul.send(accept) },
  'AE-8': { next: 'Sta13', does: rejectAndAwaitClose },
  // Data transfer
  'DT-1': { next: 'Sta6', does: (ul, data) => ul.send(data) },
  'DT-2': { next: 'Sta6', does: (ul, data) => ul.indicate(data) },
  // Association release
  'AR-1': { next: 'Sta7', does: (ul) => ul.send(releaseRequest) },
  'AR-2': { next: 'Sta8', does: (ul, request) => ul.indicate(request) },
  'AR-3': { next: 'Sta1', does: confirmAndClose },
  'AR-4': { next: 'Sta13', does: (ul) => sendAndAwaitClose(ul, releaseResponse) },
  'AR-5': { next: 'Sta1', does: (ul) => ul.stopArtim() },
  'AR-6': { next: 'Sta7', does: (ul, data) => ul.indicate(data) },
  'AR-7': { next: 'Sta8', does: (ul, data) => ul.send(data) },
  'AR-8': {
    next: (ul) => (ul.isRequestor ? 'Sta9' : 'Sta10'),
    does: (ul, request) => ul.indicate(request),
  },
  'AR-9': { next: 'Sta11', does: (ul) => ul.send(releaseResponse) },
  'AR-10': { next: 'Sta12', does: (ul, response) => ul.indicate(response) },
  // Association abort
  'AA-1': { next: 'Sta13', does: abortAndAwaitClose },
  'AA-2': { next: 'Sta1', does: stopArtimAndClose },
  'AA-3': { next: 'Sta1', does: peerAborted },
  'AA-4': { next: 'Sta1', does: (ul) => ul.indicateProviderAbort('the connection was lost') },
  'AA-5': { next: 'Sta1', does: (ul) => ul.stopArtim() },
  'AA-6': { next: 'Sta13', does: () => {} },
  'AA-7': { next: 'Sta13', does: (ul, input) => ul.send(abortFor(input)) },
  'AA-8': { next: 'Sta13', does: providerAbort },
} as const satisfies Record<string, ActionRow>;

export type ActionName = keyof typeof actions;

function rejectedAndClose(ul: Effects, reject: EventInput): void {
  ul.indicate(reject);
  ul.closeTransport();
}

function stopArtimAndIndicate(ul: Effects, request: EventInput): void {
  ul.stopArtim();
  ul.indicate(request);
}

function confirmAndClose(ul: Effects, response: EventInput): void {
  ul.indicate(response);
  ul.closeTransport();
}

function sendAndAwaitClose(ul: Effects, pdu: EventInput): void {
  ul.send(pdu);
  ul.startArtim();
}

function rejectAndAwaitClose(ul: Effects, reject: EventInput): void {
  ul.send(reject);
  ul.endTransport();
  ul.startArtim();
}

function abortAndAwaitClose(ul: Effects, input: EventInput): void {
  ul.send(abortFor(input));
  ul.endTransport();
  ul.startArtim();
}

function stopArtimAndClose(ul: Effects): void {
  ul.stopArtim();
  ul.closeTransport();
}

function peerAborted(ul: Effects, abort: EventInput): void {
  ul.indicate(abort);
  ul.closeTransport();
}

function providerAbort(ul: Effects, input: EventInput): void {
  ul.send(abortFor(input));
  ul.indicateProviderAbort('the peer sent an unexpected or invalid PDU');
  ul.endTransport();
  ul.startArtim();
}

type Row = Partial<Record<State, ActionName>>;

/** States in which an association exists or is being made: most rows of the table treat them alike. */
const always = (action: ActionName): Row => ({
  Sta3: action,
  Sta5: action,
  Sta6: action,
  Sta7: action,
  Sta8: action,
  Sta9: action,
  Sta10: action,
  Sta11: action,
  Sta12: action,
});

/** PS3.8 Table 9-10. */
export const transitions: Record<Event, Row> = {
  Evt1: { Sta1: 'AE-1' },
  Evt2: { Sta4: 'AE-2' },
  Evt3: { Sta2: 'AA-1', ...always('AA-8'), Sta5: 'AE-3', Sta13: 'AA-6' },
  Evt4: { Sta2: 'AA-1', ...always('AA-8'), Sta5: 'AE-4', Sta13: 'AA-6' },
  Evt5: { Sta1: 'AE-5' },
  Evt6: { Sta2: 'AE-6', ...always('AA-8'), Sta13: 'AA-7' },
  Evt7: { Sta3: 'AE-7' },
  Evt8: { Sta3: 'AE-8' },
  Evt9: { Sta6: 'DT-1', Sta8: 'AR-7' },
  Evt10: { Sta2: 'AA-1', ...always('AA-8'), Sta6: 'DT-2', Sta7: 'AR-6', Sta13: 'AA-6' },
  Evt11: { Sta6: 'AR-1' },
  Evt12: { Sta2: 'AA-1', ...always('AA-8'), Sta6: 'AR-2', Sta7: 'AR-8', Sta13: 'AA-6' },
  Evt13: { Sta2: 'AA-1', ...always('AA-8'), Sta7: 'AR-3', Sta10: 'AR-10', Sta11: 'AR-3', Sta13: 'AA-6' },
  Evt14: { Sta8: 'AR-4', Sta9: 'AR-9', Sta12: 'AR-4' },
  Evt15: { ...always('AA-1'), Sta4: 'AA-2' },
  Evt16: { Sta2: 'AA-2', ...always('AA-3'), Sta13: 'AA-2' },
  Evt17: { Sta2: 'AA-5', ...always('AA-4'), Sta4: 'AA-4', Sta13: 'AR-5' },
  Evt18: { Sta2: 'AA-2', Sta13: 'AA-2' },
  Evt19: { Sta2: 'AA-1', ...always('AA-8'), Sta13: 'AA-7' },
};

/** Holds the state; the only place that changes it. */
export class StateMachine {
  #state: State = 'Sta1';

  get state(): State {
    return this.#state;
  }

  /** Runs the action of this event. False when the table has no such transition: nothing happened. */
  fire(event: Event, effects: Effects, input?: EventInput): boolean {
    const name = transitions[event][this.#state];
    if (!name) return false;
    const action: ActionRow = actions[name];
    // Before the action: what it indicates may fire the next event at once.
    this.#state = typeof action.next === 'function' ? action.next(effects) : action.next;
    action.does(effects, input);
    return true;
  }
}
