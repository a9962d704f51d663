import { createHash } from 'node:crypto';
import { access, mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { FoundExtension } from './find-extensions.ts';

/** What is loaded: a copy, so that it stays as it was when it was looked at. */
export interface KeptVersion {
  readonly digest: string;
  readonly folder: string;
  /** The file that is loaded. */
  readonly file: string;
}

/** Copies the files of an extension into a folder named by their contents, below one of its own. */
export async function keepVersion(
  { folder: source, files }: FoundExtension,
  versions: string,
): Promise<KeptVersion> {
  const contents = await Promise.all(files.map((file) => readFile(join(source, file))));
  const hash = createHash('sha256');
  for (const [index, file] of files.entries())
    hash.update(`${file}\0${contents[index]!.length}\0`).update(contents[index]!);
  const digest = hash.digest('hex').slice(0, 32);
  const folder = join(versions, digest);
  const kept = { digest, folder, file: join(folder, files[0]!) };
  if (await isThere(kept.file)) return kept;
  await mkdir(versions, { recursive: true });
  const unfinished = await mkdtemp(join(versions, 'new-'));
  for (const [index, file] of files.entries()) {
    await mkdir(dirname(join(unfinished, file)), { recursive: true });
    await writeFile(join(unfinished, file), contents[index]!);
  }
  // Else Node would read each file twice to find out what it is.
  if (!files.includes('package.json'))
    await writeFile(join(unfinished, 'package.json'), '{ "type": "module" }\n');
  await rename(unfinished, folder);
  return kept;
}

/** Removes all copies but one. */
export async function removeOtherVersions(versions: string, digest: string): Promise<void> {
  for (const name of await readdir(versions).catch(() => []))
    if (name !== digest) await rm(join(versions, name), { recursive: true, force: true });
}

const isThere = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );
