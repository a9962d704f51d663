import { mkdirSync, writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { createArchiveHome } from './archive-home.ts';
import { type CorpusKind, corpus } from './corpus.ts';
import { type DcmtkServer, startStorescp } from './dcmtk.ts';
import type { TestEngine } from './engines.ts';
import { freePort } from './ports.ts';
import { waitFor } from './processes.ts';
import { seededRandom } from './random.ts';
import { type Delivered, sendInstances } from './sender.ts';
import type { IsocenterServer } from './server.ts';

export interface RouterCampaign {
  readonly engine: TestEngine;
  readonly rounds: number;
  readonly seed: number;
  readonly onProgress?: (line: string) => void;
}

export interface RouterReport {
  readonly rounds: number;
  readonly acknowledged: number;
  /** By target: what was acknowledged and did not come there. */
  readonly missing: Readonly<Record<string, readonly string[]>>;
}

const targets = ['FIRST', 'SECOND', 'DOWN'] as const;
const sources: Readonly<Record<string, CorpusKind>> = { SMALL: 'tiny', MR: 'mr', CT: 'ct' };
/** The longest a router is left to work before it is killed, ms. */
const LONGEST_LIFE_MS = 2_500;
/** Of each source in a round. */
const SHAPE = { studies: 2, instancesPerSeries: 20 };
/** Until everything is everywhere, ms. */
const PATIENCE_MS = 180_000;

/** From every source to every target: each by another trigger, as people write it. */
const file = JSON.stringify({
  rules: {
    first: { when: 'instance received', if: { from: Object.keys(sources) }, do: [{ send: 'FIRST' }] },
    second: { when: 'series quiet', do: [{ send: 'SECOND' }] },
    down: { when: 'instance received', do: [{ send: 'DOWN' }] },
  },
});

/**
 * Three sources send to a router that three targets get everything from, one of which is down until the end. The router is killed with
 * SIGKILL at random moments and started again; what it acknowledged must come to every target.
 */
export async function runRouterCampaign(campaign: RouterCampaign): Promise<RouterReport> {
  const { engine, rounds, seed, onProgress } = campaign;
  await using home = await createArchiveHome(engine);
  const random = seededRandom(seed);
  const ports = await Promise.all(targets.map(() => freePort()));
  const nodes = targets.map((name, at) => ({ name, aeTitle: name, host: '127.0.0.1', port: ports[at] }));
  const config = { nodes, seriesQuietSeconds: 1, studyQuietSeconds: 2 };
  mkdirSync(home.data, { recursive: true });
  const start = (): Promise<IsocenterServer> => home.start({ config });
  const listen = (at: number): Promise<DcmtkServer> =>
    startStorescp({ directory: home.directory.join(targets[at]!), aet: targets[at]!, port: ports[at]! });
  await using first = await listen(0);
  await using second = await listen(1);
  let server = await start();
  writeFileSync(`${home.data}/automation.yaml`, file);
  // What comes before the rules are read is not theirs.
  await sleep(2_500);
  const acknowledged = new Set<string>();
  for (let round = 0; round < rounds; round++) {
    const delivered: Delivered = { acknowledged: [], refused: [] };
    const sent = sendAll(server, seed, round, delivered);
    await waitFor('the first Success', () => delivered.acknowledged.length > 0);
    await sleep(random() * LONGEST_LIFE_MS);
    await server.kill9();
    await sent;
    for (const { sopInstanceUid } of delivered.acknowledged) acknowledged.add(sopInstanceUid);
    server = await start();
    onProgress?.(`round ${round + 1}: ${acknowledged.size} acknowledged so far`);
  }
  await using down = await listen(2);
  const missing = () =>
    Object.fromEntries([first, second, down].map((target) => [target.aet, missingAt(target, acknowledged)]));
  const isComplete = () => Object.values(missing()).every(({ length }) => length === 0);
  await waitFor('everything everywhere', isComplete, { timeoutMs: PATIENCE_MS, intervalMs: 500 }).catch(
    () => {},
  );
  await server.stop();
  return { rounds, acknowledged: acknowledged.size, missing: missing() };
}

async function sendAll(
  { peer }: IsocenterServer,
  seed: number,
  round: number,
  delivered: Delivered,
): Promise<void> {
  const sending = Object.entries(sources).map(([title, kind], at) =>
    sendInstances(
      peer,
      title,
      corpus({ kind, ...SHAPE, seed: seed + at, firstStudy: round * SHAPE.studies }),
      delivered,
    ),
  );
  await Promise.all(sending);
}

/** Files are called by the kind of image and its UID. */
function missingAt(target: DcmtkServer, acknowledged: ReadonlySet<string>): string[] {
  const received = new Set(target.received().map((name) => name.slice(name.indexOf('.') + 1)));
  return [...acknowledged].filter((uid) => !received.has(uid));
}
