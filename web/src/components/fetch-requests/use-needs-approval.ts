import type { ListedNode } from '../../../../src/contract/index.ts';
import { useMayEverywhere } from '../../api/rights.ts';

/** Whether who is here asks before they fetch from a node. */
export function useNeedsApproval(): (node: Pick<ListedNode, 'fetchNeedsApproval'>) => boolean {
  const may = useMayEverywhere();
  return ({ fetchNeedsApproval }) => fetchNeedsApproval === true && !may('administer');
}
