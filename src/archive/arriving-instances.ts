import { asIsocenterError, type IsocenterError } from '../base/index.ts';
import type { IngestResult } from './committer.ts';
import type { DicomFileIngest } from './ingest-dicom-file.ts';

/** What became of one instance of a body. */
export type Outcome =
  | { readonly stored: IngestResult; readonly sopClassUid: string | undefined }
  | {
      readonly failed: IsocenterError;
      readonly sopClassUid: string | undefined;
      readonly sopInstanceUid: string | undefined;
    };

export type Failure = Extract<Outcome, { failed: unknown }>;

export const isFailure = (outcome: Outcome): outcome is Failure => 'failed' in outcome;

interface InstanceName {
  readonly sopClassUid: string | undefined;
  readonly sopInstanceUid: string | undefined;
}

/** Instances of one body that wait for the disk while the next ones arrive. */
const UNDER_WAY = 32;

/**
 * The instances of one multipart body, one after the other: each is pushed into the archive as it arrives, and while its
 * bytes are made durable the next one comes. One that fails does not stop the others.
 */
export class ArrivingInstances {
  readonly #open: () => DicomFileIngest;
  readonly #onOutcome: ((outcome: Outcome) => void) | undefined;
  readonly #outcomes: Promise<Outcome>[] = [];
  readonly #underWay = new Set<Promise<Outcome>>();
  #current: DicomFileIngest | undefined;
  #failure: IsocenterError | undefined;

  /** @param open takes in the next one. @param onOutcome is told of each as soon as it is certain; it throws nothing. */
  constructor(open: () => DicomFileIngest, onOutcome?: (outcome: Outcome) => void) {
    this.#open = open;
    this.#onOutcome = onOutcome;
  }

  begin(): void {
    this.#failure = undefined;
    this.#current = this.#open();
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
    const outcome = this.#told(this.#failure ? failedOf(ingest, this.#failure) : outcomeOf(ingest));
    const waiting = outcome.finally(() => this.#underWay.delete(waiting));
    this.#underWay.add(waiting);
    if (this.#underWay.size >= UNDER_WAY) await Promise.race(this.#underWay);
  }

  /** Something came that is no instance, or cannot be made one. */
  refuse(error: IsocenterError, named: Partial<InstanceName> = {}): void {
    const { sopClassUid, sopInstanceUid } = named;
    void this.#told({ failed: error, sopClassUid, sopInstanceUid });
  }

  #told(outcome: Outcome | Promise<Outcome>): Promise<Outcome> {
    const told = Promise.resolve(outcome).then((certain) => {
      this.#onOutcome?.(certain);
      return certain;
    });
    this.#outcomes.push(told);
    return told;
  }

  /** What became of them, in the order of their arrival, when all of it is certain. */
  outcomes(): Promise<Outcome[]> {
    return Promise.all(this.#outcomes);
  }

  /** The body was cut off: what was complete stays, what was not goes. */
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
