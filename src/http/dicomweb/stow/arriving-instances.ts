import type { Archive, DicomFileIngest, IngestResult } from '../../../archive/index.ts';
import { asIsocenterError, type Clock, type IsocenterError } from '../../../base/index.ts';
import type { Caller } from '../../../contract/index.ts';
import type { Outcome } from './store-response.ts';

interface InstanceName {
  readonly sopClassUid: string | undefined;
  readonly sopInstanceUid: string | undefined;
}

/** Instances of one request that wait for the disk while the next ones arrive. */
const UNDER_WAY = 32;

/**
 * The instances of one store request, one after the other: each is pushed into the archive as it arrives, and while its
 * bytes are made durable the next one comes. One that fails does not stop the others.
 */
export class ArrivingInstances {
  readonly #archive: Archive;
  readonly #clock: Clock;
  readonly #caller: Caller;
  readonly #studyInstanceUid: string | undefined;
  readonly #outcomes: Promise<Outcome>[] = [];
  readonly #underWay = new Set<Promise<Outcome>>();
  #current: DicomFileIngest | undefined;
  #failure: IsocenterError | undefined;

  /** @param studyInstanceUid the study that all of them have to belong to, when the path names one. */
  constructor(archive: Archive, clock: Clock, caller: Caller, studyInstanceUid: string | undefined) {
    this.#archive = archive;
    this.#clock = clock;
    this.#caller = caller;
    this.#studyInstanceUid = studyInstanceUid;
  }

  begin(): void {
    const { actor, scope, address } = this.#caller;
    const receivedAt = this.#clock.now().toISOString();
    this.#failure = undefined;
    this.#current = this.#archive.ingestDicomFile(actor, scope, {
      origin: { via: 'stow', receivedAt, sender: actor.name, address, receiver: '' },
      ...(this.#studyInstanceUid !== undefined && {
        announced: { studyInstanceUid: this.#studyInstanceUid },
      }),
    });
  }

  /** The next bytes of the instance. Once it has failed they are let go. */
  async write(bytes: Uint8Array): Promise<void> {
    if (this.#failure) return;
    try {
      const waiting = this.#current!.write(bytes);
      if (waiting) await waiting;
    } catch (error) {
      this.#failure = asIsocenterError(error);
      this.#current!.abort(this.#failure);
    }
  }

  /** The instance is complete. Waits when too many are under way. */
  async end(): Promise<void> {
    const ingest = this.#current!;
    this.#current = undefined;
    const outcome = this.#failure ? failedOf(ingest, this.#failure) : outcomeOf(ingest);
    this.#outcomes.push(Promise.resolve(outcome));
    const waiting = Promise.resolve(outcome).finally(() => this.#underWay.delete(waiting));
    this.#underWay.add(waiting);
    if (this.#underWay.size >= UNDER_WAY) await Promise.race(this.#underWay);
  }

  /** Something came that is no instance, or cannot be made one. */
  refuse(error: IsocenterError, named: Partial<InstanceName> = {}): void {
    const { sopClassUid, sopInstanceUid } = named;
    this.#outcomes.push(Promise.resolve({ failed: error, sopClassUid, sopInstanceUid }));
  }

  /** What became of them, in the order of their arrival, when all of it is certain. */
  outcomes(): Promise<Outcome[]> {
    return Promise.all(this.#outcomes);
  }

  /** The request was cut off: what was complete stays, what was not goes. */
  abort(reason: unknown): void {
    this.#current?.abort(reason);
    this.#current = undefined;
  }
}

async function outcomeOf(ingest: DicomFileIngest): Promise<Outcome> {
  try {
    const stored: IngestResult = await ingest.end();
    return { stored, sopClassUid: ingest.identity.sopClassUid };
  } catch (error) {
    return failedOf(ingest, asIsocenterError(error));
  }
}

function failedOf({ identity }: DicomFileIngest, failed: IsocenterError): Outcome {
  return { failed, sopClassUid: identity.sopClassUid, sopInstanceUid: identity.sopInstanceUid };
}
