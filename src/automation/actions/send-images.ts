import type { Action } from './action.ts';
import { selectionOf } from './selection-of.ts';

/** C-STORE to a node, as the operation of that name does it: what fails one by one is tried again, for days if need be. */
export const sendImages = (node: string): Action => ({
  name: 'send',
  about: node,
  kind: 'send',
  input: ({ subject }) => ({ node, selection: selectionOf(subject) }),
});
