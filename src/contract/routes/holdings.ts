/** What the archive knows about its sources and itself. */
import { z } from 'zod';
import { count, timestamp } from '../common.ts';
import type { PlainRoute } from '../route.ts';

const limit = z.coerce.number<number>().int().min(1).max(10_000).default(1_000);

export const holdingRoutes = {
  scannersList: {
    method: 'GET',
    path: '/api/scanners',
    summary: 'Scanners that series came from; other software versions are another scanner',
    right: 'find',
    query: z.object({ limit }),
    result: z.object({
      scanners: z.array(
        z.object({
          manufacturer: z.string(),
          model: z.string(),
          serial: z.string(),
          softwareVersions: z.string(),
          stationName: z.string().nullable(),
          firstSeenAt: timestamp,
          seriesCount: count,
        }),
      ),
    }),
  },
  parametersList: {
    method: 'GET',
    path: '/api/parameters',
    summary: 'Series parameters that can be searched for by name',
    right: 'find',
    result: z.object({
      parameters: z.array(
        z.object({
          name: z.string(),
          kind: z.enum(['number', 'text']),
          unit: z.string().nullable(),
          /** Modalities it is looked for in; null: all. */
          modalities: z.array(z.string()).nullable(),
        }),
      ),
    }),
  },
  settings: {
    method: 'GET',
    path: '/api/settings',
    summary: 'Settings in force; secrets are not shown',
    right: 'administer',
    result: z.object({
      settings: z.array(
        z.object({
          name: z.string(),
          value: z.unknown(),
          help: z.string(),
          /** null where the program that answers did not read them itself. */
          from: z.enum(['default', 'file', 'environment', 'flag']).nullable(),
        }),
      ),
    }),
  },
} as const satisfies Record<string, PlainRoute>;
