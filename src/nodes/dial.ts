import type { ConnectionOptions } from 'node:tls';
import type { Archive } from '../archive/index.ts';
import { type Clock, IsocenterError } from '../base/index.ts';
import type { RemoteNode } from '../contract/index.ts';
import {
  type AssociateOptions,
  type ClientAssociation,
  type ContextProposal,
  connect,
  formatStatus,
} from '../dimse/index.ts';
import { type PeerGuard, quickAck } from '../net/index.ts';
import { requireDimse } from './dimse-node.ts';

/** How we call others. */
export interface Dialler {
  /** The title we call with, unless the node wants another. */
  readonly aeTitle: string;
  readonly clock: Clock;
  /** Made when it is needed: only nodes with TLS need material. */
  readonly tls: () => ConnectionOptions;
  /** Where calls may go. */
  readonly guard: PeerGuard;
}

/** What images go between the archive and a node by. */
export interface TransferParts {
  readonly archive: Archive;
  readonly dialler: Dialler;
}

/**
 * Opens an association with a node. Rejects with `net/*`, `dimse/*` or `cancelled`. What is no DICOM node is not described: who registers
 * a node does not learn what else listens there.
 */
export async function dial(
  dialler: Dialler,
  node: RemoteNode,
  contexts: readonly ContextProposal[],
  more: Pick<AssociateOptions, 'handlers' | 'extendedNegotiations' | 'signal'> = {},
): Promise<ClientAssociation> {
  const { host, port, aeTitle } = requireDimse(node);
  dialler.guard.check(host, port);
  return await connect({
    ...{ host, port, lookup: dialler.guard.lookup(host, port) },
    callingAeTitle: node.callingAeTitle ?? dialler.aeTitle,
    calledAeTitle: aeTitle,
    contexts,
    clock: dialler.clock,
    afterRead: quickAck,
    ...(node.tls ? { tls: dialler.tls() } : {}),
    ...more,
  }).catch((error: unknown) => {
    throw isForeign(error) ? new IsocenterError('dimse/protocol', { reason: NO_NODE }, error) : error;
  });
}

const NO_NODE = 'what answers there is no DICOM node';
const isForeign = (error: unknown): boolean =>
  error instanceof IsocenterError && (error.code === 'dimse/protocol' || error.code === 'dimse/limit');

/** Does something with an association and ends it, whatever happens. */
export async function withAssociation<T>(
  opening: Promise<ClientAssociation>,
  work: (association: ClientAssociation) => Promise<T>,
): Promise<T> {
  const association = await opening;
  try {
    return await work(association);
  } finally {
    await hangUp(association);
  }
}

/** Ends an association in good order, or at all. */
export async function hangUp(association: ClientAssociation): Promise<void> {
  if (!association.isEnded) await association.release().catch(() => association.abort());
}

/** Throws `dimse/failed` unless the peer answered Success. */
export function requireSuccess({ status, errorComment }: { status: number; errorComment?: string }): void {
  if (status === 0) return;
  throw new IsocenterError('dimse/failed', {
    status: formatStatus(status),
    comment: errorComment || 'no comment',
  });
}
