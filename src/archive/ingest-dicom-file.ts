import { type ByteSink, IsocenterError } from '../base/index.ts';
import { parseFileHead, tags } from '../dicom/index.ts';
import type { IngestResult } from './committer.ts';
import type { IngestRequest, InstanceIngest } from './ingest.ts';

/** The file meta group may not be longer than this, bytes. */
const LONGEST_HEAD = 512 * 1024;

/**
 * A DICOM file on its way in: preamble and meta group go, the data set is passed on in the transfer syntax that it is really
 * written in. Rejects with `dicom/not-dicom` and what `InstanceIngest` rejects with.
 */
export class DicomFileIngest implements ByteSink<IngestResult> {
  readonly #open: (request: Pick<IngestRequest, 'transferSyntaxUid'>) => InstanceIngest;
  /** Bytes seen so far that do not show where the data set begins. */
  #head: Buffer | undefined;
  #needed = 0;
  #sink: InstanceIngest | undefined;

  /** @param open makes the sink for the data set, once its transfer syntax is known. */
  constructor(open: (request: Pick<IngestRequest, 'transferSyntaxUid'>) => InstanceIngest) {
    this.#open = open;
  }

  write(chunk: Uint8Array): void | Promise<void> {
    if (this.#sink) return this.#sink.write(chunk);
    const bytes = this.#head ? Buffer.concat([this.#head, chunk]) : chunk;
    if (bytes.length >= this.#needed && this.#begin(bytes, false)) return this.#rest(bytes);
    if (bytes.length > LONGEST_HEAD)
      throw new IsocenterError('dicom/limit', {
        ...{ what: 'The file meta group', value: bytes.length, limit: LONGEST_HEAD },
      });
    // Chunks are lent.
    this.#head = bytes === chunk ? Buffer.from(chunk) : (bytes as Buffer);
  }

  async end(): Promise<IngestResult> {
    if (!this.#sink) {
      const bytes = this.#head ?? Buffer.alloc(0);
      this.#begin(bytes, true);
      await this.#rest(bytes);
    }
    return await this.#sink!.end();
  }

  abort(reason: unknown): void {
    this.#sink?.abort(reason);
  }

  /** What group 0002 says it is, once that has been read; for telling which file it was that failed. */
  get identity(): {
    readonly sopClassUid?: string | undefined;
    readonly sopInstanceUid?: string | undefined;
  } {
    return this.#identity;
  }

  #identity: DicomFileIngest['identity'] = {};
  #dataSetOffset = 0;

  #begin(bytes: Uint8Array, atEnd: boolean): boolean {
    const head = parseFileHead(bytes, atEnd);
    if (typeof head === 'number') {
      this.#needed = head;
      return false;
    }
    this.#dataSetOffset = head.dataSetOffset;
    this.#identity = {
      sopClassUid: head.meta.string(tags.MediaStorageSOPClassUID),
      sopInstanceUid: head.meta.string(tags.MediaStorageSOPInstanceUID),
    };
    this.#sink = this.#open({ transferSyntaxUid: head.syntax.uid });
    return true;
  }

  #rest(bytes: Uint8Array): void | Promise<void> {
    this.#head = undefined;
    return this.#sink!.write(bytes.subarray(this.#dataSetOffset));
  }
}
