import { IsocenterError } from '../base/index.ts';
import {
  allVersions,
  type Catalog,
  type Derivation,
  type Description,
  type Version,
} from '../catalog/index.ts';
import { systemActor } from '../contract/index.ts';
import type { BlobStore } from '../store/index.ts';
import type { LostItems } from './lost-items.ts';
import { originDomain } from './origin-domain.ts';
import type { Identity } from './records.ts';
import { entryOfStoredFile } from './stored-file.ts';

interface Sources {
  readonly catalog: Catalog;
  readonly store: BlobStore;
  /** During a rebuild: what no file tells of any more. */
  readonly lostItems?: LostItems | undefined;
}

type Described = Pick<Version, 'itemId' | 'sha256' | 'receivedAt'>;

/**
 * Undefined when its file is missing or damaged, which must not keep a server from starting.
 * @param madeFrom digest of what an edit was made from, where the catalog does not know it yet
 */
export async function descriptionOf(
  sources: Sources,
  identity: Identity,
  version: Described,
  madeFrom?: string,
): Promise<Description | undefined> {
  const own = await ownDescription(sources, identity, version);
  if (own?.originDomain !== undefined) return own;
  return own && { ...own, originDomain: await domainOfOriginal(sources, identity, version, madeFrom) };
}

/** The digest of the content that an edit of ours was made from. */
export async function originalOf(catalog: Catalog, itemId: number): Promise<string | undefined> {
  return (await catalog.derivationsOf(itemId)).find(isOriginal)?.sha256;
}

const isOriginal = ({ direction, method }: Derivation): boolean =>
  direction === 'from' && method === 'revision';

async function ownDescription(
  { catalog, store, lostItems }: Sources,
  { studyInstanceUid, seriesInstanceUid, sopInstanceUid }: Identity,
  { itemId, sha256, receivedAt }: Described,
): Promise<Description | undefined> {
  const content = { studyInstanceUid, seriesInstanceUid, sopInstanceUid, sha256, receivedAt };
  const lost = lostItems?.instance(content);
  if (lost) return lost;
  const location = (await catalog.locationsOf(itemId)).find(({ form }) => form === 'plain');
  if (!location) return undefined;
  try {
    const { record, origin } = await entryOfStoredFile(store, location.key, systemActor);
    // Bytes that were lost and came again may lie in a file that tells of another sender.
    const first = (await catalog.firstOrigin(itemId)) ?? origin;
    return { record, originDomain: originDomain(record.dataset, first) };
  } catch (error) {
    if (error instanceof IsocenterError && /^(dicom|ingest)\/|^store\/not-found$/.test(error.code))
      return undefined;
    throw error;
  }
}

/** Of an edit that was made before edits told. */
async function domainOfOriginal(
  sources: Sources,
  identity: Identity,
  { itemId }: Described,
  madeFrom?: string,
): Promise<string | undefined> {
  const sha256 = madeFrom ?? (await originalOf(sources.catalog, itemId));
  const [versions] = await sources.catalog.lookup([identity]);
  // It was there before: so this ends, whatever records say.
  const isIt = (each: Version) => each.sha256 === sha256 && each.itemId < itemId;
  const original = allVersions(versions!).find(isIt);
  return original && (await descriptionOf(sources, identity, original))?.originDomain;
}
