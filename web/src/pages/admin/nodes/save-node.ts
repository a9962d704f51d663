import type { ListedNode } from '../../../../../src/contract/index.ts';
import { api } from '../../../api/client.ts';
import { type NodeFields, newNodeOf, nodeOf } from './node-fields.ts';

/** The node first: a secret is kept for the address that it has then. */
export async function saveNode(fields: NodeFields, isNew: boolean): Promise<ListedNode> {
  const saved = await (isNew ? api.nodesAdd(newNodeOf(fields)) : api.nodesUpdate(nodeOf(fields)));
  const { secret, reach } = fields;
  return secret === '' || reach === 'dicom' ? saved : await api.nodeSecret({ name: saved.name, secret });
}
