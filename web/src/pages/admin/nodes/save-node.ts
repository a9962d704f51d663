import type { ListedNode } from '../../../../../src/contract/index.ts';
import { api } from '../../../api/client.ts';
import { type NodeFields, newNodeOf, nodeOf } from './node-fields.ts';

interface SaveOptions {
  readonly isNew: boolean;
  /** Called once a new one is there, whatever becomes of its secret: from then on it is changed. */
  readonly onAdded: () => void;
}

/** The node first: a secret is kept for the address that it has then. */
export async function saveNode(fields: NodeFields, { isNew, onAdded }: SaveOptions): Promise<ListedNode> {
  const saved = await (isNew ? api.nodesAdd(newNodeOf(fields)) : api.nodesUpdate(nodeOf(fields)));
  if (isNew) onAdded();
  const { secret, reach } = fields;
  return secret === '' || reach === 'dicom' ? saved : await api.nodeSecret({ name: saved.name, secret });
}
