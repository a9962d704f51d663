import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';

/** Copies of images for an action lie in the folder of the extension, the only one it reads beside its own. */
const COPIES = '.isocenter-files-';

/** A folder for copies that go when the action has ended. @param folder of the extension */
export const copiesFolder = (folder: string): Promise<string> => mkdtemp(join(folder, COPIES));

/** Removes what a server left that ended in the middle of an action. @param kept what extensions of this data directory keep */
export async function removeLeftCopies(kept: string): Promise<void> {
  for (const extension of await namesIn(kept))
    for (const name of await namesIn(join(kept, extension)))
      if (name.startsWith(COPIES)) await rm(join(kept, extension, name), { recursive: true, force: true });
}

const namesIn = (folder: string): Promise<string[]> => readdir(folder).catch(() => []);
