import { z } from 'zod';
import { text } from '../common.ts';
import { wrong } from './wrong.ts';

const mailAddress = z.email().max(254);

/** Where people are told. */
export const notifyTarget = {
  /** Where a text is posted to, as ntfy, Gotify and the like take it. */
  url: z.url().max(2_048).optional(),
  /** Who gets it by mail; the settings name the mail server. */
  mail: z.union([mailAddress.transform((one) => [one]), z.array(mailAddress).min(1).max(50)]).optional(),
  title: text.min(1).max(200).default('Isocenter'),
};

/** Where what needs a person is told of a schedule: of its runs, and of what its node will delete. It says nothing of the patient. */
export const scheduleNotify = z
  .strictObject({
    ...notifyTarget,
    /** Gets it as JSON, signed. */
    webhook: z.url().max(2_048).optional(),
  })
  .refine(
    ({ url, mail, webhook }) => [url, mail, webhook].filter((one) => one !== undefined).length === 1,
    wrong('plan/one-of', { words: 'url, mail, webhook' }),
  );
export type ScheduleNotify = z.output<typeof scheduleNotify>;
