import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Archive } from '../../archive/index.ts';
import { IsocenterError } from '../../base/index.ts';
import type { Caller } from '../../contract/index.ts';
import type { Subject } from './action.ts';
import { selectorOf } from './selection-of.ts';

/** Images that one program is given. */
const MAXIMUM_IMAGES = 100_000;

/** Makes a folder with the images as files that are whoever gets them own to change. Answers their paths. */
export async function filesOf(
  archive: Archive,
  { actor, scope }: Caller,
  subject: Subject,
  folder: string,
): Promise<string[]> {
  await mkdir(folder);
  const placed: string[] = [];
  for await (const page of archive.select(actor, scope, [selectorOf(subject)])) {
    for (const instance of page) {
      if (placed.length >= MAXIMUM_IMAGES)
        throw new IsocenterError('input/too-large', { limit: MAXIMUM_IMAGES });
      const path = join(folder, `${instance.sopInstanceUid}.dcm`);
      await archive.place(actor, scope, instance, path, 'copy');
      placed.push(path);
    }
  }
  return placed;
}
