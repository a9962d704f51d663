import { z } from 'zod';
import { type RuleJobKind, scheduleNotify } from '../../../contract/index.ts';
import type { JobContext, JobKind } from '../../../jobs/index.ts';
import type { SendMail } from '../../../net/index.ts';
import { parseOrder } from '../../actions/order.ts';
import { callSigned, type SignedCallParts } from '../../telling/call-signed.ts';
import { MAIL_ATTEMPTS, mailEach } from '../../telling/mail-each.ts';
import { postText } from '../../telling/post-text.ts';

export const NOTICE_KIND = 'scheduleNotify' satisfies RuleJobKind;

const input = z.object({ schedule: z.string(), notify: scheduleNotify, text: z.string() });
export type Notice = z.output<typeof input>;

export interface NoticeParts extends SignedCallParts {
  readonly mail: SendMail;
}

/** Tells people what needs them of a schedule, as rules tell people. */
export const noticeKind = (parts: NoticeParts): JobKind<Notice> => ({
  name: NOTICE_KIND,
  right: 'find',
  concurrency: 2,
  // Told twice is better than not told.
  repeatable: true,
  maximumAttempts: MAIL_ATTEMPTS,
  parse: (stored) => parseOrder(input, stored),
  run: (notice, context) => tell(parts, notice, context),
});

async function tell(
  parts: NoticeParts,
  { schedule, notify, text }: Notice,
  context: JobContext,
): Promise<unknown> {
  const { url, mail, webhook, title } = notify;
  if (mail) return await mailEach(parts.mail, { to: mail, subject: title, text }, context);
  if (url !== undefined) return await postText(parts.fetch, { url, title, text }, context.signal);
  return await callSigned(parts, webhook!, { schedule, text, delivery: context.id }, context.signal);
}
