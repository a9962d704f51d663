/** Which requests of the API mean that somebody looks at studies: retention asks when that was. */
import type { Archive } from '../../archive/index.ts';
import type { CallContext, Caller, ControlApi, RequestFor, Selection } from '../../contract/index.ts';
import { studiesNamedBy } from './named-studies.ts';
import { callerOfOperation, parseOperation } from './operations.ts';
import { selectorsOf } from './selection.ts';

/** What the archive does as a job is done for somebody who may look at it or not; they asked for it by another request. */
const BY_JOB = 'job';

/**
 * The same operations; of those that show one study, or take something away, it is noted that somebody looked. What is
 * exported notes that itself; see archive/open-selected.ts.
 */
export function viewing(control: ControlApi, archive: Archive): ControlApi {
  const { views } = archive;
  const took = ({ selection }: { readonly selection: Selection }, { actor, scope }: Caller) =>
    views.noteAll(archive.select(actor, scope, selectorsOf(archive, selection)));
  const shown = <Name extends 'studyShow' | 'studySeries' | 'studyOrigins'>(name: Name): ControlApi[Name] =>
    // Each of them answers a promise to a request that names a study.
    (async (request: RequestFor<Name>, context: CallContext) => {
      const answer = await (control[name] as (...given: unknown[]) => Promise<unknown>)(request, context);
      views.note(studiesNamedBy(name, request));
      return answer;
    }) as ControlApi[Name];
  return {
    ...control,
    studyShow: shown('studyShow'),
    studySeries: shown('studySeries'),
    studyOrigins: shown('studyOrigins'),
    async find(request, context) {
      const found = await control.find(request, context);
      // Whoever wants the series of a study that they name, or its images, has opened it.
      if (request.level !== 'study' && found.rows.length > 0) views.note(studiesNamedBy('find', request));
      return found;
    },
    async *send(request, context) {
      if (context.address !== BY_JOB) took(request, context);
      return yield* control.send(request, context);
    },
    async *exportNifti(request, context) {
      if (context.address !== BY_JOB) took(request, context);
      return yield* control.exportNifti(request, context);
    },
    async jobSubmit(request, context) {
      const job = await control.jobSubmit(request, context);
      const { operation } = request;
      if (operation === 'send' || operation === 'exportNifti')
        took(
          parseOperation(operation, request.request) as unknown as RequestFor<'send'>,
          callerOfOperation(operation, context),
        );
      return job;
    },
  };
}
