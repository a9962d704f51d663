import { IsocenterError } from '../../base/index.ts';
import type { DiscFile, DiscImage } from '../image/index.ts';
import { damaged, readBytes } from '../sectors/index.ts';
import type { FileTree, TreeEntry } from './file-tree.ts';

/** The files of a disc image. What is damaged is listed among them, and cannot be read. */
export class ImageTree implements FileTree {
  readonly root: string;
  readonly #image: DiscImage;
  /** By folder, which is a path inside of the image without a slash at its end. */
  readonly #entries = new Map<string, TreeEntry[]>();

  constructor(path: string, image: DiscImage) {
    this.root = path;
    this.#image = image;
    this.#entries.set('', []);
    for (const inside of image.files.keys()) this.#add(inside);
    for (const inside of image.damaged.keys()) if (inside !== '/') this.#add(inside);
  }

  async list(folder: string): Promise<readonly TreeEntry[]> {
    return this.#entries.get(this.#inside(folder)) ?? [];
  }

  async head(path: string, length: number): Promise<{ head: Uint8Array; bytes: number }> {
    const content = this.#require(path);
    await using file = await content.open();
    return { head: await readBytes(file, 0, Math.min(length, file.size)), bytes: file.size };
  }

  async whole(path: string): Promise<Uint8Array> {
    await using file = await this.#require(path).open();
    const bytes = new Uint8Array(file.size);
    await file.fill(bytes, 0);
    return bytes;
  }

  async leadsInto(): Promise<boolean> {
    return true;
  }

  content(path: string): DiscFile | undefined {
    return this.#image.files.get(this.#inside(path));
  }

  #require(path: string): DiscFile {
    const damage = this.#image.damaged.get(this.#inside(path));
    if (damage) throw new IsocenterError(damage.code, damage.params);
    const content = this.content(path);
    if (content) return content;
    throw damaged('there is no such file');
  }

  #inside(path: string): string {
    return path.slice(this.root.length);
  }

  /** The file, and the folders above it where they are new. */
  #add(inside: string): void {
    let kind: TreeEntry['kind'] = 'file';
    for (let path = inside; path !== ''; kind = 'folder') {
      const end = path.lastIndexOf('/');
      const folder = path.slice(0, end);
      const siblings = this.#entries.get(folder);
      const entry = { name: path.slice(end + 1), kind };
      if (siblings) {
        siblings.push(entry);
        return;
      }
      this.#entries.set(folder, [entry]);
      path = folder;
    }
  }
}
