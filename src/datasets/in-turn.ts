import { type InTurn, newQueue } from '../base/index.ts';

const queues = new Map<string, { readonly inTurn: InTurn; waiting: number }>();

/** What moves files of one dataset is done one after the other. @param folder without symbolic links */
export async function inTurnFor<Result>(folder: string, work: () => Promise<Result>): Promise<Result> {
  const queue = queues.get(folder) ?? { inTurn: newQueue(), waiting: 0 };
  queues.set(folder, queue);
  queue.waiting++;
  try {
    return await queue.inTurn(work);
  } finally {
    queue.waiting--;
    if (queue.waiting === 0) queues.delete(folder);
  }
}
