import { IsocenterError } from '../base/index.ts';
import { type Caller, type KnownNode, reachOf } from '../contract/index.ts';

export const isAdministrator = (caller: Caller): boolean =>
  reachOf(caller, 'administer').kind === 'everything';

/** Whether somebody has to ask before they fetch from a node. Administrators never do. */
export const needsApproval = ({ fetchNeedsApproval }: KnownNode, caller: Caller): boolean =>
  fetchNeedsApproval === true && !isAdministrator(caller);

/** Throws `node/needs-approval`. */
export function requireNoApproval(node: KnownNode, caller: Caller): void {
  if (needsApproval(node, caller)) throw new IsocenterError('node/needs-approval', { name: node.name });
}
