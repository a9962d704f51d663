import { asIsocenterError, IsocenterError, inParallel } from '../base/index.ts';
import type { StoredInstance } from '../catalog/index.ts';
import {
  type Actor,
  type ExportSummary,
  problemOf,
  type Scope,
  type TransferItem,
} from '../contract/index.ts';
import { FolderWriter } from '../media/index.ts';
import { ExportDicomdir } from './export-dicomdir.ts';
import type { Placement } from './export-folder.ts';
import { contentOf, type OutgoingFile, openOutgoing } from './export-instance.ts';
import { mediaNaming, type Naming, templateNaming } from './export-naming.ts';
import { checkRoom } from './export-room.ts';
import { openExportTarget } from './export-target.ts';
import { ExportTree } from './export-tree.ts';
import type { ArchiveParts } from './parts.ts';
import { type Selector, selectInstances } from './select.ts';
import { TransferReport } from './transfer-report.ts';

export interface ExportRequest {
  readonly selection: readonly Selector[];
  /** Absolute path; made when it does not exist. */
  readonly folder: string;
  /** See naming/template.ts. Not used with a DICOMDIR. */
  readonly template: string;
  /** Writes a file set for discs: File IDs of eight characters (PS3.10 8.2) and a DICOMDIR. */
  readonly dicomdir: boolean;
}

/** Files written at the same time. */
const CONCURRENCY = 4;

interface Run {
  readonly parts: ArchiveParts;
  readonly tree: ExportTree;
  readonly naming: Naming;
  readonly writer: FolderWriter;
  readonly dicomdir: ExportDicomdir | undefined;
  readonly signal: AbortSignal;
}

/** An instance with its place, or the reason why it has none. */
type Planned =
  | {
      readonly instance: StoredInstance;
      readonly index: number;
      readonly file: OutgoingFile;
      readonly placement: Placement;
      readonly failure?: undefined;
    }
  | { readonly instance: StoredInstance; readonly failure: IsocenterError };

interface Result {
  readonly instance: StoredInstance;
  readonly failure?: IsocenterError | undefined;
}

/**
 * Writes instances as files that say nothing about this archive, their data sets as stored. A file that is there
 * already is not written again, and none is overwritten. What cannot be written is a trouble and the rest goes on; a
 * full disk ends it with `store/full`, a signal with `cancelled`. The files are whole then; a DICOMDIR comes last.
 */
export async function* exportFiles(
  parts: ArchiveParts,
  _actor: Actor,
  scope: Scope,
  request: ExportRequest,
  signal: AbortSignal,
): AsyncGenerator<TransferItem, ExportSummary, void> {
  const report = new TransferReport(parts.clock);
  const naming = request.dicomdir ? mediaNaming : templateNaming(request.template);
  const totals = await totalsOf(selectInstances(parts, scope, request.selection), signal);
  const folder = await openExportTarget(parts, request.folder);
  await checkRoom(folder, totals.totalBytes);
  const dicomdir = request.dicomdir ? await ExportDicomdir.open(folder, totals.total) : undefined;
  await using writer = await FolderWriter.open(folder);
  const run: Run = { parts, tree: new ExportTree(folder), naming, writer, dicomdir, signal };
  const counts = { written: 0, failed: 0 };
  const plans = plan(run, parts.views.noting(selectInstances(parts, scope, request.selection)));
  // Records of a DICOMDIR are to be in the order of the instances.
  for await (const { instance, failure } of inParallel(plans, dicomdir ? 1 : CONCURRENCY, (planned) =>
    finish(run, planned),
  )) {
    counts[failure ? 'failed' : 'written']++;
    report.count(instance.size);
    if (failure) yield report.trouble(instance.sopInstanceUid, problemOf(failure));
    yield* report.progressIfDue(totals);
  }
  if (signal.aborted) throw new IsocenterError('cancelled');
  const hasDicomdir = (await dicomdir?.write(writer)) ?? false;
  yield report.progress(totals);
  return { folder, ...counts, dicomdir: hasDicomdir, ...report.summary() };
}

async function totalsOf(pages: AsyncIterable<readonly StoredInstance[]>, signal: AbortSignal) {
  const totals = { total: 0, totalBytes: 0 };
  for await (const page of pages) {
    if (signal.aborted) throw new IsocenterError('cancelled');
    totals.total += page.length;
    for (const { size } of page) totals.totalBytes += size;
  }
  if (totals.total === 0)
    throw new IsocenterError('archive/not-found', { what: 'instance in this selection' });
  return totals;
}

/** Reads headers and takes names, one instance after the other: what gets which name does not depend on luck. */
async function* plan(run: Run, pages: AsyncIterable<readonly StoredInstance[]>): AsyncGenerator<Planned> {
  let index = 0;
  for await (const page of pages) {
    for (const instance of page) {
      if (run.signal.aborted) return;
      yield await planOne(run, instance, index++);
    }
  }
}

async function planOne(run: Run, instance: StoredInstance, index: number): Promise<Planned> {
  try {
    const file = await openOutgoing(run.parts, instance);
    const placement = await run.tree.place(run.naming(file.header, index), instance.sha256);
    run.dicomdir?.checkPath(placement.path, index);
    return { instance, index, file, placement };
  } catch (error) {
    return { instance, failure: failureOf(error) };
  }
}

async function finish(run: Run, planned: Planned): Promise<Result> {
  const { instance, failure } = planned;
  if (failure) return { instance, failure };
  const { placement, index, file } = planned;
  try {
    if (!placement.isThere) await run.writer.write(placement.path, stoppable(file, run.signal));
    run.dicomdir?.add(instance, file.header, index);
    return { instance };
  } catch (error) {
    if (!placement.isThere) run.tree.release(placement);
    return { instance, failure: failureOf(error) };
  }
}

async function* stoppable(file: OutgoingFile, signal: AbortSignal): AsyncGenerator<Uint8Array> {
  for await (const chunk of contentOf(file)) {
    if (signal.aborted) throw new IsocenterError('cancelled');
    yield chunk;
  }
}

/** What is wrong with one instance. Throws what would meet every other one too. */
function failureOf(error: unknown): IsocenterError {
  const failure = asIsocenterError(error);
  const endsExport = ['cancelled', 'store/full', 'input/invalid', 'archive/draining'].includes(failure.code);
  if (endsExport || failure.code.startsWith('catalog/')) throw failure;
  return failure;
}
