import type { ArrivingInstances } from '../../archive/index.ts';
import { asIsocenterError, IsocenterError } from '../../base/index.ts';
import { giveBack, MultipartParser, type PartHandler, parseMediaType } from '../../net/index.ts';
import type { Pace } from '../pace.ts';
import { hostOf, type WebNode } from './service.ts';
import { nonsenseOf } from './statuses.ts';

/** Instances of one answer: a series can be long. */
const MAXIMUM_PARTS = 500_000;
/** Longest type that is told, characters. */
const TOLD = 64;
const DICOM = 'application/dicom';

export interface RetrievedBody {
  readonly node: WebNode;
  /** Content-Type */
  readonly type: string | undefined;
  readonly chunks: AsyncIterable<Uint8Array>;
}

/**
 * The instances of an answer of WADO-RS, into the archive as they arrive. Rejects with `dicomweb/nonsense` where it is none,
 * with `dicomweb/cut-off` where its end is missing, and with what the chunks fail with, when all that was complete is certain.
 */
export async function receiveParts(
  body: RetrievedBody,
  arriving: ArrivingInstances,
  pace: Pace | undefined,
): Promise<void> {
  const parts = new RetrievedParts(body, arriving);
  try {
    for await (const chunk of body.chunks) {
      const { length } = chunk;
      await parts.push(chunk);
      giveBack(chunk);
      await pace?.take(length);
    }
    parts.end();
  } catch (error) {
    arriving.abort(error);
    await arriving.outcomes();
    throw error;
  }
  await arriving.outcomes();
}

class RetrievedParts {
  readonly #node: WebNode;
  readonly #parser: MultipartParser;
  #isDicom = false;
  #count = 0;

  constructor({ node, type }: RetrievedBody, arriving: ArrivingInstances) {
    this.#node = node;
    const handler: PartHandler = {
      begin: (headers) => {
        this.#count++;
        const text = headers.get('content-type') ?? DICOM;
        this.#isDicom = parseMediaType(text)?.name === DICOM;
        if (this.#isDicom) arriving.begin();
        else arriving.refuse(nonsenseOf(node, `${text.slice(0, TOLD)} in place of an image`));
      },
      data: (bytes) => (this.#isDicom ? arriving.write(bytes) : undefined),
      end: () => (this.#isDicom ? arriving.end() : undefined),
    };
    try {
      this.#parser = new MultipartParser(this.#boundaryOf(type), handler, MAXIMUM_PARTS);
    } catch (error) {
      throw this.#asNonsense(error);
    }
  }

  async push(chunk: Uint8Array): Promise<void> {
    try {
      await this.#parser.push(chunk);
    } catch (error) {
      throw this.#asNonsense(error);
    }
  }

  #boundaryOf(type: string | undefined): string {
    const media = parseMediaType(type ?? '');
    const boundary = media?.parameters.get('boundary');
    if (media?.name === 'multipart/related' && boundary !== undefined) return boundary;
    throw nonsenseOf(this.#node, `${type?.slice(0, TOLD) || 'nothing'} in place of images`);
  }

  end(): void {
    if (this.#count === 0) throw nonsenseOf(this.#node, 'no images');
    try {
      this.#parser.end();
    } catch (error) {
      throw new IsocenterError('dicomweb/cut-off', { host: hostOf(this.#node) }, error);
    }
  }

  /** What cannot be read is no fault of who asked. */
  #asNonsense(error: unknown): IsocenterError {
    const failure = asIsocenterError(error);
    return failure.code === 'input/invalid' ? nonsenseOf(this.#node, failure.message) : failure;
  }
}
