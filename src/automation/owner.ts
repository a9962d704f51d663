import type { Actor } from '../contract/index.ts';

/** Who a part of the automation file belongs to: an account, or `local`, who has this machine. */
export const ownerNamed = (name: string): Actor =>
  name === 'local' ? { kind: 'local', name: 'local' } : { kind: 'user', name };
