import { IsocenterError } from '../../base/index.ts';
import type { Job, Jobs } from '../../jobs/index.ts';

/** Whoever's it is; undefined where there is none, or none any more. */
export async function jobNamed(jobs: Pick<Jobs, 'get'>, id: string): Promise<Job | undefined> {
  return await jobs.get(undefined, id).catch((error: unknown) => {
    if (error instanceof IsocenterError && error.code === 'archive/not-found') return undefined;
    throw error;
  });
}
