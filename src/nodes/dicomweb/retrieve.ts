/** WADO-RS as a client (PS3.18 10.4): studies, series and instances into the archive as they arrive. */
import { ArrivingInstances, type Failure, isFailure, type Outcome } from '../../archive/index.ts';
import { asIsocenterError, type ErrorCode, type IsocenterError, inParallel } from '../../base/index.ts';
import type { Actor, RemoteTarget, Scope } from '../../contract/index.ts';
import type { RetrieveProgress, RetrieveResult } from '../../dimse/index.ts';
import { isOfNode, isOfThisArchive } from '../of-node.ts';
import type { RetrieveOptions } from '../source.ts';
import { askService } from './ask.ts';
import { receiveFromService, type WebTransferParts } from './call.ts';
import { receiveParts } from './retrieved-parts.ts';
import { urlOf, type WebNode } from './service.ts';
import { refusedBy, requireService } from './statuses.ts';

/** Single instances that are asked for at once; of series and studies one comes after the other. */
const INSTANCES_AT_ONCE = 4;
/** Instances that failed and are told one by one. */
const NAMED = 1_000;

/** What ends it: the next request would fare alike. */
const isHopeless = (code: ErrorCode): boolean =>
  code === 'cancelled' || code === 'dicomweb/timeout' || isOfNode(code) || isOfThisArchive(code);

/**
 * Fetches from a node, request by request. One that fails does not keep the others from coming; the first failure is thrown in
 * the end. Throws `dicomweb/*`, `net/*`, `cancelled`, and `store/*` at once. What came stays in any case.
 */
export async function retrieveByWeb(
  parts: WebTransferParts,
  actor: Actor,
  scope: Scope,
  node: WebNode,
  target: RemoteTarget,
  options: RetrieveOptions,
): Promise<RetrieveResult> {
  const retrieval = new Retrieval(parts, actor, scope, node, options);
  const atOnce = target.instances?.length ? INSTANCES_AT_ONCE : 1;
  let failure: IsocenterError | undefined;
  for await (const error of inParallel(requestsFor(target), atOnce, (one) => retrieval.request(one)))
    failure ??= error;
  if (failure) throw failure;
  return retrieval.result;
}

/** Requests that name what is wanted and nothing else. */
function requestsFor({ studies, series, instances }: RemoteTarget): RetrieveRequest[] {
  if (!series?.length) return studies.map((study) => ({ study, path: `/studies/${study}` }));
  const [study] = studies as [string];
  const below = (path: string): RetrieveRequest => ({ study, path: `/studies/${study}/series/${path}` });
  if (!instances?.length) return series.map(below);
  return instances.map((one) => below(`${series[0]}/instances/${one}`));
}

interface RetrieveRequest {
  readonly study: string;
  /** Below the root of the service. */
  readonly path: string;
}

/** As it is stored there. PS3.18 8.7.3.5.2. */
const AS_STORED = 'multipart/related; type="application/dicom"; transfer-syntax=*';
/** For services that do not know that word: as they like. */
const AS_THEY_LIKE = 'multipart/related; type="application/dicom"';

class Retrieval {
  readonly #parts: WebTransferParts;
  readonly #actor: Actor;
  readonly #scope: Scope;
  readonly #node: WebNode;
  readonly #options: RetrieveOptions;
  #accept = AS_STORED;
  /** Whether the service has shown that it gives images or can be searched for them. */
  #isThere = false;
  #completed = 0;
  #failed = 0;
  #firstFailure: IsocenterError | undefined;
  readonly #failedUids: string[] = [];
  /** Why nothing more is read. */
  #down: IsocenterError | undefined;

  constructor(parts: WebTransferParts, actor: Actor, scope: Scope, node: WebNode, options: RetrieveOptions) {
    this.#parts = parts;
    this.#actor = actor;
    this.#scope = scope;
    this.#node = node;
    this.#options = options;
  }

  get result(): RetrieveResult {
    return {
      ...this.#progress,
      ...{ status: 0, isCounted: true, failedSopInstanceUids: this.#failedUids },
      ...(this.#firstFailure && { errorComment: this.#firstFailure.message }),
    };
  }

  /** What it failed with, where the next one may still come. */
  async request(one: RetrieveRequest): Promise<IsocenterError | undefined> {
    try {
      await this.#receive(one);
      return undefined;
    } catch (error) {
      const failure = asIsocenterError(error);
      if (isHopeless(failure.code)) throw failure;
      return failure;
    }
  }

  async #receive({ study, path }: RetrieveRequest): Promise<void> {
    const { signal, pace } = this.#options;
    const accept = this.#accept;
    const call = { method: 'GET', path, headers: { accept }, signal } as const;
    const isTaken = await receiveFromService(this.#parts, this.#node, call, async (answer) => {
      const { status, headers } = answer;
      if (isAboutForm.has(status) && accept === AS_STORED) return false;
      await this.#requireInstances(status);
      const arriving = new ArrivingInstances(
        () => this.#open(study),
        (outcome) => this.#arrived(outcome),
      );
      const body = { node: this.#node, type: headers['content-type'], chunks: this.#whileUp(answer.chunks) };
      await receiveParts(body, arriving, pace);
      if (this.#down) throw this.#down;
      return true;
    });
    if (isTaken) return;
    this.#accept = AS_THEY_LIKE;
    await this.#receive({ study, path });
  }

  #open(studyInstanceUid: string) {
    const { archive, dialler } = this.#parts;
    const { aeTitle, name } = this.#node;
    const origin = {
      via: 'wado',
      receivedAt: dialler.clock.now().toISOString(),
      sender: aeTitle ?? name,
      address: urlOf(this.#node, '').href,
      receiver: '',
    } as const;
    return archive.ingestDicomFile(this.#actor, this.#scope, { origin, announced: { studyInstanceUid } });
  }

  #arrived(outcome: Outcome): void {
    if (!isFailure(outcome)) this.#completed++;
    else if (isHopeless(outcome.failed.code)) this.#down ??= outcome.failed;
    else this.#note(outcome);
    this.#options.onProgress?.(this.#progress);
  }

  #note({ failed, sopInstanceUid }: Failure): void {
    this.#failed++;
    this.#firstFailure ??= failed;
    if (sopInstanceUid && this.#failedUids.length < NAMED) this.#failedUids.push(sopInstanceUid);
  }

  get #progress(): RetrieveProgress {
    return { remaining: undefined, completed: this.#completed, failed: this.#failed, warning: 0 };
  }

  async *#whileUp(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array, void, void> {
    for await (const chunk of chunks) {
      if (this.#down) throw this.#down;
      yield chunk;
    }
  }

  async #requireInstances(status: number): Promise<void> {
    if (status === 200 || status === 206) {
      this.#isThere = true;
      return;
    }
    if (!notThere.has(status)) requireService(this.#node, status);
    // It may have nothing of it, or be there for storing alone.
    if (status === 404 && !this.#isThere) await askService(this.#parts, this.#node, this.#options.signal);
    this.#isThere = true;
    const reason = notThere.has(status) ? `it has nothing there (${status})` : `it answered ${status}`;
    throw refusedBy(this.#node, reason);
  }
}

/** It cannot give it so. */
const isAboutForm: ReadonlySet<number> = new Set([400, 406, 415]);
/** Of what is asked for. */
const notThere: ReadonlySet<number> = new Set([204, 404, 410]);
