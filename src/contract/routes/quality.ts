/** Whether series are whole and good. */
import { z } from 'zod';
import { count, uid } from '../common.ts';
import type { PlainRoute } from '../route.ts';

export const qualityRoutes = {
  seriesQuality: {
    method: 'GET',
    path: '/api/series/:uid/quality',
    right: 'view',
    summary:
      'Whether a series is whole and good: what it holds, what is missing, noise, and scans of the same kind',
    params: z.object({ uid }),
    result: z.object({
      rows: count,
      columns: count,
      frames: count,
      /** Different places; null where images do not say where they are. */
      slices: count.nullable(),
      /** How often most places were taken. */
      volumes: count.nullable(),
      missingSlices: count,
      /** Of volumes that are not whole. */
      missingImages: count,
      /** Mean of the object over noise in the air, of a magnitude MR image; null where it means nothing. */
      snr: z.number().nullable(),
      /** Mean over deviation in time, the median of what is bright; null below ten volumes. */
      tsnr: z.number().nullable(),
      /** Series of the study with this description and modality, besides this one. */
      repeats: z.array(z.object({ seriesInstanceUid: z.string(), seriesNumber: z.string() })),
    }),
  },
} as const satisfies Record<string, PlainRoute>;
