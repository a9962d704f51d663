import { join } from 'node:path';
import { markOf } from '../../file-mark.ts';
import type { SyncParts } from '../sync-study.ts';
import { AT_ONCE, filesOfStudy, type TreeFile } from '../tree-file.ts';
import { type TreeVolume, volumesOfStudy } from './tree-volume.ts';
import type { WantedVolume } from './wanted-volumes.ts';

/** Whether a file of a tree is, or belongs to, a volume: it is of no image alone. */
export const isOfVolume = ({ sopInstanceUid }: TreeFile): boolean => sopInstanceUid === '';

/** What a tree has of the volumes of one study. */
export class KnownVolumes {
  readonly #parts: SyncParts;
  readonly #volumes: ReadonlyMap<string, TreeVolume>;
  readonly #files: ReadonlyMap<string, readonly TreeFile[]>;

  private constructor(parts: SyncParts, volumes: readonly TreeVolume[], files: readonly TreeFile[]) {
    this.#parts = parts;
    this.#volumes = new Map(volumes.map((one) => [one.seriesInstanceUid, one]));
    this.#files = Map.groupBy(files.filter(isOfVolume), ({ seriesInstanceUid }) => seriesInstanceUid);
  }

  static async of(parts: SyncParts, studyInstanceUid: string): Promise<KnownVolumes> {
    const { name } = parts.tree;
    const { volumes, files } = await parts.engine.read(function* () {
      return {
        volumes: yield* volumesOfStudy(name, studyInstanceUid),
        files: yield* filesOfStudy(name, studyInstanceUid),
      };
    });
    return new KnownVolumes(parts, volumes, files);
  }

  series(): ReadonlySet<string> {
    return new Set([...this.#volumes.keys(), ...this.#files.keys()]);
  }

  filesOf(seriesInstanceUid: string): readonly TreeFile[] {
    return (this.#files.get(seriesInstanceUid) ?? []).filter(({ goneAt }) => goneAt !== AT_ONCE);
  }

  /**
   * Whether converting a series would come to what is there. One that cannot be converted is not tried again as long as it is
   * the same, unless somebody asks for repairs.
   * @param engine that would convert it; without one, any is as good as another
   */
  async isCurrent({ seriesInstanceUid, source }: WantedVolume, engine?: string): Promise<boolean> {
    const known = this.#volumes.get(seriesInstanceUid);
    if (known?.source !== source || (engine !== undefined && known.engine !== engine)) return false;
    if (known.failure !== null) return !this.#parts.repairs;
    const files = this.filesOf(seriesInstanceUid);
    if (files.length !== known.files) return false;
    if (!this.#parts.repairs) return true;
    const marks = await Promise.all(files.map(({ path }) => markOf(join(this.#parts.folder.path, path))));
    return !marks.includes(undefined);
  }
}
