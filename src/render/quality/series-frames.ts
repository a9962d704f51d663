/** Frames of a series, one after the other: decoded, or as small pictures. */
import type { Archive, StoredInstance } from '../../archive/index.ts';
import type { Caller } from '../../contract/index.ts';
import { transferSyntax } from '../../dicom/index.ts';
import { cellsOf, type ImagePixel, type Picture, readDisplay, sampleReader } from '../../pixels/index.ts';
import { type OpenInstance, openInstance, storedFrame } from '../instance-source.ts';
import type { WorkerPool } from '../worker-pool.ts';
import type { PlacedFrame } from './series-shape.ts';

const NATIVE = transferSyntax.explicitVrLittleEndian.uid;

interface SeriesFramesParts {
  readonly archive: Archive;
  readonly pool: WorkerPool;
  readonly caller: Caller;
  /** Of the series, as frames count them. */
  readonly instances: readonly StoredInstance[];
  readonly signal: AbortSignal;
}

export class SeriesFrames {
  readonly #parts: SeriesFramesParts;
  #last: { readonly instance: number; readonly opened: OpenInstance } | undefined;

  constructor(parts: SeriesFramesParts) {
    this.#parts = parts;
  }

  /** Stored values, row by row. */
  async samples({ instance, frame }: PlacedFrame): Promise<{ samples: Float64Array; image: ImagePixel }> {
    const opened = await this.#open(instance);
    const task = async () => ({
      kind: 'convert' as const,
      frame: await storedFrame(opened, frame),
      targetUid: NATIVE,
    });
    const decoded = await this.#parts.pool.run(task, this.#parts.signal);
    const [cells, read] = [cellsOf(decoded), sampleReader(decoded)];
    const samples = new Float64Array(cells.length);
    for (let i = 0; i < cells.length; i++) samples[i] = read(cells[i]!);
    return { samples, image: decoded.image };
  }

  /** @param side the longest it may have, pixels */
  async picture({ instance, frame }: PlacedFrame, side: number): Promise<Picture> {
    const opened = await this.#open(instance);
    const display = readDisplay(opened.header.dataset, opened.frames.image, frame);
    const task = async () => ({
      kind: 'cell' as const,
      frame: await storedFrame(opened, frame),
      look: { display, overlays: [], viewport: { width: side, height: side } },
    });
    return await this.#parts.pool.run(task, this.#parts.signal);
  }

  /** The header of an enhanced object is long: it is read once for all frames that come in a row. */
  async #open(instance: number): Promise<OpenInstance> {
    if (this.#last?.instance !== instance) {
      const { archive, caller, instances } = this.#parts;
      this.#last = { instance, opened: await openInstance(archive, caller, instances[instance]!) };
    }
    return this.#last.opened;
  }
}
