/** Searches that people keep under a name, with how their answers are shown. Each account has its own. */
import { z } from 'zod';
import { maxSavedViews } from '../limits.ts';
import type { PlainRoute } from '../route.ts';

const viewName = z.string().trim().min(1).max(64);
const words = z.string().max(1_024);
/** Columns of the table of studies. */
const maxColumns = 64;

export const savedView = z.object({
  name: viewName,
  /** What the address of the page of studies says. */
  search: z.object({ q: words.optional(), sort: words.optional(), columns: words.optional() }),
  /** Widths in CSS pixels by column. */
  sizing: z
    .record(z.string().max(128), z.number().min(0).max(10_000))
    .refine((all) => Object.keys(all).length <= maxColumns, `has more than ${maxColumns} columns`),
});
export type SavedView = z.output<typeof savedView>;

const views = z.object({ views: z.array(savedView).max(maxSavedViews) });

export const viewRoutes = {
  myViews: {
    method: 'GET',
    path: '/api/me/views',
    right: 'known',
    summary: 'The views of studies that you saved; for who is logged in',
    result: views,
  },
  myViewSave: {
    method: 'POST',
    path: '/api/me/views',
    right: 'known',
    summary: `Save a view, or replace the one of that name; over ${maxSavedViews}, the oldest goes`,
    body: savedView,
    result: views,
  },
  myViewForget: {
    method: 'DELETE',
    path: '/api/me/views/:name',
    right: 'known',
    summary: 'Forget a view',
    params: z.object({ name: viewName }),
    result: views,
  },
} as const satisfies Record<string, PlainRoute>;
