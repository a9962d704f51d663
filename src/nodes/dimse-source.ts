import type { KnownNode } from '../contract/index.ts';
import type { Dialler, TransferParts } from './dial.ts';
import type { DimseNode } from './dimse-node.ts';
import { DimseQueries } from './dimse-queries.ts';
import { getFromNode, moveFromNode } from './fetch.ts';
import type { FetchWay, ImageSource, NodeQueries, QueryRoot } from './source.ts';

/** A node that is asked by C-FIND, and sends by C-GET or C-MOVE. */
export class DimseSource implements ImageSource {
  readonly ways: readonly FetchWay[];
  readonly #dialler: Dialler;
  readonly #node: DimseNode<KnownNode>;

  constructor(parts: TransferParts, node: DimseNode<KnownNode>) {
    const { dialler } = parts;
    const receiver = node.callingAeTitle ?? dialler.aeTitle;
    this.#dialler = dialler;
    this.#node = node;
    this.ways = [
      {
        name: 'C-GET',
        fetch: (actor, scope, target, options) => getFromNode(parts, actor, scope, node, target, options),
      },
      {
        name: 'C-MOVE',
        fetch: (_actor, _scope, target, options) => moveFromNode(dialler, node, target, receiver, options),
      },
    ];
  }

  openQueries(root: QueryRoot, signal?: AbortSignal): Promise<NodeQueries> {
    return DimseQueries.open(this.#dialler, this.#node, root, signal);
  }
}
