/** PS3.10 8.2 and 8.5: at most eight components of at most eight of these characters. */
const MAX_COMPONENTS = 8;
const component = /^[A-Z0-9_]{1,8}$/;

/** Instances in one folder; small enough for old CD readers. */
const PER_FOLDER = 1000;

/** Whether a File ID is one that every reader of the file-set can read. */
export function isFileId(fileId: readonly string[]): boolean {
  return fileId.length > 0 && fileId.length <= MAX_COMPONENTS && fileId.every((part) => component.test(part));
}

/**
 * The File ID of the nth instance of a file-set, from 0: IMAGES/0001/IM000001 and so on, valid for ISO 9660 level 1
 * and DICOM. The base name counts through, so that names stay apart when folders are put together.
 */
export function numberedFileId(index: number): string[] {
  const folder = String(Math.floor(index / PER_FOLDER) + 1).padStart(4, '0');
  return ['IMAGES', folder, `IM${String(index + 1).padStart(6, '0')}`];
}
