/** Takes files of this machine to a server elsewhere: what `import` does there with paths of its own. */
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { asIsocenterError, IsocenterError, inParallel } from '../../base/index.ts';
import { type ByteCalls, createByteCalls, type RemoteTarget } from '../../client/index.ts';
import {
  type CallFor,
  type ImportSummary,
  maxTroublesInSummary,
  type Problem,
  problemOf,
  type TransferItem,
  type Trouble,
} from '../../contract/index.ts';
import {
  FilesBeside,
  type FoundFile,
  findDicomFiles,
  guessMediaType,
  MEDIA_TYPE_HEAD,
  nameOfFile,
} from '../../media/index.ts';

/** Requests at the same time: the next files are read while the server makes these durable. */
const CONCURRENCY = 4;
const PROGRESS_MS = 200;

type Count = 'new' | 'alreadyThere' | 'conflicts' | 'notDicom' | 'kept' | 'broken';
interface Outcome {
  readonly count?: Count;
  readonly bytes: number;
  readonly trouble?: Trouble;
  readonly studyInstanceUid?: string;
}

type FoundOther = FoundFile & { readonly kind: 'other' };

/** A file that the server does not take is a trouble; a server that is gone, or does not let us in, ends it. */
export async function* uploadFiles(
  remote: RemoteTarget,
  { paths, documents: withDocuments = false }: Pick<CallFor<'importFiles'>, 'paths' | 'documents'>,
  signal: AbortSignal,
): AsyncGenerator<TransferItem, ImportSummary, void> {
  for (const path of paths) await checkPath(path);
  const started = performance.now();
  const counts: Record<Count, number> = {
    new: 0,
    alreadyThere: 0,
    conflicts: 0,
    notDicom: 0,
    kept: 0,
    broken: 0,
  };
  const beside = new FilesBeside<FoundOther>({ withDocuments });
  const troubles: Trouble[] = [];
  let [bytes, done, toldAt, troublesLeftOut] = [0, 0, 0, 0];
  for await (const outcome of outcomes(createByteCalls(remote), { paths, beside }, signal)) {
    beside.saw(outcome.studyInstanceUid);
    bytes += outcome.bytes;
    if (outcome.count) counts[outcome.count]++;
    if (outcome.count) done++;
    if (outcome.trouble) {
      if (troubles.length < maxTroublesInSummary) troubles.push(outcome.trouble);
      else troublesLeftOut++;
      yield { kind: 'trouble', ...outcome.trouble };
    }
    if (performance.now() - toldAt < PROGRESS_MS) continue;
    toldAt = performance.now();
    yield { kind: 'progress', done, bytes };
  }
  if (signal.aborted) throw new IsocenterError('cancelled');
  return { ...counts, bytes, seconds: (performance.now() - started) / 1000, troubles, troublesLeftOut };
}

async function checkPath(path: string): Promise<void> {
  if (await stat(path).catch(() => undefined)) return;
  throw new IsocenterError('input/no-such-place', { place: path });
}

async function* filesAt(paths: readonly string[], signal: AbortSignal): AsyncGenerator<FoundFile> {
  for (const path of paths) {
    for await (const found of findDicomFiles(path)) {
      if (signal.aborted) return;
      yield found;
    }
  }
}

/** Of images, and when they are in, of what lies beside them. */
async function* outcomes(
  calls: ByteCalls,
  { paths, beside }: { readonly paths: readonly string[]; readonly beside: FilesBeside<FoundOther> },
  signal: AbortSignal,
): AsyncGenerator<Outcome, void, void> {
  const take = async (found: FoundFile): Promise<Outcome> =>
    (await chooseBeside(beside, found)) ? { bytes: 0 } : await upload(calls, found, signal);
  yield* inParallel(filesAt(paths, signal), CONCURRENCY, take);
  for (const found of beside.chosen.values()) yield await keep(calls, beside, found, signal);
}

async function chooseBeside(beside: FilesBeside<FoundOther>, found: FoundFile): Promise<boolean> {
  if (found.kind !== 'other') return false;
  try {
    for await (const chunk of new ReadFile(found).read()) {
      const head = chunk.subarray(0, MEDIA_TYPE_HEAD);
      return beside.choose(found.path, guessMediaType(head, found.path), found);
    }
  } catch {
    // It counts as what it is without this.
  }
  return false;
}

async function keep(
  calls: ByteCalls,
  { study }: FilesBeside<FoundOther>,
  found: FoundOther,
  signal: AbortSignal,
): Promise<Outcome> {
  const file = new ReadFile(found);
  const attachTo = study === undefined ? undefined : ({ target: 'study', uid: study } as const);
  const sent = { name: nameOfFile(found.path), bytes: file.read(), size: found.bytes, attachTo };
  try {
    await calls.storeFile(sent, signal);
    return { count: 'kept', bytes: found.bytes };
  } catch (error) {
    if (file.failure === undefined) throw error;
    return { count: 'broken', bytes: 0, trouble: { what: found.path, reason: file.failure } };
  }
}

async function upload(calls: ByteCalls, found: FoundFile, signal: AbortSignal): Promise<Outcome> {
  const { path } = found;
  if (found.kind === 'dicomdir') return { bytes: found.bytes };
  if (found.kind === 'image') return { bytes: 0 };
  if (found.kind === 'other') return { count: 'notDicom', bytes: found.bytes };
  if (found.kind !== 'dicom')
    return { count: 'broken', bytes: 0, trouble: { what: path, reason: problemOf(found.failure) } };
  const file = new ReadFile(found);
  try {
    const { outcome, studyInstanceUid } = await calls.storeInstance(
      { bytes: file.read(), size: found.bytes },
      signal,
    );
    return { count: countOf[outcome], bytes: found.bytes, studyInstanceUid };
  } catch (error) {
    if (file.failure !== undefined)
      return { count: 'broken', bytes: 0, trouble: { what: path, reason: file.failure } };
    const failure = asIsocenterError(error);
    if (failure.code === 'dicom/not-dicom') return { count: 'notDicom', bytes: found.bytes };
    if (!/^(dicom|ingest)\//.test(failure.code)) throw failure;
    return { count: 'broken', bytes: found.bytes, trouble: { what: path, reason: problemOf(failure) } };
  }
}

type Readable = FoundFile & { readonly kind: 'dicom' | 'other' };

/** A file on its way; when it cannot be read, the request fails with it, and that is no failure of the server. */
class ReadFile {
  failure: Problem | undefined;
  readonly #found: Readable;

  constructor(found: Readable) {
    this.#found = found;
  }

  async *read(): AsyncGenerator<Uint8Array, void, void> {
    const { path, bytes, content } = this.#found;
    const chunks = content?.read() ?? createReadStream(path, { end: Math.max(0, bytes - 1) });
    try {
      for await (const chunk of chunks as AsyncIterable<Uint8Array>) yield chunk;
    } catch (error) {
      this.failure = problemOf(error);
      throw error;
    }
  }
}

const countOf = { stored: 'new', 'already-there': 'alreadyThere', conflict: 'conflicts' } as const;
