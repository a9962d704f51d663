import { once } from 'node:events';
import type { ClientRequest, IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { rootCertificates, type SecureContextOptions } from 'node:tls';
import { IsocenterError } from '../../base/index.ts';
import { asUnreachable, httpClientOf, readAnswer } from '../../net/index.ts';
import type { Dialler, TransferParts } from '../dial.ts';
import type { WebSecrets } from './secrets.ts';
import { placeOf, urlOf, type WebNode } from './service.ts';

export interface WebParts {
  readonly dialler: Dialler;
  readonly secrets: WebSecrets;
  /** How long a node may take nothing and say nothing, ms. */
  readonly idleMs?: number;
}

/** What images go between the archive and a node by. */
export interface WebTransferParts extends WebParts, TransferParts {}

/** Who wants the DICOM JSON model. */
export const acceptJson = { accept: 'application/dicom+json' } as const;

export interface WebCall {
  readonly method: 'GET' | 'POST';
  /** Below the root of the service. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string | number>>;
  readonly body?: AsyncIterable<Uint8Array | string>;
  /** Whether the body waits until it is asked for. Default: it does. */
  readonly expects?: boolean;
  readonly signal?: AbortSignal | undefined;
}

export interface WebAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/** An answer whose body is still on its way. Reading it rejects with `dicomweb/cut-off`, `dicomweb/timeout`. */
export type ArrivingAnswer = Omit<WebAnswer, 'body'> & { readonly chunks: AsyncIterable<Buffer> };

const IDLE_MS = 120_000;
/** How long it may take to answer when it has everything, however much it says meanwhile, ms. */
const ANSWER_MS = 600_000;
/** How long we wait for it to ask for the body; who does not know Expect never does. RFC 9110 10.1.1. */
const CONTINUE_MS = 1_000;
/** Longest answer, bytes. */
const MAX_ANSWER_BYTES = 16 * 1024 * 1024;

/**
 * One request to the DICOMweb of a node, and its whole answer. No redirect is followed. The body is asked for piece by piece,
 * the next one when the network has taken the one before; a node that answers before it has all gets no more. Rejects with
 * `net/*`, `dicomweb/timeout`, `cancelled`, and with whatever the body fails with.
 */
export const callService = (parts: WebParts, node: WebNode, call: WebCall): Promise<WebAnswer> =>
  exchange(parts, node, call, (underWay) => underWay.whole());

/** The same, where the answer is read as it arrives; what is not read yet is waited for by the node. */
export const receiveFromService = <T>(
  parts: WebParts,
  node: WebNode,
  call: WebCall,
  receive: (answer: ArrivingAnswer) => Promise<T>,
): Promise<T> => exchange(parts, node, call, async (underWay) => await receive(await underWay.arriving()));

async function exchange<T>(
  { dialler, secrets, idleMs = IDLE_MS }: WebParts,
  node: WebNode,
  call: WebCall,
  receive: (underWay: Exchange) => Promise<T>,
): Promise<T> {
  const { method, path, body, signal } = call;
  const expects = body !== undefined && call.expects !== false;
  const url = urlOf(node, path);
  const { host, port } = placeOf(url);
  dialler.guard.check(host, port);
  const authorization = secrets.authorization(node);
  const client = await httpClientOf(url);
  if (signal?.aborted) throw new IsocenterError('cancelled');
  const request = client.request(url, {
    ...{ method, agent: false, lookup: dialler.guard.lookup(host, port), signal, timeout: idleMs },
    headers: { ...call.headers, ...(authorization && { authorization }), ...(expects && expectation) },
    ...(url.protocol === 'https:' && besidePublicRoots(dialler.tls())),
  });
  const underWay = new Exchange(request, url, idleMs);
  try {
    await underWay.send(body, expects);
    return await receive(underWay);
  } catch (error) {
    if (signal?.aborted) throw new IsocenterError('cancelled');
    throw error;
  } finally {
    request.destroy();
  }
}

/** An authority of one's own is for the PACS in the house; services outside have those that everybody knows. */
const besidePublicRoots = ({ ca, ...material }: SecureContextOptions): SecureContextOptions => ({
  ...material,
  ...(ca !== undefined && { ca: [...rootCertificates, ca].flat() }),
});

const expectation = { expect: '100-continue' } as const;

class Exchange {
  readonly #request: ClientRequest;
  readonly #url: URL;
  readonly #answered = Promise.withResolvers<IncomingMessage>();
  #isAnswered = false;
  /** Why we did not wait any longer. */
  #late: IsocenterError | undefined;

  constructor(request: ClientRequest, url: URL, idleMs: number) {
    this.#request = request;
    this.#url = url;
    this.#answered.promise.catch(() => {});
    request.once('response', (response) => {
      this.#isAnswered = true;
      this.#answered.resolve(response);
    });
    request.on('error', (error) => this.#answered.reject(asUnreachable(url, error)));
    request.once('timeout', () => this.#giveUp(idleMs));
  }

  async send(body: WebCall['body'], expects: boolean): Promise<void> {
    if (expects) await this.#askedForBody();
    if (body) await this.#write(body);
    if (!this.#isAnswered) this.#request.end();
  }

  async whole(): Promise<WebAnswer> {
    return await this.#inTime(async () => {
      const response = await this.#answered.promise;
      const body = await readAnswer(response, MAX_ANSWER_BYTES).catch((error: unknown) => {
        throw this.#late ?? asUnreachable(this.#url, error);
      });
      return { ...headOf(response), body };
    });
  }

  async arriving(): Promise<ArrivingAnswer> {
    const response = await this.#inTime(() => this.#answered.promise);
    return { ...headOf(response), chunks: this.#chunksOf(response) };
  }

  async *#chunksOf(response: IncomingMessage): AsyncGenerator<Buffer, void, void> {
    try {
      for await (const chunk of response as AsyncIterable<Buffer>) yield chunk;
    } catch (error) {
      throw this.#late ?? new IsocenterError('dicomweb/cut-off', { host: this.#url.host }, error);
    }
  }

  async #inTime<T>(work: () => Promise<T>): Promise<T> {
    const timer = setTimeout(() => this.#giveUp(ANSWER_MS), ANSWER_MS);
    try {
      return await work();
    } finally {
      clearTimeout(timer);
    }
  }

  async #askedForBody(): Promise<void> {
    const asked = once(this.#request, 'continue').catch(() => {});
    await Promise.race([asked, this.#answered.promise, pause(CONTINUE_MS, undefined, { ref: false })]);
  }

  async #write(body: AsyncIterable<Uint8Array | string>): Promise<void> {
    if (this.#isAnswered) return;
    for await (const piece of body) {
      await Promise.race([this.#taken(piece), this.#answered.promise]);
      if (this.#isAnswered) return;
    }
  }

  /** What cannot be written any more shows as an answer or as an error. */
  async #taken(piece: Uint8Array | string): Promise<unknown> {
    const { promise, resolve } = Promise.withResolvers<boolean>();
    this.#request.write(piece, (error) => resolve(!error));
    return (await promise) || (await this.#answered.promise);
  }

  #giveUp(ms: number): void {
    const { host } = this.#url;
    this.#late = new IsocenterError('dicomweb/timeout', { host, seconds: ms / 1000 });
    this.#request.destroy(this.#late);
  }
}

const headOf = ({ statusCode, headers }: IncomingMessage) => ({ status: statusCode ?? 500, headers });
