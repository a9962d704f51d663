/** What is kept, by its own path: the same rows that a find answers. */
import { z } from 'zod';
import { count, findRow, timestamp, uid } from '../common.ts';
import { maxFindRows } from '../limits.ts';
import type { PlainRoute } from '../route.ts';
import { findResult } from './find.ts';

const page = z.object({
  limit: z.coerce.number<number>().int().min(1).max(maxFindRows).default(100),
  /** Begin behind the page that gave this as `next`. */
  after: z.string().max(8_192).optional(),
});
const listedStudies = page.extend({
  /** By study date and time, or by when their first image came; the newest first. */
  order: z.enum(['date', 'arrival']).default('date'),
});
const byUid = z.object({ uid });
const byStudy = z.object({ study: uid });

export const objectRoutes = {
  studiesList: {
    method: 'GET',
    path: '/api/studies',
    right: 'find',
    keepsIdentityHidden: true,
    summary: 'Studies, the newest first or those that came last; /api/find searches',
    query: listedStudies,
    result: findResult,
  },
  studyShow: {
    method: 'GET',
    path: '/api/studies/:study',
    right: 'find',
    keepsIdentityHidden: true,
    summary: 'A study',
    params: byStudy,
    result: findRow,
  },
  studySeries: {
    method: 'GET',
    path: '/api/studies/:study/series',
    right: 'find',
    keepsIdentityHidden: true,
    summary: 'The series of a study, by number',
    params: byStudy,
    query: page,
    result: findResult,
  },
  studyOrigins: {
    method: 'GET',
    path: '/api/studies/:study/origins',
    right: 'find',
    summary: 'Who sent what there is of a study, how and when, the first first',
    params: byStudy,
    result: z.object({
      origins: z.array(
        z.object({
          sender: z.string(),
          /** The door it came through. */
          via: z.string(),
          receiver: z.string(),
          firstAt: timestamp,
          lastAt: timestamp,
          /** Contents that came; what was sent again counts again. */
          instances: count,
        }),
      ),
    }),
  },
  seriesShow: {
    method: 'GET',
    path: '/api/series/:uid',
    right: 'find',
    keepsIdentityHidden: true,
    summary: 'A series',
    params: byUid,
    result: findRow,
  },
  instanceShow: {
    method: 'GET',
    path: '/api/instances/:uid',
    right: 'find',
    keepsIdentityHidden: true,
    summary: 'An instance',
    params: byUid,
    result: findRow,
  },
} as const satisfies Record<string, PlainRoute>;
