import { numbered } from '../base/index.ts';
import { sameNameKey } from '../naming/index.ts';
import type { WantedName } from './export-tree.ts';

/** Names inside a new container (a zip): each is given once, by what file systems without case take for equal. */
export class ExportNames {
  /** By wanted name: the number of the next one beside it. */
  readonly #next = new Map<string, number>();
  readonly #taken = new Set<string>();

  /** The wanted path, or the next free one beside it, `/` between its parts. */
  place({ folders, stem, extension }: WantedName): string {
    const folder = folders.map((name) => `${name}/`).join('');
    const wanted = sameNameKey(`${folder}${stem}${extension}`);
    for (let number = this.#next.get(wanted) ?? 1; ; number++) {
      const path = folder + numbered(stem, number, extension);
      if (this.#taken.has(sameNameKey(path))) continue;
      this.#taken.add(sameNameKey(path));
      this.#next.set(wanted, number + 1);
      return path;
    }
  }
}
