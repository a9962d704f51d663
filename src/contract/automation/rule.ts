import { z } from 'zod';
import { text } from '../common.ts';
import { action } from './action.ts';
import { condition } from './condition.ts';
import { wrong } from './wrong.ts';

/** When a rule looks: at an image, at a series or at a study. */
export const ruleTrigger = z.enum([
  /** Once for each image, as it comes. */
  'instance received',
  /** Nothing came for a series for the time of the settings. */
  'series quiet',
  'study quiet',
  /** An edit, or another content was made the one that counts. */
  'study changed',
  /** On a study or a series of it; `if` may say which. */
  'label set',
  /** At times, by `at`: everything that is here, but what it did with the same images before. */
  'schedule',
  /** Only when somebody replays it. */
  'manual',
]);
export type RuleTrigger = z.output<typeof ruleTrigger>;

const MAXIMUM_ACTIONS = 50;

/** What is done by itself, as the automation file says it. */
export const rule = z
  .strictObject({
    /** Account whose grants say what it sees and may do. `local`: who has this machine. */
    owner: text.max(128).default('local'),
    when: ruleTrigger,
    /** Cron, five fields: minute, hour, day of the month, month, day of the week. */
    at: z.string().min(1).max(256).optional(),
    /** IANA name, `Europe/Berlin`; that of the machine when left out. */
    timeZone: z.string().min(1).max(64).optional(),
    /** What has to be true of an image, asked of one of each series; all series for which it is are what is worked on. */
    if: condition.optional(),
    /** In this order; what fails ends it. */
    do: z.array(action).min(1).max(MAXIMUM_ACTIONS),
    on: z.boolean().default(true),
  })
  .refine(
    ({ when, at, timeZone }) => (when === 'schedule') === (at !== undefined) && (at ?? timeZone) === at,
    wrong('plan/times'),
  );
export type RuleDefinition = z.output<typeof rule>;
