/** What the archive made of an upload. */
import { IsocenterError, type UploadResult } from '../../../src/contract/index.ts';
import { api } from '../api/client.ts';
import { sessionEnded } from '../api/session.ts';
import type { FoundFile } from './found-files.ts';
import type { FileResult } from './outcomes.ts';
import { SendFailure } from './send.ts';

/** How often its job is looked at, milliseconds. */
const pauses = { first: 200, longest: 2_000 } as const;

/** What became of files that were looked into. @throws SendFailure */
export async function resultsOf(id: string, files: ReadonlyMap<string, FoundFile>): Promise<FileResult[]> {
  return told(await resultOf(id), files);
}

/** Waits for the job of an upload. @throws SendFailure */
export async function resultOf(id: string): Promise<UploadResult> {
  for (let wait: number = pauses.first; ; wait = Math.min(pauses.longest, wait * 1.5)) {
    const job = await api.jobShow({ id }).catch(failed);
    if (job.state === 'failed' || job.state === 'cancelled')
      throw new SendFailure('refused', job.failure ?? new IsocenterError('cancelled'));
    // Of jobs of this kind; answers of the server are taken as they are.
    if (job.state === 'done') return job.result as UploadResult;
    await new Promise((resolve) => setTimeout(resolve, wait));
  }
}

function told({ files: results }: UploadResult, files: ReadonlyMap<string, FoundFile>): FileResult[] {
  return results.map(({ path, outcome, studyInstanceUid, reason }) => {
    const found = files.get(path);
    const file = outcome === 'not-dicom' ? found?.file : undefined;
    return { path: found?.path ?? path, outcome, studyInstanceUid, reason, file };
  });
}

function failed(error: unknown): never {
  sessionEnded.notice(error);
  const reason = error instanceof Error ? error : String(error);
  const { code } = error as Partial<IsocenterError>;
  if (code === 'access/unauthenticated') throw new SendFailure('session', reason);
  throw new SendFailure(code === 'control/lost' ? 'away' : 'refused', reason);
}
