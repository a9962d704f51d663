import { setTimeout as sleep } from 'node:timers/promises';
import { writeCorpus } from '../../test/support/corpus.ts';
import { startIsocenter } from '../../test/support/server.ts';
import type { Bar } from '../bar.ts';
import { isocenter } from '../peers/isocenter.ts';
import { residentMemoryMb } from '../resources.ts';
import { sendFolders } from '../send.ts';
import { takeTurns, taking } from '../turns.ts';

const WANTED_MS = 1000;
const WANTED_MB = 130;
/** Memory is read when start-up work is over and the first garbage collected. */
const IDLE_MS = 5_000;

interface Measured {
  readonly readyMs: number;
  readonly idleMb: number;
}

/** Bar 9 with 34,000 instances: from starting the process to the first good answer of /health. */
export const startBar: Bar = {
  name: 'start',
  run: async (context) => {
    const instances = context.quick ? 3_400 : 34_000;
    const data = context.directory.join('start-data');
    if (taking(context, [isocenter]).length === 0) return [];
    await fill(data, context.directory.join('start'), instances);
    const measured = await takeTurns(
      context,
      `start with ${instances}`,
      [isocenter],
      () => startOnce(data),
      (m) => `ready after ${m.readyMs.toFixed(0)} ms, ${m.idleMb.toFixed(0)} MB when idle`,
    );
    const result = { bar: 9, better: 'lower' } as const;
    return [
      {
        ...result,
        what: `ready to serve, ${instances} instances`,
        unit: 'ms',
        ours: measured.of('isocenter', (m) => m.readyMs),
        wanted: { kind: 'at most', value: WANTED_MS },
      },
      {
        ...result,
        what: `idle memory, ${instances} instances`,
        unit: 'MB',
        ours: measured.of('isocenter', (m) => m.idleMb),
        wanted: { kind: 'at most', value: WANTED_MB },
      },
    ];
  },
};

async function fill(data: string, folder: string, instances: number): Promise<void> {
  writeCorpus(folder, { kind: 'tiny', studies: instances / 20, instancesPerSeries: 20, seed: 50 });
  await using server = await startIsocenter({ data });
  await sendFolders(server.peer, [folder]);
}

async function startOnce(data: string): Promise<Measured> {
  await using server = await startIsocenter({ data });
  await sleep(IDLE_MS);
  return { readyMs: server.readyAfterMs, idleMb: residentMemoryMb(server.pid) };
}
