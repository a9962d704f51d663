import { allVersions } from '../catalog/index.ts';
import type { Actor, Finding } from '../contract/index.ts';
import { decide } from './decide.ts';
import { entryOfKeptFile } from './file-note.ts';
import { hasBytes } from './has-bytes.ts';
import type { ArchiveParts } from './parts.ts';
import { entryOfStoredFile } from './stored-file.ts';

type Parts = Pick<ArchiveParts, 'store' | 'catalog' | 'records'>;

/** What became of a file. `known`: it is where its item lies; `copy`: that has bytes already, and the file stays. */
export type Taken = Exclude<Finding['action'], 'quarantined'> | 'known' | 'copy';

/** Takes in an instance that lies below `studies/`, where it is; the bytes of a lost one are found again. */
export async function takeInstance(parts: Parts, actor: Actor, key: string): Promise<Taken> {
  const { store, catalog } = parts;
  const entry = await entryOfStoredFile(store, key, actor);
  const { sha256, size, location } = entry.content;
  const { headLength } = location;
  // Its head may say what its content no longer is.
  if ((await store.hash(key, { skip: headLength })).sha256 !== sha256) return 'none';
  const { studyInstanceUid, seriesInstanceUid, sopInstanceUid, transferSyntaxUid } = entry.record;
  const [versions] = await catalog.lookup([entry.record]);
  const same = allVersions(versions!).find(
    (version) => version.sha256 === sha256 && version.transferSyntaxUid === transferSyntaxUid,
  );
  if (same && (await liesAt(parts, same, key))) return 'known';
  if (same && (await hasBytes(parts, same))) return 'copy';
  if (same) {
    const { receivedAt } = same;
    const content = { studyInstanceUid, seriesInstanceUid, sopInstanceUid, sha256, receivedAt };
    await decide(parts, 'found', { ...content, key, headLength, size }, actor);
    return 'found again';
  }
  const { current } = versions!;
  await catalog.commit([{ ...entry, kind: current && !current.trashedAt ? 'conflict' : 'instance' }]);
  return 'taken in';
}

/** The same for a file below `files/`. */
export async function takeFile(parts: Parts, actor: Actor, key: string): Promise<Taken> {
  const { store, catalog } = parts;
  const entry = await entryOfKeptFile(store, key, actor.name);
  const { sha256, size, location } = entry.content;
  const { headLength } = location;
  if ((await store.hash(key)).sha256 !== sha256) return 'none';
  const same = (await catalog.lookupFiles([sha256])).get(sha256);
  if (same && (await liesAt(parts, same, key))) return 'known';
  if (same && (await hasBytes(parts, same))) return 'copy';
  if (same) {
    const { receivedAt } = same;
    await decide(parts, 'found', { sha256, receivedAt, key, headLength, size }, actor);
    return 'found again';
  }
  await catalog.commit([entry]);
  return 'taken in';
}

/** Whether a file is where the catalog has an item. */
export const liesAt = async (
  { catalog }: Parts,
  { itemId }: { itemId: number },
  key: string,
): Promise<boolean> => (await catalog.locationsOf(itemId)).some((place) => place.key === key);
