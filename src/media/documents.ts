import { basename } from 'node:path';
import { isDocument } from './media-type.ts';

/** A disc has a handful; more are a mistake. */
const MAXIMUM_DOCUMENTS = 1_000;

/**
 * Letters and reports that lie beside images and are to be kept: chosen as they are met, and kept when it is known whose
 * images they lie beside.
 */
export class Documents<File> {
  readonly isWanted: boolean;
  readonly #chosen = new Map<string, File>();
  readonly #studies = new Set<string>();

  /** @param isWanted without it nothing is chosen */
  constructor(isWanted: boolean) {
    this.isWanted = isWanted;
  }

  /** The study of an image among them. */
  saw(studyInstanceUid: string | undefined): void {
    // One is told from several.
    if (studyInstanceUid !== undefined && this.#studies.size < 2) this.#studies.add(studyInstanceUid);
  }

  /** Whether it will be kept. */
  choose(path: string, mediaType: string | undefined, file: File): boolean {
    if (!this.isWanted || !isDocument(mediaType) || this.#chosen.size === MAXIMUM_DOCUMENTS) return false;
    this.#chosen.set(path, file);
    return true;
  }

  /** By path. */
  get chosen(): ReadonlyMap<string, File> {
    return this.#chosen;
  }

  /** The one study that all images are of. Where there are several, a person has to say which a document belongs to. */
  get study(): string | undefined {
    const [uid, another] = this.#studies;
    return another === undefined ? uid : undefined;
  }
}

/** No file system has longer ones, but an image may. */
const LONGEST_NAME = 255;

/** What a document at a path is called; of a name that is too long, the end. */
export const documentName = (path: string): string => basename(path).slice(-LONGEST_NAME);
