import { z } from 'zod';
import { IsocenterError } from '../../base/index.ts';

/** See action.ts. */
export const order = z.object({
  rule: z.string(),
  subject: z.object({
    studyInstanceUid: z.string(),
    seriesInstanceUids: z.array(z.string()),
    sopInstanceUids: z.array(z.string()).optional(),
  }),
});

/** The input of a job as it was stored. Throws `input/invalid`. */
export function parseOrder<Output>(schema: z.ZodType<Output>, input: unknown): Output {
  const parsed = schema.safeParse(input);
  if (!parsed.success) throw new IsocenterError('input/invalid', { reason: parsed.error.message });
  return parsed.data;
}
