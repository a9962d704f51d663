import { asIsocenterError, IsocenterError, inParallel } from '../base/index.ts';
import {
  type Actor,
  type ImportSummary,
  problemOf,
  type Scope,
  type TransferItem,
} from '../contract/index.ts';
import { FilesBeside, type FoundFile } from '../media/index.ts';
import { chooseBeside, type FoundOther, keepBeside } from './import-beside.ts';
import { type FileOutcome, type FoundDicom, importFile } from './import-file.ts';
import { checkPaths, countFiles, foundAt } from './import-paths.ts';
import type { ArchiveParts } from './parts.ts';
import { TransferReport } from './transfer-report.ts';

export interface ImportRequest {
  /** Absolute paths of files and folders. */
  readonly paths: readonly string[];
  /** Keep documents that lie beside the images. */
  readonly documents?: boolean | undefined;
}

type Count = 'new' | 'alreadyThere' | 'conflicts' | 'notDicom' | 'kept' | 'broken';

/** What became of one thing that was found. */
interface Outcome {
  readonly path: string;
  /** Of a file that was looked at; undefined for what is no file. */
  readonly bytes?: number;
  readonly count?: Count;
  /** How many files are in it, which come as such. */
  readonly files?: number;
  readonly studyInstanceUid?: string | undefined;
  /** What a person should know about it. */
  readonly troubles?: readonly IsocenterError[];
}

const countOf: Readonly<Record<FileOutcome['outcome'], Count>> = {
  'not-dicom': 'notDicom',
  stored: 'new',
  'already-there': 'alreadyThere',
  conflict: 'conflicts',
};

/**
 * Takes in everything DICOM at some paths, also in images of discs, several files at a time (`settings.importConcurrency`). A file that cannot
 * be taken is a trouble and the rest goes on; a full disk or a catalog that is gone ends it with that error, a signal
 * with `cancelled`. What was taken in by then is in, and running it again skips it.
 */
export async function* importFiles(
  parts: ArchiveParts,
  actor: Actor,
  scope: Scope,
  { paths, documents: withDocuments = false }: ImportRequest,
  signal: AbortSignal,
): AsyncGenerator<TransferItem, ImportSummary, void> {
  await checkPaths(paths);
  const report = new TransferReport(parts.clock);
  const counts: Record<Count, number> = {
    new: 0,
    alreadyThere: 0,
    conflicts: 0,
    notDicom: 0,
    kept: 0,
    broken: 0,
  };
  const beside = new FilesBeside<FoundOther>({ withDocuments });
  const ended = new AbortController();
  let total: number | undefined;
  let inImages = 0;
  const totals = () => ({ total: total === undefined ? undefined : total + inImages });
  void countFiles(paths, AbortSignal.any([signal, ended.signal])).then((files) => {
    total = files;
  });
  try {
    for await (const outcome of outcomes(parts, actor, scope, { paths, beside }, signal)) {
      beside.saw(outcome.studyInstanceUid);
      inImages += outcome.files ?? 0;
      if (outcome.bytes !== undefined) report.count(outcome.bytes);
      if (outcome.count) counts[outcome.count]++;
      for (const trouble of outcome.troubles ?? []) yield report.trouble(outcome.path, problemOf(trouble));
      yield* report.progressIfDue(totals());
    }
  } finally {
    ended.abort();
  }
  if (signal.aborted) throw new IsocenterError('cancelled');
  yield report.progress(totals());
  return { ...counts, ...report.summary() };
}

/** Of images, and when they are in, of what lies beside them. */
async function* outcomes(
  parts: ArchiveParts,
  actor: Actor,
  scope: Scope,
  { paths, beside }: { readonly paths: readonly string[]; readonly beside: FilesBeside<FoundOther> },
  signal: AbortSignal,
): AsyncGenerator<Outcome, void, void> {
  const takeIn = async (found: FoundFile): Promise<Outcome> =>
    (await chooseBeside(beside, found))
      ? { path: found.path }
      : await outcomeOf(parts, actor, scope, found, signal);
  yield* inParallel(foundAt(paths, signal), parts.settings.importConcurrency, takeIn);
  for (const found of beside.chosen.values()) {
    if (signal.aborted) return;
    yield await keep(parts, actor, scope, { beside, found });
  }
}

async function keep(
  parts: ArchiveParts,
  actor: Actor,
  scope: Scope,
  { beside, found }: { readonly beside: FilesBeside<FoundOther>; readonly found: FoundOther },
): Promise<Outcome> {
  try {
    await keepBeside(parts, actor, scope, { beside, found });
    return { path: found.path, bytes: found.bytes, count: 'kept' };
  } catch (error) {
    return failed(parts, found, error);
  }
}

async function outcomeOf(
  parts: ArchiveParts,
  actor: Actor,
  scope: Scope,
  found: FoundFile,
  signal: AbortSignal,
): Promise<Outcome> {
  const { path } = found;
  switch (found.kind) {
    case 'dicom':
      return await takeIn(parts, actor, scope, found, signal);
    case 'dicomdir':
      return { path, bytes: found.bytes, troubles: found.problems };
    case 'image':
      return {
        ...{ path, bytes: 0, files: found.files, troubles: found.problems },
        ...(found.problems.length > 0 && { count: 'broken' as const }),
      };
    case 'other':
      return { path, bytes: found.bytes, count: 'notDicom' };
    case 'unreadable':
      return { path, bytes: 0, count: 'broken', troubles: [found.failure] };
    case 'missing':
      return { path, count: 'broken', troubles: [found.failure] };
    case 'skipped':
      return { path, troubles: [found.failure] };
  }
}

async function takeIn(
  parts: ArchiveParts,
  actor: Actor,
  scope: Scope,
  found: FoundDicom,
  signal: AbortSignal,
): Promise<Outcome> {
  const { path, bytes } = found;
  try {
    const { outcome, studyInstanceUid } = await importFile(parts, actor, scope, found, signal);
    const troubles = outcome === 'conflict' ? [new IsocenterError('ingest/conflict')] : [];
    return { path, bytes, studyInstanceUid, count: countOf[outcome], troubles };
  } catch (error) {
    return failed(parts, found, error);
  }
}

/** What is wrong with one file. Throws what would meet every other one too. */
function failed(
  { logger }: ArchiveParts,
  { path, bytes }: { readonly path: string; readonly bytes: number },
  error: unknown,
): Outcome {
  const failure = asIsocenterError(error);
  if (endsImport(failure)) throw failure;
  if (failure.code === 'internal') logger.error({ error }, 'an imported file failed unexpectedly');
  return { path, bytes, count: 'broken', troubles: [failure] };
}

/** What would meet every other file too. */
function endsImport({ code }: IsocenterError): boolean {
  return code === 'cancelled' || (/^(store|catalog|archive)\//.test(code) && code !== 'store/bad-key');
}
