import type { Archive, IngestResult } from '../archive/index.ts';
import { asIsocenterError, type ByteSink, type Clock } from '../base/index.ts';
import { type StatusAnswer, type StoreRequest, type StoreSink, statuses } from '../dimse/index.ts';
import { requireRight, type Session } from './session.ts';

/** C-STORE (PS3.4 B): the data set is pushed into the archive as it arrives; its end decides the status. */
export function openStore(archive: Archive, clock: Clock, request: StoreRequest<Session>): StoreSink {
  const { association, sopClassUid, sopInstanceUid, transferSyntaxUid } = request;
  const { actor, scope } = requireRight(association, 'store');
  const ingest = archive.ingest(actor, scope, {
    transferSyntaxUid,
    announced: { sopClassUid, sopInstanceUid },
    origin: {
      via: 'dimse',
      receivedAt: clock.now().toISOString(),
      sender: association.callingAeTitle,
      address: association.peer.address,
      receiver: association.calledAeTitle,
    },
  });
  return new StatusOfIngest(ingest);
}

class StatusOfIngest implements StoreSink {
  readonly #ingest: ByteSink<IngestResult>;

  constructor(ingest: ByteSink<IngestResult>) {
    this.#ingest = ingest;
  }

  write(chunk: Uint8Array): void | Promise<void> {
    return this.#ingest.write(chunk);
  }

  async end(): Promise<StatusAnswer> {
    await this.#ingest.end();
    return success;
  }

  abort(reason: unknown): void {
    this.#ingest.abort(asIsocenterError(reason));
  }
}

const success: StatusAnswer = { status: statuses.success };
