import { type ByteSource, contentsOfSectors, FileSource, hasRawSectors } from '../sectors/index.ts';

/** What was found out about an image when it was opened first. */
export interface KnownImage {
  readonly path: string;
  /** Bytes of the file. */
  readonly size: number;
  readonly isRaw: boolean;
}

export interface OpenSectors {
  readonly known: KnownImage;
  readonly file: FileSource;
  readonly contents: ByteSource;
}

/** An image on the disk and the contents of its sectors. @throws IsocenterError `disc/unreadable` */
export async function openSectors(path: string): Promise<OpenSectors> {
  const file = await FileSource.open(path);
  try {
    const known = { path, size: file.size, isRaw: await hasRawSectors(file) };
    return { known, file, contents: contentsOfSectors(file, known.isRaw) };
  } catch (error) {
    await file[Symbol.asyncDispose]();
    throw error;
  }
}

/** The same again. @throws IsocenterError `disc/unreadable` */
export async function openAgain(known: KnownImage): Promise<OpenSectors> {
  const file = await FileSource.open(known.path, known.size);
  return { known, file, contents: contentsOfSectors(file, known.isRaw) };
}
