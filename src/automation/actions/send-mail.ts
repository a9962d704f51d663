import { z } from 'zod';
import { asIsocenterError, type IsocenterError } from '../../base/index.ts';
import type { RuleJobKind } from '../../contract/index.ts';
import type { JobKind } from '../../jobs/index.ts';
import type { SendMail } from '../../net/index.ts';
import type { Action } from './action.ts';
import { order, parseOrder } from './order.ts';
import { filledIn, knownOf } from './placeholders.ts';

export const MAIL_KIND = 'ruleMail' satisfies RuleJobKind;

/** With the pauses between them, a day: a mail server that is moved is back by then. */
const ATTEMPTS = 32;

const input = order.extend({ to: z.array(z.string()), title: z.string(), text: z.string() });

interface Told {
  /** Addresses whose server took it. */
  readonly told: readonly string[];
}

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
  maximumAttempts: ATTEMPTS,
  parse: (stored) => parseOrder(input, stored),
  async run({ to, title, text, ...given }, { id, signal, checkpoint, saveCheckpoint }) {
    const known = knownOf(given);
    const mail = { id, subject: filledIn(title, known), text: filledIn(text, known) };
    const told = new Set((checkpoint as Told | null)?.told);
    const failures: IsocenterError[] = [];
    // One by one: whoever has it does not get it again because somebody else's mailbox is full.
    for (const one of to.filter((address) => !told.has(address))) {
      try {
        await send({ ...mail, to: [one] }, signal);
        await saveCheckpoint({ told: [...told.add(one)] } satisfies Told);
      } catch (error) {
        if (signal.aborted) throw error;
        failures.push(asIsocenterError(error));
      }
    }
    // What may work later is tried again, whatever else there is.
    const worst = failures.find(({ code }) => code !== 'mail/refused') ?? failures[0];
    if (worst) throw worst;
    return { sentTo: to.length };
  },
});
