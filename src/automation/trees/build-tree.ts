import { type Archive, TransferReport } from '../../archive/index.ts';
import { IsocenterError } from '../../base/index.ts';
import type { Caller, TransferItem, TreeSummary } from '../../contract/index.ts';
import { tags } from '../../dicom/index.ts';
import { sweep } from './sweep.ts';
import { type SyncParts, type SyncResult, syncStudy } from './sync-study.ts';
import { studiesOfTree } from './tree-file.ts';
import { convertVolumes } from './volumes/convert-volumes.ts';

/**
 * Looks at every study that the owner of a tree may have, and at those that only the tree still has. What cannot be made
 * is a trouble and the rest goes on. Throws `tree/cannot-write` when nothing can be written, `cancelled`.
 */
export async function* buildTree(
  parts: SyncParts,
  signal: AbortSignal,
): AsyncGenerator<TransferItem, TreeSummary, void> {
  const report = new TransferReport(parts.clock);
  const counts = { studies: 0, made: 0, kept: 0, leaving: 0, failed: 0, bytes: 0 };
  const total = await parts.archive.countFound(
    parts.caller.actor,
    parts.caller.scope,
    allStudies,
    MOST_COUNTED,
  );
  for await (const study of studiesOf(parts)) {
    if (signal.aborted) throw new IsocenterError('cancelled');
    // Nothing is made where a disk was a while ago.
    await parts.folder.requireSame();
    const result = await syncStudy(parts, study);
    const volumes = await convertVolumes(parts, result.outdated, (work) => work(parts), signal);
    add(counts, result);
    add(counts, volumes);
    counts.studies++;
    report.count(result.bytes + volumes.bytes);
    for (const { what, reason } of [...result.troubles, ...volumes.troubles])
      yield report.trouble(what, reason);
    yield* report.progressIfDue({ total });
  }
  const { removed } = await sweep(parts);
  yield report.progress({ total });
  return { ...report.summary(), ...counts, removed };
}

const MOST_COUNTED = 10_000_000;
const allStudies = { level: 'study', keys: [], attributes: [tags.StudyInstanceUID] } as const;

function add(
  counts: { made: number; kept: number; leaving: number; failed: number; bytes: number },
  { made, kept, gone, bytes, troubles }: Omit<SyncResult, 'outdated' | 'waitsForNames'>,
): void {
  counts.made += made;
  counts.kept += kept;
  counts.leaving += gone;
  counts.bytes += bytes;
  counts.failed += troubles.length;
}

async function* studiesOf({ archive, engine, tree, caller }: SyncParts): AsyncGenerator<string> {
  const seen = new Set<string>();
  for await (const uid of visibleStudies(archive, caller)) {
    seen.add(uid);
    yield uid;
  }
  for (const uid of await engine.read(() => studiesOfTree(tree.name))) if (!seen.has(uid)) yield uid;
}

async function* visibleStudies(archive: Archive, { actor, scope }: Caller): AsyncGenerator<string> {
  for await (const page of archive.find(actor, scope, allStudies).pages)
    for (const [uid] of page) yield String(uid);
}
