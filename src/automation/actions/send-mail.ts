import { z } from 'zod';
import type { RuleJobKind } from '../../contract/index.ts';
import type { JobKind } from '../../jobs/index.ts';
import type { SendMail } from '../../net/index.ts';
import type { Action } from './action.ts';
import { order, parseOrder } from './order.ts';
import { filledIn, knownOf } from './placeholders.ts';

const KIND = 'ruleMail' satisfies RuleJobKind;

/** With the pauses between them, a day: a mail server that is moved is back by then. */
const ATTEMPTS = 32;

const input = order.extend({ to: z.array(z.string()), title: z.string(), text: z.string() });

/** Tells people by mail. */
export const sendMail = (to: readonly string[], title: string, text: string): Action => ({
  name: 'notify',
  about: to.join(', '),
  kind: KIND,
  input: (given) => ({ ...given, to, title, text }),
});

export const mailKind = (send: SendMail): JobKind<z.output<typeof input>> => ({
  name: KIND,
  right: 'find',
  concurrency: 2,
  // Told twice is better than not told.
  repeatable: true,
  maximumAttempts: ATTEMPTS,
  parse: (stored) => parseOrder(input, stored),
  async run({ to, title, text, ...given }, { id, signal }) {
    const known = knownOf(given);
    await send({ id, to, subject: filledIn(title, known), text: filledIn(text, known) }, signal);
    return { sentTo: to.length };
  },
});
