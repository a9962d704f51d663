import { z } from 'zod';
import type { RuleJobKind } from '../../contract/index.ts';
import type { JobKind } from '../../jobs/index.ts';
import type { SendMail } from '../../net/index.ts';
import { MAIL_ATTEMPTS, mailEach } from '../telling/mail-each.ts';
import type { Action } from './action.ts';
import { order, parseOrder } from './order.ts';
import { filledIn, knownOf } from './placeholders.ts';

export const MAIL_KIND = 'ruleMail' satisfies RuleJobKind;

const input = order.extend({ to: z.array(z.string()), title: z.string(), text: z.string() });

/** Tells people by mail. */
export const sendMail = (to: readonly string[], title: string, text: string): Action => ({
  name: 'notify',
  about: to.join(', '),
  kind: MAIL_KIND,
  input: (given) => ({ ...given, to, title, text }),
});

export const mailKind = (send: SendMail): JobKind<z.output<typeof input>> => ({
  name: MAIL_KIND,
  right: 'find',
  concurrency: 2,
  // Told twice is better than not told.
  repeatable: true,
  maximumAttempts: MAIL_ATTEMPTS,
  parse: (stored) => parseOrder(input, stored),
  async run({ to, title, text, ...given }, context) {
    const known = knownOf(given);
    const mail = { to, subject: filledIn(title, known), text: filledIn(text, known) };
    return await mailEach(send, mail, context);
  },
});
