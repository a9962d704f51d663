import { allVersions } from '../catalog/index.ts';
import type { Actor } from '../contract/index.ts';
import { identityOfKey } from '../store/index.ts';
import { digestOfFileKey } from './file-note.ts';
import type { ArchiveParts } from './parts.ts';
import { liesAt, type Taken, takeFile, takeInstance } from './strays.ts';
import { isStudyPageKey } from './study-page.ts';

type Parts = Pick<ArchiveParts, 'store' | 'catalog' | 'records'>;

/**
 * Files that no location names: what a person put there, or what the catalog lost. What is an item is taken in where
 * it lies; anything else is only told of.
 */
export async function* findExtra(
  parts: Parts,
  actor: Actor,
): AsyncGenerator<{ readonly key: string; readonly taken: Exclude<Taken, 'known'> }, void, void> {
  for await (const { key } of parts.store.list('studies')) {
    if (isStudyPageKey(key)) continue;
    const isInstance = key.endsWith('.dcm');
    if (isInstance && (await isKnownInstance(parts, key))) continue;
    const taken = isInstance ? await tried(takeInstance(parts, actor, key)) : 'none';
    if (taken !== 'known') yield { key, taken };
  }
  for await (const { key } of parts.store.list('files')) {
    const sha256 = digestOfFileKey(key);
    if (!sha256 || (await isKnownFile(parts, sha256, key))) continue;
    const taken = await tried(takeFile(parts, actor, key));
    if (taken !== 'known') yield { key, taken };
  }
}

async function tried(taking: Promise<Taken>): Promise<Taken> {
  try {
    return await taking;
  } catch {
    // It is no item, or none that can be read: the finding names it.
    return 'none';
  }
}

async function isKnownFile(parts: Parts, sha256: string, key: string): Promise<boolean> {
  const file = (await parts.catalog.lookupFiles([sha256])).get(sha256);
  return file !== undefined && (await liesAt(parts, file, key));
}

/** Quickly: of what lies where its name says. */
async function isKnownInstance(parts: Parts, key: string): Promise<boolean> {
  const [versions] = await parts.catalog.lookup([identityOfKey(key)]);
  for (const version of allVersions(versions!)) {
    if (await liesAt(parts, version, key)) return true;
  }
  return false;
}
