import type { Archive, StoredInstance } from '../archive/index.ts';
import { asIsocenterError } from '../base/index.ts';
import type { Actor, RemoteNode, Scope } from '../contract/index.ts';
import {
  type ClientAssociation,
  type MoveOriginator,
  planContexts,
  type SubOperationResult,
  statusKind,
} from '../dimse/index.ts';
import { type Dialler, dial } from './dial.ts';

export interface SendOptions {
  readonly signal?: AbortSignal;
  /** Who asked for it by C-MOVE. PS3.7 9.1.1.1. */
  readonly originator?: MoveOriginator;
}

/** What every SCP takes (PS3.5 10.1), and what most take besides. */
const fallbacks = ['1.2.840.10008.1.2.1', '1.2.840.10008.1.2'];

/**
 * Sends instances to a node and tells how each fared. One association serves as long as its presentation contexts
 * do; when the connection is lost, what is left fails one by one with its reason and nothing is tried twice.
 */
export async function* sendInstances(
  parts: { readonly archive: Archive; readonly dialler: Dialler },
  actor: Actor,
  scope: Scope,
  node: RemoteNode,
  pages: AsyncIterable<readonly StoredInstance[]>,
  options: SendOptions = {},
): AsyncGenerator<SubOperationResult, undefined, void> {
  const line = new Line(parts.dialler, node);
  try {
    for await (const page of pages) {
      for (const group of groupsOf(page)) {
        for (const instance of group) {
          if (options.signal?.aborted) return undefined;
          yield await sendOne(line, group, instance);
        }
      }
    }
  } finally {
    await line.hangUp();
  }
  return undefined;

  async function sendOne(to: Line, group: readonly StoredInstance[], instance: StoredInstance) {
    const { sopClassUid, sopInstanceUid } = instance;
    try {
      const association = await to.associationFor(group);
      const accepted = acceptedBy(association, instance);
      const delivery = await parts.archive.deliver(actor, scope, instance, accepted);
      const answer = await association.store(
        { sopClassUid, sopInstanceUid, ...delivery },
        options.originator,
      );
      return resultOf(sopInstanceUid, answer);
    } catch (error) {
      return { outcome: 'failed' as const, sopInstanceUid, errorComment: asIsocenterError(error).message };
    }
  }
}

/** Instances that one association can have contexts for. */
function groupsOf(page: readonly StoredInstance[]): StoredInstance[][] {
  const plans = planContexts(page, fallbacks);
  return plans.map((contexts) => {
    const classes = new Set(contexts.map(({ abstractSyntax }) => abstractSyntax));
    return page.filter(({ sopClassUid }) => classes.has(sopClassUid));
  });
}

function acceptedBy(
  association: ClientAssociation,
  { sopClassUid, transferSyntaxUid }: StoredInstance,
): string[] {
  const candidates = [transferSyntaxUid, ...fallbacks];
  return candidates.filter((uid) => association.contextFor(sopClassUid, uid) !== undefined);
}

function resultOf(
  sopInstanceUid: string,
  { status, errorComment }: { status: number; errorComment?: string },
): SubOperationResult {
  const kind = statusKind(status);
  const outcome = kind === 'success' ? 'completed' : kind === 'warning' ? 'warning' : 'failed';
  return { outcome, sopInstanceUid, ...(errorComment ? { errorComment } : {}) };
}

/** The association in use; replaced when what is to be sent needs contexts it lacks. */
class Line {
  readonly #dialler: Dialler;
  readonly #node: RemoteNode;
  #association: ClientAssociation | undefined;
  #proposed = new Set<string>();
  /** The last one found to be covered: asked about once, not once for each of its instances. */
  #group: readonly StoredInstance[] = [];
  #failure: { readonly error: unknown } | undefined;

  constructor(dialler: Dialler, node: RemoteNode) {
    this.#dialler = dialler;
    this.#node = node;
  }

  async associationFor(group: readonly StoredInstance[]): Promise<ClientAssociation> {
    // Nobody answered: asking again for each of a thousand images would take a thousand time-outs.
    if (this.#failure) throw this.#failure.error;
    if (this.#association && !this.#association.isEnded && this.#covers(group)) return this.#association;
    await this.hangUp();
    this.#group = group;
    const contexts = planContexts(group, fallbacks)[0] ?? [];
    try {
      this.#association = await dial(this.#dialler, this.#node, contexts);
    } catch (error) {
      this.#failure = { error };
      throw error;
    }
    this.#proposed = new Set(contexts.map((each) => `${each.abstractSyntax} ${each.transferSyntaxes[0]}`));
    return this.#association;
  }

  #covers(group: readonly StoredInstance[]): boolean {
    if (group === this.#group) return true;
    const covers = group.every((each) => this.#proposed.has(`${each.sopClassUid} ${each.transferSyntaxUid}`));
    if (covers) this.#group = group;
    return covers;
  }

  async hangUp(): Promise<void> {
    const association = this.#association;
    this.#association = undefined;
    if (association && !association.isEnded) await association.release().catch(() => association.abort());
  }
}
