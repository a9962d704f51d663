/** Runs a long operation of the API and shows how far it is. */
import { asIsocenterError } from '../../base/index.ts';
import type { Progress, Trouble } from '../../contract/index.ts';
import { createProgressView, silentProgress } from '../progress/progress-view.ts';
import { formatCount } from '../text/quantities.ts';
import { systemErrorsInWords } from '../text/system-errors.ts';
import { printable } from '../text/width.ts';
import type { Session } from './command.ts';

interface StreamWords<Item> {
  /** What is counted, in the plural. */
  readonly unit: string;
  /** Said when it is cancelled: what that means for the data, and how to go on. */
  readonly whenCancelled: string;
  /** The line for an item that is not progress. */
  readonly describe: (item: Item) => string;
}

type OtherItem<Item> = Exclude<Item, Progress>;

export async function follow<Item extends { kind: string }, Result>(
  { out, json }: Pick<Session, 'out' | 'json'>,
  stream: AsyncGenerator<Item | Progress, Result, void>,
  { unit, whenCancelled, describe }: StreamWords<OtherItem<Item>>,
): Promise<Result> {
  const view = json ? silentProgress : await createProgressView(out, unit);
  let done = 0;
  try {
    for (;;) {
      const step = await stream.next();
      if (step.done) return step.value;
      if (isProgress(step.value)) {
        done = step.value.done;
        view.update(step.value);
      } else view.note(describe(step.value as OtherItem<Item>));
    }
  } catch (error) {
    view.stop();
    if (asIsocenterError(error).code === 'cancelled')
      out.tell(`Stopped after ${formatCount(done)} ${unit}. ${whenCancelled}`);
    throw error;
  } finally {
    view.stop();
  }
}

function isProgress(item: { kind: string }): item is Progress {
  return item.kind === 'progress';
}

export function describeTrouble({ what, reason }: Trouble): string {
  return `${printable(what)}: ${systemErrorsInWords(printable(reason.title))}`;
}
