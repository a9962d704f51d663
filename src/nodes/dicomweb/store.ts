/** STOW-RS as a client (PS3.18 10.5): images to a node, request by request. */
import type { StoredInstance } from '../../archive/index.ts';
import { asIsocenterError, type ErrorCode, type IsocenterError } from '../../base/index.ts';
import type { Actor, Scope } from '../../contract/index.ts';
import { plainTransferSyntaxes } from '../../dicom/index.ts';
import { failedToSend, GRACE_MS, type SendOptions, type SentInstance } from '../sent-instance.ts';
import { askService } from './ask.ts';
import { batchesOf } from './batches.ts';
import { callService, type WebAnswer, type WebTransferParts } from './call.ts';
import type { WebNode } from './service.ts';
import { nonsenseOf, refusedBy, requireService } from './statuses.ts';
import { isAboutSyntax, refusalOf, type Verdict, verdictsOf } from './store-answer.ts';
import { type Outgoing, storeBodyOf, Unreadable } from './store-body.ts';

/** Answers of 500 in a row for single instances; then it is the node. */
const ERRORS_IN_A_ROW = 3;
/** No use in asking again, for these or for others. */
const hopeless: ReadonlySet<ErrorCode> = new Set([
  'cancelled',
  'net/forbidden',
  'dicomweb/denied',
  'dicomweb/no-service',
  'config/invalid',
]);

/**
 * Sends instances and tells how each fared. What a node refuses as a whole is tried one by one, so that the one it chokes on
 * keeps no other from arriving. When it does not answer, what is left fails with that reason and nothing is tried twice.
 * Throws `dicomweb/denied`, `dicomweb/no-service`, `net/forbidden`, which are for a person to mend.
 */
export async function* storeByWeb(
  parts: WebTransferParts,
  actor: Actor,
  scope: Scope,
  node: WebNode,
  pages: AsyncIterable<readonly StoredInstance[]>,
  { signal }: SendOptions = {},
): AsyncGenerator<SentInstance, undefined, void> {
  const cut = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const end = (): void => {
    timer = setTimeout(() => cut.abort(), GRACE_MS);
  };
  signal?.addEventListener('abort', end, { once: true });
  const service = new StoreService(parts, actor, scope, node, cut.signal);
  try {
    for await (const batch of batchesOf(pages)) {
      if (signal?.aborted) return undefined;
      yield* await service.send(batch);
    }
  } catch (error) {
    if (!signal?.aborted) throw error;
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', end);
  }
  return undefined;
}

class StoreService {
  readonly #parts: WebTransferParts;
  readonly #actor: Actor;
  readonly #scope: Scope;
  readonly #node: WebNode;
  readonly #signal: AbortSignal;
  /** Why nothing more is sent. */
  #down: IsocenterError | undefined;
  #errors = 0;
  /** Until it turns out that it knows no Expect. */
  #expects = true;

  constructor(parts: WebTransferParts, actor: Actor, scope: Scope, node: WebNode, signal: AbortSignal) {
    this.#parts = parts;
    this.#actor = actor;
    this.#scope = scope;
    this.#node = node;
    this.#signal = signal;
  }

  async send(batch: readonly StoredInstance[]): Promise<SentInstance[]> {
    return await this.#send(
      batch.map((instance) => ({ instance, transferSyntaxUid: instance.transferSyntaxUid })),
    );
  }

  async #send(batch: readonly Outgoing[]): Promise<SentInstance[]> {
    if (batch.length === 0) return [];
    if (this.#down) return failedAll(batch, this.#down);
    try {
      const answer = await this.#store(batch);
      return await this.#judge(batch, answer);
    } catch (error) {
      if (error instanceof Unreadable) return await this.#sendWithout(batch, error);
      const failure = asIsocenterError(error);
      if (hopeless.has(failure.code)) throw failure;
      // Who refuses what it is being sent may hang up before we have read why: that it says when it is asked for less.
      if (failure.code === 'net/unreachable') await this.#requireAccess();
      this.#down = failure;
      return failedAll(batch, failure);
    }
  }

  /** Throws what a person has to mend. Whatever else is wrong is known already. */
  async #requireAccess(): Promise<void> {
    try {
      await askService(this.#parts, this.#node, this.#signal);
    } catch (error) {
      if (hopeless.has(asIsocenterError(error).code)) throw error;
    }
  }

  #store(batch: readonly Outgoing[]): Promise<WebAnswer> {
    const { headers, pieces } = storeBodyOf(this.#parts.archive, this.#actor, this.#scope, batch);
    const signal = this.#signal;
    return callService(this.#parts, this.#node, {
      method: 'POST',
      path: '/studies',
      headers,
      body: pieces,
      expects: this.#expects,
      signal,
    });
  }

  async #sendWithout(batch: readonly Outgoing[], { outgoing, cause }: Unreadable): Promise<SentInstance[]> {
    const rest = await this.#send(batch.filter((one) => one !== outgoing));
    return [failedToSend(outgoing.instance.sopInstanceUid, cause), ...rest];
  }

  async #judge(batch: readonly Outgoing[], { status, body }: WebAnswer): Promise<SentInstance[]> {
    // RFC 9110 10.1.1: then the same without it.
    if (status === 417 && this.#expects) {
      this.#expects = false;
      return await this.#send(batch);
    }
    requireService(this.#node, status);
    const verdicts = verdictsOf(body);
    // PS3.18 10.5.3.1: 200 all, 202 some, 409 none; what counts is what is said of each.
    if (verdicts) return await this.#judgeEach(batch, verdicts);
    if (status < 300) throw nonsenseOf(this.#node, 'it does not say what it stored');
    if (batch.length > 1) return await this.#oneByOne(batch);
    const [only] = batch as [Outgoing];
    if (status === 415 && isCompressedAsStored(only)) return await this.#sendInPlain(only);
    return [this.#refusedAlone(only, status)];
  }

  async #judgeEach(
    batch: readonly Outgoing[],
    verdicts: ReadonlyMap<string, Verdict>,
  ): Promise<SentInstance[]> {
    this.#errors = 0;
    const again = batch.filter((one) => {
      const verdict = verdicts.get(one.instance.sopInstanceUid);
      return verdict?.outcome === 'failed' && isAboutSyntax(verdict) && isCompressedAsStored(one);
    });
    const judged = batch.filter((one) => !again.includes(one));
    const results = judged.map(({ instance: { sopInstanceUid } }) =>
      this.#told(sopInstanceUid, verdicts.get(sopInstanceUid)),
    );
    for (const one of again) results.push(...(await this.#sendInPlain(one)));
    return results;
  }

  /** In a transfer syntax that everybody reads. */
  async #sendInPlain({ instance }: Outgoing): Promise<SentInstance[]> {
    try {
      const transferSyntaxUid = this.#parts.archive.transferSyntaxFor(instance, plainTransferSyntaxes);
      return await this.#send([{ instance, transferSyntaxUid }]);
    } catch (error) {
      const failure = asIsocenterError(error);
      if (failure.code !== 'dicom/unsupported-transfer-syntax') throw failure;
      return [{ ...failedToSend(instance.sopInstanceUid, failure), isFinal: true }];
    }
  }

  #told(sopInstanceUid: string, verdict: Verdict | undefined): SentInstance {
    if (!verdict)
      return failedToSend(sopInstanceUid, nonsenseOf(this.#node, 'it says nothing of this instance'));
    if (verdict.outcome !== 'failed') return { outcome: verdict.outcome, sopInstanceUid };
    const { words, isFinal } = refusalOf(verdict);
    return { ...failedToSend(sopInstanceUid, refusedBy(this.#node, words)), isFinal };
  }

  async #oneByOne(batch: readonly Outgoing[]): Promise<SentInstance[]> {
    const results: SentInstance[] = [];
    for (const one of batch) results.push(...(await this.#send([one])));
    return results;
  }

  /** 500 may be of the moment; 400, 413, 415, 422 and the like are about what was sent. */
  #refusedAlone({ instance: { sopInstanceUid } }: Outgoing, status: number): SentInstance {
    const words = status === 413 ? 'it is too large for it (413)' : `it answered ${status}`;
    const error = refusedBy(this.#node, words);
    if (status < 500) {
      this.#errors = 0;
      return { ...failedToSend(sopInstanceUid, error), isFinal: true };
    }
    if (++this.#errors >= ERRORS_IN_A_ROW) this.#down = error;
    return failedToSend(sopInstanceUid, error);
  }
}

const failedAll = (batch: readonly Outgoing[], error: IsocenterError): SentInstance[] =>
  batch.map(({ instance }) => failedToSend(instance.sopInstanceUid, error));

/** As it is stored, and there is another way to send it. */
const isCompressedAsStored = ({ instance, transferSyntaxUid }: Outgoing): boolean =>
  transferSyntaxUid === instance.transferSyntaxUid && !plainTransferSyntaxes.includes(transferSyntaxUid);
