import { IsocenterError } from '../base/index.ts';
import type { RemoteNode } from '../contract/index.ts';

/** A node with a DICOM address. */
export type DimseNode<Node extends RemoteNode = RemoteNode> = Node &
  Readonly<Required<Pick<RemoteNode, 'aeTitle' | 'host' | 'port'>>>;

export const hasDimse = <Node extends RemoteNode>(node: Node): node is DimseNode<Node> =>
  node.aeTitle !== undefined && node.host !== undefined && node.port !== undefined;

/** Throws `node/no-dimse`. */
export function requireDimse<Node extends RemoteNode>(node: Node): DimseNode<Node> {
  if (!hasDimse(node)) throw new IsocenterError('node/no-dimse', { name: node.name });
  return node;
}
