import type { Archive, IngestResult } from '../archive/index.ts';
import { asIsocenterError, type ByteSink, type Clock } from '../base/index.ts';
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
}

/** C-STORE into the archive (PS3.4 B), asked for or not: pushed as it arrives; its end decides the status. */
export function openStoreSink(
  { archive, clock }: { readonly archive: Archive; readonly clock: Clock },
  { association, sopClassUid, sopInstanceUid, transferSyntaxUid }: StoreRequest,
  { actor, scope, sender, receiver, stored }: Delivery,
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
  return new StatusOfIngest(ingest, stored);
}

class StatusOfIngest implements StoreSink {
  readonly #ingest: ByteSink<IngestResult>;
  readonly #stored: Delivery['stored'];

  constructor(ingest: ByteSink<IngestResult>, stored: Delivery['stored']) {
    this.#ingest = ingest;
    this.#stored = stored;
  }

  write(chunk: Uint8Array): void | Promise<void> {
    return this.#ingest.write(chunk);
  }

  async end(): Promise<StatusAnswer> {
    const result = await this.#ingest.end();
    this.#stored?.(result);
    return success;
  }

  abort(reason: unknown): void {
    this.#ingest.abort(asIsocenterError(reason));
  }
}

const success: StatusAnswer = { status: statuses.success };
