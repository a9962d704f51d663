import type { Actor, Scope } from '../contract/index.ts';
import { LOCAL_STORE } from '../store/index.ts';
import type { ArchiveParts } from './parts.ts';
import { selectInstances } from './select.ts';

/** What a peer wants to be sure of. */
export interface CommitmentItem {
  readonly sopClassUid: string;
  readonly sopInstanceUid: string;
}

/** Failure Reason (0008,1197). PS3.3 C.14.1.1. */
export const commitmentFailures = {
  processingFailure: 0x0110,
  noSuchObjectInstance: 0x0112,
  classInstanceConflict: 0x0119,
} as const;

export interface CommitmentResult {
  readonly committed: readonly CommitmentItem[];
  readonly failed: readonly (CommitmentItem & { readonly reason: number })[];
}

/** Says of each instance whether it is safe here, after reading its bytes again and comparing their hash. */
export async function confirmCommitment(
  parts: ArchiveParts,
  _actor: Actor,
  scope: Scope,
  items: readonly CommitmentItem[],
): Promise<CommitmentResult> {
  const committed: CommitmentItem[] = [];
  const failed: (CommitmentItem & { reason: number })[] = [];
  for (const item of items) {
    const reason = await failureOf(parts, scope, item);
    if (reason === undefined) committed.push(item);
    else failed.push({ ...item, reason });
  }
  return { committed, failed };
}

async function failureOf(
  parts: ArchiveParts,
  scope: Scope,
  { sopClassUid, sopInstanceUid }: CommitmentItem,
): Promise<number | undefined> {
  let reason: number = commitmentFailures.noSuchObjectInstance;
  for await (const page of selectInstances(parts, scope, [{ sopInstanceUids: [sopInstanceUid] }])) {
    for (const instance of page) {
      if (instance.sopClassUid !== sopClassUid) reason = commitmentFailures.classInstanceConflict;
      else if (await isIntact(parts, instance)) return undefined;
      else reason = commitmentFailures.processingFailure;
    }
  }
  return reason;
}

async function isIntact(
  { store }: ArchiveParts,
  {
    location,
    sha256,
  }: { location: { store: string; key: string; headLength: number } | undefined; sha256: string },
): Promise<boolean> {
  if (location?.store !== LOCAL_STORE) return false;
  try {
    return (await store.hash(location.key, { skip: location.headLength })).sha256 === sha256;
  } catch {
    return false;
  }
}
