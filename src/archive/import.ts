import { asIsocenterError, IsocenterError, inParallel } from '../base/index.ts';
import type { Actor, ImportSummary, Scope, TransferItem } from '../contract/index.ts';
import type { FoundFile } from '../media/index.ts';
import { type FileOutcome, type FoundDicom, importFile } from './import-file.ts';
import { checkPaths, countFiles, foundAt } from './import-paths.ts';
import type { ArchiveParts } from './parts.ts';
import { TransferReport } from './transfer-report.ts';

export interface ImportRequest {
  /** Absolute paths of files and folders. */
  readonly paths: readonly string[];
}

type Count = 'new' | 'alreadyThere' | 'conflicts' | 'notDicom' | 'broken';

/** What became of one thing that was found. */
interface Outcome {
  readonly path: string;
  /** Of a file that was looked at; undefined for what is no file. */
  readonly bytes?: number;
  readonly count?: Count;
  /** How many files are in it, which come as such. */
  readonly files?: number;
  /** What a person should know about it. */
  readonly troubles?: readonly string[];
}

const countOf: Readonly<Record<FileOutcome, Count>> = {
  'not-dicom': 'notDicom',
  stored: 'new',
  'already-there': 'alreadyThere',
  conflict: 'conflicts',
};

const CONFLICT = 'has the identity of a stored instance and other content; both are kept';

/**
 * Takes in everything DICOM at some paths, also in images of discs, several files at a time (`settings.importConcurrency`). A file that cannot
 * be taken is a trouble and the rest goes on; a full disk or a catalog that is gone ends it with that error, a signal
 * with `cancelled`. What was taken in by then is in, and running it again skips it.
 */
export async function* importFiles(
  parts: ArchiveParts,
  actor: Actor,
  scope: Scope,
  { paths }: ImportRequest,
  signal: AbortSignal,
): AsyncGenerator<TransferItem, ImportSummary, void> {
  await checkPaths(paths);
  const report = new TransferReport(parts.clock);
  const counts: Record<Count, number> = { new: 0, alreadyThere: 0, conflicts: 0, notDicom: 0, broken: 0 };
  const ended = new AbortController();
  let total: number | undefined;
  let inImages = 0;
  const totals = () => ({ total: total === undefined ? undefined : total + inImages });
  void countFiles(paths, AbortSignal.any([signal, ended.signal])).then((files) => {
    total = files;
  });
  try {
    const found = foundAt(paths, signal);
    const takeIn = (file: FoundFile) => outcomeOf(parts, actor, scope, file, signal);
    for await (const outcome of inParallel(found, parts.settings.importConcurrency, takeIn)) {
      inImages += outcome.files ?? 0;
      if (outcome.bytes !== undefined) report.count(outcome.bytes);
      if (outcome.count) counts[outcome.count]++;
      for (const reason of outcome.troubles ?? []) yield report.trouble(outcome.path, reason);
      yield* report.progressIfDue(totals());
    }
  } finally {
    ended.abort();
  }
  if (signal.aborted) throw new IsocenterError('cancelled');
  yield report.progress(totals());
  return { ...counts, ...report.summary() };
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
      return { path, bytes: 0, count: 'broken', troubles: [found.reason] };
    case 'missing':
      return { path, count: 'broken', troubles: [found.reason] };
    case 'skipped':
      return { path, troubles: [found.reason] };
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
    const outcome = await importFile(parts, actor, scope, found, signal);
    return { path, bytes, count: countOf[outcome], troubles: outcome === 'conflict' ? [CONFLICT] : [] };
  } catch (error) {
    const failure = asIsocenterError(error);
    if (endsImport(failure)) throw failure;
    if (failure.code === 'internal') parts.logger.error({ error }, 'an imported file failed unexpectedly');
    return { path, bytes, count: 'broken', troubles: [failure.message] };
  }
}

/** What would meet every other file too. */
function endsImport({ code }: IsocenterError): boolean {
  return code === 'cancelled' || (/^(store|catalog|archive)\//.test(code) && code !== 'store/bad-key');
}
