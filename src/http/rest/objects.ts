import type { Archive } from '../../archive/index.ts';
import { IsocenterError } from '../../base/index.ts';
import {
  type CallContext,
  type CallFor,
  type ControlApi,
  type FindRow,
  findRequest,
  type Level,
  type objectRoutes,
} from '../../contract/index.ts';
import { findRows } from './find.ts';

const lastArrived = { by: 'arrival', descending: true } as const;

/** What is kept, by its own path; what somebody may not see is not there. */
export function objectOperations(archive: Archive): Pick<ControlApi, keyof typeof objectRoutes> {
  const find = (request: CallFor<'find'>, context: CallContext) =>
    findRows(archive, findRequest.parse(request), context);
  const show = async (
    level: Level,
    match: Readonly<Record<string, string>>,
    context: CallContext,
  ): Promise<FindRow> => {
    const { rows } = await find({ level, match, limit: 1 }, context);
    if (!rows[0]) throw new IsocenterError('archive/not-found', { what: level });
    return rows[0];
  };
  return {
    studiesList: ({ order, ...page }, context) => {
      const request = findRequest.parse({ level: 'study', ...page });
      return findRows(archive, request, context, order === 'arrival' ? lastArrived : undefined);
    },
    studyShow: ({ study }, context) => show('study', { StudyInstanceUID: study }, context),
    async studySeries({ study, ...page }, context) {
      const match = { StudyInstanceUID: study };
      await show('study', match, context);
      return await find({ level: 'series', match, ...page }, context);
    },
    studyOrigins: async ({ study }, { actor, scope }) => ({
      origins: await archive.origins(actor, scope, study),
    }),
    seriesShow: ({ uid }, context) => show('series', { SeriesInstanceUID: uid }, context),
    instanceShow: ({ uid }, context) => show('instance', { SOPInstanceUID: uid }, context),
  };
}
