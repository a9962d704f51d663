import { readFile } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { IsocenterError } from '../base/index.ts';
import type { StoredInstance } from '../catalog/index.ts';
import type { Dataset } from '../dicom/index.ts';
import { implementationClassUid, implementationVersionName } from '../dicom/index.ts';
import { DicomdirBuilder, type FolderWriter, numberedFileId, readDicomdir } from '../media/index.ts';
import { checkDicomdirSize } from './dicomdir-limit.ts';

/**
 * The DICOMDIR of an export. A folder holds one file set: the same export again, or one that was interrupted, goes on
 * in it; where it holds anything else under our names, the export is refused (`input/invalid`).
 */
export class ExportDicomdir {
  readonly #root: string;
  readonly #builder = new DicomdirBuilder();
  #isEmpty = true;

  private constructor(root: string) {
    this.#root = root;
  }

  /** @param instances how many will be added at most; over the limit: `dicom/limit` */
  static async open(root: string, instances: number): Promise<ExportDicomdir> {
    checkDicomdirSize(instances);
    const there = await readFile(join(root, 'DICOMDIR')).catch(() => undefined);
    if (there && !namesOnly(there, instances)) throw otherFileSet();
    return new ExportDicomdir(root);
  }

  /** Whatever the index: the nth File ID, unless something else has that name. */
  checkPath(path: string, index: number): void {
    if (relative(this.#root, path).toUpperCase() !== numberedFileId(index).join(sep)) throw otherFileSet();
  }

  add({ transferSyntaxUid }: StoredInstance, dataset: Dataset, index: number): void {
    this.#builder.add({ fileId: numberedFileId(index), dataset, transferSyntaxUid });
    this.#isEmpty = false;
  }

  /** False where there is nothing to list. */
  async write(writer: FolderWriter): Promise<boolean> {
    if (this.#isEmpty) return false;
    const bytes = this.#builder.build({
      implementationClassUid,
      implementationVersionName,
    });
    await writer.replace(join(this.#root, 'DICOMDIR'), bytes);
    return true;
  }
}

/** Whether a DICOMDIR names no file but the first so many File IDs. */
function namesOnly(dicomdir: Uint8Array, instances: number): boolean {
  return readDicomdir(dicomdir)
    .records.filter(({ fileId }) => fileId.length > 0)
    .every(({ fileId }) => {
      const index = Number(/^IM(\d{6})$/.exec(fileId.at(-1)!)?.[1] ?? 0) - 1;
      return index >= 0 && index < instances && numberedFileId(index).join() === fileId.join();
    });
}

const otherFileSet = (): IsocenterError =>
  new IsocenterError('input/invalid', {
    reason: 'The folder holds another file set. Choose an empty folder for an export with a DICOMDIR.',
  });
