import { basename } from 'node:path';
import { isDocument, isMeasured } from './media-type.ts';

/** A disc has a handful; more are a mistake. */
const MAXIMUM_DOCUMENTS = 1_000;
/** The data set of a large study of brains has some ten thousand. */
const MAXIMUM_FILES = 100_000;

/**
 * What lies beside images and is kept as a file: volumes and recordings, which would be missed as images would, and letters
 * and reports when they are wanted. They are chosen as they are met, and kept when it is known whose images they lie beside.
 */
export class FilesBeside<File> {
  readonly #withDocuments: boolean;
  readonly #chosen = new Map<string, File>();
  readonly #studies = new Set<string>();

  constructor({ withDocuments }: { readonly withDocuments: boolean }) {
    this.#withDocuments = withDocuments;
  }

  /** The study of an image among them. */
  saw(studyInstanceUid: string | undefined): void {
    // One is told from several.
    if (studyInstanceUid !== undefined && this.#studies.size < 2) this.#studies.add(studyInstanceUid);
  }

  /** Whether it will be kept. */
  choose(path: string, mediaType: string | undefined, file: File): boolean {
    if (this.#chosen.size >= this.#mostOf(mediaType)) return false;
    this.#chosen.set(path, file);
    return true;
  }

  #mostOf(mediaType: string | undefined): number {
    if (isMeasured(mediaType)) return MAXIMUM_FILES;
    return this.#withDocuments && isDocument(mediaType) ? MAXIMUM_DOCUMENTS : 0;
  }

  /** By path. */
  get chosen(): ReadonlyMap<string, File> {
    return this.#chosen;
  }

  /** The one study that all images are of. Where there are several, a person has to say which a file belongs to. */
  get study(): string | undefined {
    const [uid, another] = this.#studies;
    return another === undefined ? uid : undefined;
  }
}

/** No file system has longer ones, but an image may. */
const LONGEST_NAME = 255;

/** What a file at a path is called; of a name that is too long, the end. */
export const nameOfFile = (path: string): string => basename(path).slice(-LONGEST_NAME);
