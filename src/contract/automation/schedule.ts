import { z } from 'zod';
import { elementName, text } from '../common.ts';
import { maxMatchKeys } from '../limits.ts';
import { scheduleNotify } from './notify.ts';
import { priors } from './priors.ts';
import { wrong } from './wrong.ts';

const keyValue = z.union([z.string(), z.number()]).transform(String).pipe(z.string().max(1_024));

/**
 * Which studies: the keys of a C-FIND. Of several values any is good. A date may be `today`, `yesterday` or `last 3 days` as seen
 * from the day of the run.
 */
export const scheduledKeys = z
  .record(elementName, z.union([keyValue.transform((one) => [one]), z.array(keyValue).min(1).max(32)]))
  .refine((keys) => Object.keys(keys).length > 0, wrong('plan/no-key'))
  .refine(
    (keys) => Object.keys(keys).length <= maxMatchKeys,
    wrong('plan/too-many', { maximum: maxMatchKeys }),
  );

export const scheduledRetrieve = z
  .strictObject({
    /** A node, by its name. */
    node: z.string().min(1).max(64),
    studies: scheduledKeys.optional(),
    /** Instead of these: earlier studies of the patients of a list. */
    priors: priors.optional(),
    /** Runs that were missed are made up for, at most so far back. */
    lookBackDays: z.number().min(0).max(60).default(7),
    /** Studies that are fetched at once. */
    parallel: z.int().min(1).max(8).default(1),
    /** Only then, `20:00-06:00` in the time zone of the schedule; what is not done by the end goes on the next day. */
    between: z
      .stringFormat(
        'hours',
        /^([01]\d|2[0-3]):[0-5]\d-([01]\d|2[0-3]):[0-5]\d$/,
        'is no time of the day such as 20:00-06:00',
      )
      .optional(),
    /** By C-GET: with C-MOVE the node sends as fast as it likes. */
    megabytesPerSecond: z.number().min(0.01).max(100_000).optional(),
  })
  .refine(
    ({ studies, priors }) => (studies === undefined) !== (priors === undefined),
    wrong('plan/one-of', { words: 'studies, priors' }),
  );

/** Something that is fetched again and again, as the automation file says it. */
export const schedule = z.strictObject({
  /** Account whose grants say whether it may. `local`: who has this machine. */
  owner: text.max(128).default('local'),
  /** Cron, five fields: minute, hour, day of the month, month, day of the week. */
  at: z.string().min(1).max(256),
  /** IANA name, `Europe/Berlin`; that of the machine when left out. */
  timeZone: z.string().min(1).max(64).optional(),
  retrieve: scheduledRetrieve,
  notify: scheduleNotify.optional(),
  on: z.boolean().default(true),
});
export type ScheduleDefinition = z.output<typeof schedule>;
