import { expect, it } from 'vitest';
import { corpus } from '../support/corpus.ts';
import { openData } from '../support/eventful-archive.ts';
import { incomingNames } from '../support/incoming.ts';
import { findings, lostInArchive } from '../support/kept.ts';
import { hasPostgres, startPostgres } from '../support/postgres.ts';
import { waitFor } from '../support/processes.ts';
import { type Delivered, sendInstances } from '../support/sender.ts';
import { type IsocenterServer, startIsocenter } from '../support/server.ts';
import { describeWithPeer } from '../support/skip.ts';
import { TemporaryDirectory } from '../support/temp.ts';

/** PS3.4 B.2.3: Refused, out of resources. */
const OUT_OF_RESOURCES = 0xa700;
const SENDERS = 3;
const PER_STUDY = 5;
const ENOUGH = 20;
const ROUNDS = 3;

/** Modalities that go on whatever they are told, each with an association for every study. */
class Modalities {
  readonly delivered: Delivered = { acknowledged: [], refused: [] };
  readonly #running: Promise<void>[];
  #stopped = false;

  constructor(server: IsocenterServer) {
    this.#running = Array.from({ length: SENDERS }, (_, index) => this.#send(server, index));
  }

  async #send({ peer }: IsocenterServer, index: number): Promise<void> {
    for (let firstStudy = 0; !this.#stopped; firstStudy++) {
      const shape = { kind: 'tiny', studies: 1, firstStudy, instancesPerSeries: PER_STUDY } as const;
      await sendInstances(peer, `MR${index}`, corpus({ ...shape, seed: 500 + index }), this.delivered);
    }
  }

  /** Some more got Success. */
  async moreAcknowledged(): Promise<void> {
    const had = this.delivered.acknowledged.length;
    await waitFor('more instances', () => this.delivered.acknowledged.length > had + ENOUGH);
  }

  async moreRefused(): Promise<void> {
    const had = this.delivered.refused.length;
    await waitFor('refusals', () => this.delivered.refused.length > had + ENOUGH);
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    await Promise.all(this.#running);
  }
}

describeWithPeer(
  'PostgreSQL goes away while instances arrive, and comes back',
  hasPostgres,
  () => {
    it.each(['fast', 'immediate'] as const)(
      'after a stop that is %s: A700 meanwhile, nothing lost, no restart',
      { timeout: 120_000 },
      async (mode) => {
        await using cluster = await startPostgres();
        const { url: database } = await cluster.createDatabase();
        using scratch = new TemporaryDirectory('away');
        const data = scratch.join('data');
        const server = await startIsocenter({ data, database });
        const modalities = new Modalities(server);
        for (let round = 0; round < ROUNDS; round++) {
          await modalities.moreAcknowledged();
          await cluster.halt(mode);
          await modalities.moreRefused();
          await cluster.resume();
        }
        await modalities.moreAcknowledged();
        await modalities.stop();
        await waitFor('an empty incoming/', () => incomingNames(data).length === 0);
        await server.stop();
        const { acknowledged, refused } = modalities.delivered;
        expect(new Set(refused.map(({ status }) => status))).toEqual(new Set([OUT_OF_RESOURCES]));
        const open = await openData(data, { database });
        expect(await lostInArchive(open, acknowledged)).toEqual([]);
        expect(await findings(open)).toEqual([]);
        await open.close();
      },
    );
  },
  "PostgreSQL's server programs",
);
