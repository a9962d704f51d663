/**
 * Uses each part of the store a few times and prints what came of it, one line each: `STEP ok` or `STEP CODE`.
 * Run as a child process in which system calls fail.
 *
 *     node fault-child.ts DATA
 */
import { asIsocenterError } from '../../src/base/index.ts';
import { FileStore, RecordJournal } from '../../src/store/index.ts';
import { incomingNames } from '../support/incoming.ts';

const ROUNDS = 4;
const root = process.argv[2];
if (root === undefined) throw new Error('DATA');

const store = new FileStore({ root });
store.startSettling({ flushCatalog: async () => {}, intervalMs: 60_000 });
const journal = await RecordJournal.open({ directory: store.directory });

async function keep(key: string, size: number): Promise<void> {
  const draft = store.draft({ headLength: 4 });
  await draft.append(new Uint8Array(size));
  const blob = await draft.seal(Buffer.from('HEAD'));
  try {
    blob.publish(key);
  } catch (error) {
    blob.discard();
    throw error;
  }
  await store.confirm([blob]);
}

const STEPS: Readonly<Record<string, (round: number) => Promise<unknown>>> = {
  small: (round) => keep(`files/small-${round}`, 100_000),
  large: (round) => keep(`files/large-${round}`, 3_000_000),
  put: (round) => store.putFile(`files/put-${round}`, 'text'),
  journal: (round) => journal.append('round', round),
  settle: () => store.settleNow(),
};

for (let round = 0; round < ROUNDS; round++) {
  for (const [name, step] of Object.entries(STEPS)) {
    const outcome = await step(round).then(
      () => 'ok',
      (error: unknown) => asIsocenterError(error).code,
    );
    console.log(`${name}-${round} ${outcome}`);
  }
}
await store.close();
await journal.close();
console.log(`incoming ${incomingNames(root).length}`);
// At exit the standard streams are synced, and a program whose sync of those fails hangs.
process.kill(process.pid, 'SIGKILL');
