import type { Archive, IngestResult } from '../archive/index.ts';
import { asIsocenterError, type ByteSink, type Clock, type IsocenterError } from '../base/index.ts';
import type { Actor, Scope } from '../contract/index.ts';
import { type StatusAnswer, type StoreRequest, type StoreSink, statuses } from '../dimse/index.ts';

/** Who sends an instance over the network, to which of our titles, and on whose behalf it is taken. */
export interface Delivery {
  readonly actor: Actor;
  readonly scope: Scope;
  readonly sender: string;
  readonly receiver: string;
  /** Told of what was taken. */
  readonly stored?: (result: IngestResult) => void;
  /** Told of what was not, and why. */
  readonly failed?: (error: IsocenterError) => void;
}

/** C-STORE into the archive (PS3.4 B), asked for or not: pushed as it arrives; its end decides the status. */
export function openStoreSink(
  { archive, clock }: { readonly archive: Archive; readonly clock: Clock },
  { association, sopClassUid, sopInstanceUid, transferSyntaxUid }: StoreRequest,
  { actor, scope, sender, receiver, stored, failed }: Delivery,
): StoreSink {
  const ingest = archive.ingest(actor, scope, {
    transferSyntaxUid,
    announced: { sopClassUid, sopInstanceUid },
    origin: {
      via: 'dimse',
      receivedAt: clock.now().toISOString(),
      sender,
      address: association.peer.address,
      receiver,
    },
  });
  return new StatusOfIngest(ingest, { stored, failed });
}

class StatusOfIngest implements StoreSink {
  readonly #ingest: ByteSink<IngestResult>;
  readonly #told: Pick<Delivery, 'stored' | 'failed'>;

  constructor(ingest: ByteSink<IngestResult>, told: Pick<Delivery, 'stored' | 'failed'>) {
    this.#ingest = ingest;
    this.#told = told;
  }

  write(chunk: Uint8Array): void | Promise<void> {
    return this.#ingest.write(chunk);
  }

  async end(): Promise<StatusAnswer> {
    const result = await this.#ingest.end();
    this.#told.stored?.(result);
    return success;
  }

  abort(reason: unknown): void {
    const error = asIsocenterError(reason);
    this.#ingest.abort(error);
    this.#told.failed?.(error);
  }
}

const success: StatusAnswer = { status: statuses.success };
