import { READ_AHEAD, type StoredInstance } from '../archive/index.ts';
import { askNext, IsocenterError, readAhead } from '../base/index.ts';
import type { Actor, RemoteNode, Scope } from '../contract/index.ts';
import { plainTransferSyntaxes } from '../dicom/index.ts';
import { type ClientAssociation, type OutgoingInstance, planContexts, statusKind } from '../dimse/index.ts';
import { type Dialler, dial, hangUp, type TransferParts } from './dial.ts';
import { failedToSend, GRACE_MS, type SendOptions, type SentInstance } from './sent-instance.ts';

/**
 * Sends instances to a node and tells how each fared. One association serves as long as its presentation contexts
 * do; when the connection is lost, what is left fails one by one with its reason and nothing is tried twice.
 */
export async function* sendInstances(
  parts: TransferParts,
  actor: Actor,
  scope: Scope,
  node: RemoteNode,
  pages: AsyncIterable<readonly StoredInstance[]>,
  options: SendOptions = {},
): AsyncGenerator<SentInstance, undefined, void> {
  const line = new Line(parts.dialler, node, options.signal);
  const { signal } = options;
  const end = () => line.cutAfter(GRACE_MS);
  signal?.addEventListener('abort', end, { once: true });
  try {
    for await (const group of groupsOf(pages)) {
      const prepared = readAhead(group, READ_AHEAD, (instance) => prepare(group, instance));
      let step = await prepared.next();
      while (!step.done) {
        if (signal?.aborted) return undefined;
        const sent = sendOne(group, step.value);
        // Read while the destination takes this one.
        const next = askNext(prepared);
        const result = await sent;
        if (signal?.aborted && result.outcome === 'failed') return undefined;
        yield result;
        step = await next;
      }
    }
  } finally {
    signal?.removeEventListener('abort', end);
    await line.close();
  }
  return undefined;

  async function prepare(group: readonly StoredInstance[], instance: StoredInstance): Promise<Prepared> {
    const { sopClassUid, sopInstanceUid } = instance;
    try {
      const accepted = acceptedBy(await line.associationFor(group), instance);
      const delivery = await parts.archive.deliver(actor, scope, instance, accepted);
      return { sopClassUid, sopInstanceUid, ...delivery };
    } catch (error) {
      return failedToSend(sopInstanceUid, error);
    }
  }

  async function sendOne(group: readonly StoredInstance[], prepared: Prepared): Promise<SentInstance> {
    if ('outcome' in prepared) return prepared;
    try {
      const association = await line.associationFor(group);
      if (signal?.aborted) throw new IsocenterError('cancelled');
      return resultOf(prepared.sopInstanceUid, await association.store(prepared, options.originator));
    } catch (error) {
      return failedToSend(prepared.sopInstanceUid, error);
    }
  }
}

/** Ready to be sent, or why not. */
type Prepared = OutgoingInstance | SentInstance;

/** Instances that one association can have contexts for. */
async function* groupsOf(pages: AsyncIterable<readonly StoredInstance[]>): AsyncGenerator<StoredInstance[]> {
  for await (const page of pages) {
    for (const contexts of planContexts(page, plainTransferSyntaxes)) {
      const classes = new Set(contexts.map(({ abstractSyntax }) => abstractSyntax));
      yield page.filter(({ sopClassUid }) => classes.has(sopClassUid));
    }
  }
}

function acceptedBy(
  association: ClientAssociation,
  { sopClassUid, transferSyntaxUid }: StoredInstance,
): string[] {
  const candidates = [transferSyntaxUid, ...plainTransferSyntaxes];
  return candidates.filter((uid) => association.contextFor(sopClassUid, uid) !== undefined);
}

function resultOf(
  sopInstanceUid: string,
  { status, errorComment }: { status: number; errorComment?: string },
): SentInstance {
  const kind = statusKind(status);
  if (kind === 'success' || kind === 'warning')
    return { outcome: kind === 'success' ? 'completed' : kind, sopInstanceUid };
  const reason = errorComment
    ? new IsocenterError('said', { reason: errorComment })
    : new IsocenterError('node/no-reason');
  return failedToSend(sopInstanceUid, reason);
}

/** The association in use; replaced when what is to be sent needs contexts it lacks. */
class Line {
  readonly #dialler: Dialler;
  readonly #node: RemoteNode;
  readonly #signal: AbortSignal | undefined;
  #opening: Promise<ClientAssociation> | undefined;
  /** Undefined while it is being opened, and for good when nobody answers. */
  #association: ClientAssociation | undefined;
  #proposed = new Set<string>();
  #cut: NodeJS.Timeout | undefined;
  /** The last one found to be covered: asked about once, not once for each of its instances. */
  #group: readonly StoredInstance[] = [];

  /** @param signal ends the opening of an association at once */
  constructor(dialler: Dialler, node: RemoteNode, signal: AbortSignal | undefined) {
    this.#dialler = dialler;
    this.#node = node;
    this.#signal = signal;
  }

  /** Rejects for good when nobody answers: asking for each of a thousand images would take a thousand time-outs. */
  associationFor(group: readonly StoredInstance[]): Promise<ClientAssociation> {
    if (!this.#opening || this.#isOfNoUse(group)) this.#opening = this.#replace(group);
    return this.#opening;
  }

  #isOfNoUse(group: readonly StoredInstance[]): boolean {
    return this.#association !== undefined && (this.#association.isEnded || !this.#covers(group));
  }

  #covers(group: readonly StoredInstance[]): boolean {
    if (group === this.#group) return true;
    const covers = group.every((each) => this.#proposed.has(`${each.sopClassUid} ${each.transferSyntaxUid}`));
    if (covers) this.#group = group;
    return covers;
  }

  async #replace(group: readonly StoredInstance[]): Promise<ClientAssociation> {
    this.#association = undefined;
    this.#group = group;
    const contexts = planContexts(group, plainTransferSyntaxes)[0] ?? [];
    this.#proposed = new Set(contexts.map((each) => `${each.abstractSyntax} ${each.transferSyntaxes[0]}`));
    await this.#hangUp();
    this.#association = await dial(this.#dialler, this.#node, contexts, { signal: this.#signal });
    return this.#association;
  }

  /** Ends the association in a while, whatever is under way. */
  cutAfter(milliseconds: number): void {
    this.#cut = setTimeout(() => this.#association?.abort('ended by us'), milliseconds);
  }

  async close(): Promise<void> {
    clearTimeout(this.#cut);
    await this.#hangUp();
  }

  async #hangUp(): Promise<void> {
    const association = await this.#opening?.catch(() => undefined);
    if (association) await hangUp(association);
  }
}
