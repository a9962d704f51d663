import { asIsocenterError, type IsocenterError } from '../../base/index.ts';
import type { JobContext } from '../../jobs/index.ts';
import type { SendMail } from '../../net/index.ts';

/** With the pauses between them, a day: a mail server that is moved is back by then. */
export const MAIL_ATTEMPTS = 32;

interface Told {
  /** Addresses whose server took it. */
  readonly told: readonly string[];
}

/** The same mail to each, by a job: tried again, it goes only to those who do not have it. Rejects with `mail/*`, `net/unreachable`. */
export async function mailEach(
  send: SendMail,
  { to, subject, text }: { readonly to: readonly string[]; readonly subject: string; readonly text: string },
  { id, signal, checkpoint, saveCheckpoint }: JobContext,
): Promise<{ sentTo: number }> {
  const told = new Set((checkpoint as Told | null)?.told);
  const failures: IsocenterError[] = [];
  // One by one: whoever has it does not get it again because somebody else's mailbox is full.
  for (const one of to.filter((address) => !told.has(address))) {
    try {
      await send({ id, subject, text, to: [one] }, signal);
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
}
