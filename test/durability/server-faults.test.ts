import fs from 'node:fs';
import { expect, it } from 'vitest';
import { type CorpusKind, type CorpusShape, corpus } from '../support/corpus.ts';
import { engines } from '../support/engines.ts';
import { FailingCalls } from '../support/failing-calls.ts';
import { incomingNames } from '../support/incoming.ts';
import { lostOnServer } from '../support/kept.ts';
import { findProgram, waitFor } from '../support/processes.ts';
import { type Content, type Delivered, findInstances, sendInstances } from '../support/sender.ts';
import { type IsocenterServer, startIsocenter } from '../support/server.ts';
import { describeWithPeer } from '../support/skip.ts';
import { canMount, SmallVolume } from '../support/volumes.ts';

/** PS3.4 B.2.3: Refused, out of resources. */
const OUT_OF_RESOURCES = 0xa700;
const SEED = 77;

/** A server under fault: what it acknowledged before and since, and what it refused. */
class Patient {
  readonly server: IsocenterServer;
  readonly #kept: Content[] = [];
  #study = 0;

  constructor(server: IsocenterServer) {
    this.server = server;
  }

  send(count: number, kind: CorpusKind = 'mr'): Promise<Delivered> {
    const shape: CorpusShape = {
      kind,
      studies: 1,
      firstStudy: this.#study++,
      instancesPerSeries: count,
      seed: SEED,
    };
    return sendInstances(this.server.peer, 'SENDER', corpus(shape));
  }

  async sendWell(count: number, kind?: CorpusKind): Promise<void> {
    const { acknowledged, refused } = await this.send(count, kind);
    expect(refused).toEqual([]);
    this.#kept.push(...acknowledged);
  }

  /** Sends until it is refused, and looks at how. */
  async sendInVain(kind?: CorpusKind): Promise<void> {
    const { acknowledged, refused } = await waitFor('a refusal', async () => {
      const delivered = await this.send(4, kind);
      this.#kept.push(...delivered.acknowledged);
      return delivered.refused.length > 0 ? delivered : undefined;
    });
    expect(new Set(refused.map(({ status }) => status))).toEqual(new Set([OUT_OF_RESOURCES]));
    const found = await findInstances(this.server.peer, [
      ...acknowledged,
      ...refused.map(({ content }) => content),
    ]);
    expect(refused.filter(({ content }) => found.has(content.sopInstanceUid))).toEqual([]);
    expect(refused.filter(({ content }) => isVisible(this.server.data, content))).toEqual([]);
  }

  /** All that was ever acknowledged is there. */
  async expectWhole(): Promise<void> {
    expect(await lostOnServer(this.server.peer, this.server.data, this.#kept)).toEqual([]);
  }

  /** Files that the server holds open, apart from those that wait for what comes next; and deleted ones. */
  descriptors(): number {
    const folder = `/proc/${this.server.pid}/fd`;
    const files = fs.readdirSync(folder).flatMap((name) => linkOf(`${folder}/${name}`) ?? []);
    const held = files.filter((file) => file.startsWith('/') && !file.startsWith('/dev/'));
    return held.filter((file) => file.endsWith('(deleted)') || !file.includes('/incoming/')).length;
  }

  async expectNothingArriving(): Promise<void> {
    await waitFor('an empty incoming/', () => incomingNames(this.server.data).length === 0);
  }
}

/** What is kept free otherwise is more than such a volume has. */
const untilItIsFull = { diskReserveMegabytes: 0 };

const reserve = (data: string): string[] =>
  fs.readdirSync(`${data}/incoming`).map((name) => `${data}/incoming/${name}`);

function linkOf(descriptor: string): string | undefined {
  try {
    return fs.readlinkSync(descriptor);
  } catch {
    return undefined;
  }
}

function isVisible(data: string, { sopInstanceUid }: Content): boolean {
  const names = fs.readdirSync(`${data}/studies`, { recursive: true }) as string[];
  return names.some((name) => name.includes(sopInstanceUid));
}

describeWithPeer(
  'a full disk',
  canMount(),
  () => {
    it.each(engines)(
      'that holds the files: refused with A700, nothing half there, goes on when there is room; on $name',
      async (engine) => {
        using volume = new SmallVolume(24);
        const { database, drop } = await engine.create();
        await using server = await startIsocenter({
          data: `${volume.path}/data`,
          database,
          config: untilItIsFull,
        });
        await survives(server, volume);
        await server.stop();
        await drop();
      },
    );

    it('that holds the database: likewise', async () => {
      using volume = new SmallVolume(8);
      await using server = await startIsocenter({ database: `sqlite:${volume.path}/catalog.sqlite` });
      await survives(server, volume);
    });
  },
  'the right to mount a tmpfs',
);

async function survives(server: IsocenterServer, volume: SmallVolume): Promise<void> {
  const patient = new Patient(server);
  await patient.sendWell(10);
  await patient.expectNothingArriving();
  const descriptors = patient.descriptors();
  for (const kind of ['mr', 'ct'] as const) {
    volume.fill();
    await patient.sendInVain(kind);
    await patient.expectWhole();
    volume.free();
    await patient.sendWell(4, kind);
  }
  await patient.expectWhole();
  await patient.expectNothingArriving();
  expect(patient.descriptors()).toBeLessThanOrEqual(descriptors + 2);
}

describeWithPeer(
  'a disk that fails',
  findProgram('strace') !== undefined,
  () => {
    it.each([
      ['fdatasync', 'mr'],
      ['write', 'mr'],
      ['pwritev', 'ct'],
      ['pwrite64', 'mr'],
      ['link', 'mr'],
      ['fdatasync,fsync,link,pwrite64', 'mr'],
    ] as const)(
      'in %s: an %s is refused with A700, queries go on, and it recovers by itself',
      async (calls, kind) => {
        await using server = await startIsocenter();
        const patient = new Patient(server);
        await patient.sendWell(10);
        const descriptors = patient.descriptors();
        {
          // Sockets are written with the same call: only the files for what comes next are to fail.
          const paths = calls === 'write' ? reserve(server.data) : [];
          await using _failing = await FailingCalls.of(server.pid, `${calls}:error=EIO`, paths);
          await patient.sendInVain(kind);
          await patient.expectWhole();
        }
        await waitFor('recovery', async () => (await patient.send(1)).refused.length === 0);
        await patient.sendWell(10);
        await patient.expectWhole();
        await patient.expectNothingArriving();
        // The thread of the checkpoints has opened the catalog and its log meanwhile.
        expect(patient.descriptors()).toBeLessThanOrEqual(descriptors + 2);
      },
    );
  },
  'strace',
);
