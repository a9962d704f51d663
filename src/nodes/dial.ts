import type { ConnectionOptions } from 'node:tls';
import { type Clock, IsocenterError } from '../base/index.ts';
import type { RemoteNode } from '../contract/index.ts';
import {
  type AssociateOptions,
  type ClientAssociation,
  type ContextProposal,
  connect,
  formatStatus,
} from '../dimse/index.ts';
import { quickAck } from '../net/index.ts';

/** How we call others. */
export interface Dialler {
  /** The title we call with, unless the node wants another. */
  readonly aeTitle: string;
  readonly clock: Clock;
  /** Made when it is needed: only nodes with TLS need material. */
  readonly tls: () => ConnectionOptions;
}

/** Opens an association with a node. Rejects with `net/*` or `dimse/*`. */
export async function dial(
  dialler: Dialler,
  node: RemoteNode,
  contexts: readonly ContextProposal[],
  more: Pick<AssociateOptions, 'handlers' | 'extendedNegotiations'> = {},
): Promise<ClientAssociation> {
  return await connect({
    host: node.host,
    port: node.port,
    callingAeTitle: node.callingAeTitle ?? dialler.aeTitle,
    calledAeTitle: node.aeTitle,
    contexts,
    clock: dialler.clock,
    afterRead: quickAck,
    ...(node.tls ? { tls: dialler.tls() } : {}),
    ...more,
  });
}

/** Does something with an association and ends it, whatever happens. */
export async function withAssociation<T>(
  opening: Promise<ClientAssociation>,
  work: (association: ClientAssociation) => Promise<T>,
): Promise<T> {
  const association = await opening;
  try {
    return await work(association);
  } finally {
    if (!association.isEnded) await association.release().catch(() => association.abort());
  }
}

/** Throws `dimse/failed` unless the peer answered Success. */
export function requireSuccess({ status, errorComment }: { status: number; errorComment?: string }): void {
  if (status === 0) return;
  throw new IsocenterError('dimse/failed', {
    status: formatStatus(status),
    comment: errorComment || 'no comment',
  });
}
