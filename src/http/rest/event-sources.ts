/** Where streams of events have them from. */
import { asIsocenterError } from '../../base/index.ts';
import type { CallContext, ControlApi } from '../../contract/index.ts';
import type { Jobs } from '../../jobs/index.ts';
import type { SentEvent } from './event-stream.ts';
import { onJob } from './jobs.ts';

type Source = (context: CallContext) => AsyncGenerator<SentEvent, void, void>;

/** Changes of the archive. @param after the cursor of the last event that is known already */
export const archiveEvents = (control: Pick<ControlApi, 'events'>, after: number): Source =>
  async function* (context) {
    for await (const event of control.events({ after, limit: 1, follow: true }, context))
      yield { id: event.cursor, kind: event.kind, data: event };
  };

/** Jobs that somebody sees, as they change; of a link none, as several people may have it. */
export const jobEvents = (jobs: Pick<Jobs, 'changes' | 'get'>): Source =>
  async function* (context) {
    if (context.actor.kind === 'share') return;
    for await (const id of jobs.changes(context.signal)) {
      try {
        yield { kind: 'job', data: await onJob(jobs, 'get', { id }, context) };
      } catch (error) {
        // It is somebody else's.
        if (asIsocenterError(error).code !== 'archive/not-found') throw error;
      }
    }
  };
