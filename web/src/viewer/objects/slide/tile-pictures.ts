/** Pictures of tiles, drawn by the archive: those that are wanted now, a few at a time; those that were seen are kept for a while. */
import { instancePath } from '../../../api/dicom-web.ts';
import type { Tile } from './looking.ts';

const AT_ONCE = 6;
/** Tiles in memory: of 256 x 256 pixels that is 64 MB, of 512 x 512 four times that. */
const MAX_KEPT = 256;

export class TilePictures {
  readonly #series: string;
  readonly #study: string;
  readonly #onChange: () => void;
  readonly #closing = new AbortController();
  /** The one that was used last stands last. */
  readonly #kept = new Map<string, ImageBitmap>();
  readonly #failed = new Set<string>();
  readonly #running = new Set<string>();
  #wanted: readonly Tile[] = [];

  constructor(study: string, series: string, onChange: () => void) {
    this.#study = study;
    this.#series = series;
    this.#onChange = onChange;
  }

  get failures(): number {
    return this.#failed.size;
  }

  /** Whether everything is there that is wanted, or cannot be had. */
  get isComplete(): boolean {
    return this.#wanted.every((tile) => this.#kept.has(nameOf(tile)) || this.#failed.has(nameOf(tile)));
  }

  of(tile: Tile): ImageBitmap | undefined {
    const name = nameOf(tile);
    const picture = this.#kept.get(name);
    if (!picture) return undefined;
    this.#kept.delete(name);
    this.#kept.set(name, picture);
    return picture;
  }

  /** In this order; what was wanted before and did not come yet is not any more. */
  want(tiles: readonly Tile[]): void {
    this.#wanted = tiles;
    this.#next();
  }

  close(): void {
    this.#closing.abort();
    for (const picture of this.#kept.values()) picture.close();
    this.#kept.clear();
  }

  #next(): void {
    for (const tile of this.#wanted) {
      if (this.#running.size >= AT_ONCE) return;
      const name = nameOf(tile);
      if (!this.#kept.has(name) && !this.#failed.has(name) && !this.#running.has(name))
        void this.#load(tile, name);
    }
  }

  async #load(tile: Tile, name: string): Promise<void> {
    this.#running.add(name);
    const path = instancePath(this.#study, this.#series, tile.level.sopInstanceUid);
    try {
      const answer = await fetch(`${path}/frames/${tile.frame}/rendered`, {
        headers: { accept: 'image/jpeg' },
        signal: this.#closing.signal,
      });
      if (!answer.ok) throw new RangeError(`a tile is answered with ${answer.status}`);
      this.#keep(name, await createImageBitmap(await answer.blob()));
    } catch {
      // Its place stays empty, and the page says how many are missing.
      if (!this.#closing.signal.aborted) this.#failed.add(name);
    }
    this.#running.delete(name);
    if (this.#closing.signal.aborted) return;
    this.#onChange();
    this.#next();
  }

  #keep(name: string, picture: ImageBitmap): void {
    if (this.#closing.signal.aborted) {
      picture.close();
      return;
    }
    this.#kept.set(name, picture);
    for (const [oldest, old] of this.#kept) {
      if (this.#kept.size <= MAX_KEPT) break;
      this.#kept.delete(oldest);
      old.close();
    }
  }
}

const nameOf = ({ level, frame }: Tile): string => `${level.sopInstanceUid} ${frame}`;
