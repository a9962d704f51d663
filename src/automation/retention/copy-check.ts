import { asIsocenterError, IsocenterError } from '../../base/index.ts';
import type { Caller } from '../../contract/index.ts';
import type { Nodes } from '../../nodes/index.ts';
import type { OldStudy } from './find-old.ts';

/** Images of one request for storage commitment. */
const AT_ONCE = 1_000;

/** Asks nodes whether they keep what is to go. One that does not answer is not asked again while this lives. */
export class CopyCheck {
  readonly #nodes: Pick<Nodes, 'requestCommitment'>;
  readonly #caller: Caller;
  readonly #names: readonly string[];
  readonly #silent = new Map<string, IsocenterError>();

  constructor(nodes: Pick<Nodes, 'requestCommitment'>, caller: Caller, names: readonly string[]) {
    this.#nodes = nodes;
    this.#caller = caller;
    this.#names = names;
  }

  /** Whether every node has said that it keeps every image for good (PS3.4 J.3.2). */
  async hasCopies({ images }: Pick<OldStudy, 'images'>): Promise<boolean> {
    for (const name of this.#names) if (!(await this.#isKeptBy(name, images))) return false;
    return true;
  }

  /** Nodes that did not answer, for people. */
  get problem(): IsocenterError | undefined {
    const [first] = this.#silent;
    if (!first) return undefined;
    const [node, why] = first;
    return new IsocenterError('retention/not-asked', { node, reason: why.message }, why);
  }

  async #isKeptBy(name: string, images: OldStudy['images']): Promise<boolean> {
    if (this.#silent.has(name)) return false;
    try {
      for (let at = 0; at < images.length; at += AT_ONCE) {
        const items = images
          .slice(at, at + AT_ONCE)
          .map(({ sopClassUid, sopInstanceUid }) => ({ sopClassUid, sopInstanceUid }));
        const { committed } = await this.#nodes.requestCommitment(this.#caller.actor, name, items);
        const kept = new Set(committed.map(({ sopInstanceUid }) => sopInstanceUid));
        if (!items.every(({ sopInstanceUid }) => kept.has(sopInstanceUid))) return false;
      }
      return true;
    } catch (error) {
      this.#silent.set(name, asIsocenterError(error));
      return false;
    }
  }
}
