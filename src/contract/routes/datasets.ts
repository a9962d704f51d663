/** BIDS datasets that rules make: how series are called there. */
import { z } from 'zod';
import { treeName } from '../automation/tree.ts';
import type { PlainRoute } from '../route.ts';
import { namedInDataset } from './nifti.ts';

const everything = { right: 'administer', everything: true } as const;
const byRule = z.object({ name: treeName });

const dataset = z.object({
  folder: z.string(),
  /** The table of names, below the folder. */
  mapping: z.string(),
  /** By protocol and description. */
  series: z.array(namedInDataset),
});

export const datasetRoutes = {
  datasetShow: {
    method: 'GET',
    path: '/api/rules/:name/dataset',
    ...everything,
    summary: 'How series are called in the BIDS dataset that a rule makes',
    params: byRule,
    result: dataset,
  },
  datasetName: {
    method: 'PATCH',
    path: '/api/rules/:name/dataset',
    ...everything,
    summary:
      'Say what series are called in the BIDS dataset that a rule makes; their files are called so at once',
    params: byRule,
    body: z.object({
      names: z
        .array(
          namedInDataset.pick({ protocol: true, description: true }).extend({
            /** `func-bold_task-rest`, or `skip` for what is to be kept aside; null: what is guessed. */
            is: z.string().trim().min(1).max(256).nullable(),
          }),
        )
        .min(1)
        .max(1_000),
    }),
    result: dataset,
  },
} as const satisfies Record<string, PlainRoute>;
