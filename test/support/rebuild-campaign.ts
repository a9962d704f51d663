import { setTimeout as sleep } from 'node:timers/promises';
import type { OpenArchive } from '../../src/archive/index.ts';
import { systemClock } from '../../src/base/index.ts';
import { type RebuildSummary, systemActor } from '../../src/contract/index.ts';
import { type ArchiveHome, createArchiveHome } from './archive-home.ts';
import { corpus } from './corpus.ts';
import type { TestEngine } from './engines.ts';
import { everythingKnown, Modality } from './eventful-archive.ts';
import { BackgroundProcess, waitFor } from './processes.ts';
import { seededRandom } from './random.ts';
import { mainScript, nodeBinary } from './server.ts';

export async function rebuildAll(open: OpenArchive): Promise<RebuildSummary> {
  const run = open.archive.rebuild(systemActor, { parametersOnly: false }, new AbortController().signal);
  for (;;) {
    const step = await run.next();
    if (step.done) return step.value;
  }
}

/** What the catalog of an archive knows. */
export async function knownIn(home: ArchiveHome): Promise<string[]> {
  const open = await home.open();
  try {
    return await everythingKnown(open);
  } finally {
    await open.close();
  }
}

/** Lines that are in only one of the two, marked as `diff` does. */
export function differences(before: readonly string[], after: readonly string[]): string[] {
  const [was, is] = [new Set(before), new Set(after)];
  return [
    ...before.filter((line) => !is.has(line)).map((line) => `- ${line}`),
    ...after.filter((line) => !was.has(line)).map((line) => `+ ${line}`),
  ];
}

export interface RebuildCampaign {
  readonly engine: TestEngine;
  readonly instances: number;
  readonly kills: number;
  readonly seed: number;
  readonly onProgress?: (line: string) => void;
}

export interface RebuildReport {
  readonly instances: number;
  readonly perSecond: number;
  readonly cpuMsPerInstance: number;
  /** How often a rebuild was killed in the middle, and the catalog said so afterwards. */
  readonly interrupted: number;
  /** What a rebuild did not bring back, or made up. */
  readonly differences: readonly string[];
}

const PER_SERIES = 50;

/** Rebuilds an archive of MR images: how fast, and whether nothing changes, also after kills in the middle. */
export async function runRebuildCampaign(campaign: RebuildCampaign): Promise<RebuildReport> {
  const { engine, instances, kills, seed, onProgress } = campaign;
  await using home = await createArchiveHome(engine);
  await fill(home, instances, seed);
  const before = await knownIn(home);
  onProgress?.(`${instances} instances stored`);
  await home.catalog.erase();
  const open = await home.open();
  const cpuBefore = process.cpuUsage();
  const summary = await rebuildAll(open);
  const { user, system } = process.cpuUsage(cpuBefore);
  const found = differences(before, await everythingKnown(open));
  await open.close();
  const perSecond = summary.instances / summary.seconds;
  onProgress?.(`${perSecond.toFixed(0)} instances/s`);
  const random = seededRandom(seed);
  let interrupted = 0;
  for (let kill = 0; kill < kills; kill++) {
    await killRebuild(home, random() * summary.seconds * 1000);
    interrupted += (await isUnfinished(home)) ? 1 : 0;
    onProgress?.(`kill ${kill + 1}: ${interrupted} interrupted`);
  }
  const again = await home.open();
  await rebuildAll(again);
  found.push(...differences(before, await everythingKnown(again)));
  await again.close();
  const cpuMsPerInstance = (user + system) / 1000 / summary.instances;
  return { instances: summary.instances, perSecond, cpuMsPerInstance, interrupted, differences: found };
}

async function fill(home: ArchiveHome, instances: number, seed: number): Promise<void> {
  const open = await home.open();
  const modalities = Array.from({ length: 8 }, (_, part) => {
    const studies = Math.ceil(instances / PER_SERIES / 8);
    const shape = {
      kind: 'mr',
      studies,
      firstStudy: part * studies,
      instancesPerSeries: PER_SERIES,
      seed,
    } as const;
    return new Modality(open, `MR${part}`, systemClock).send(corpus(shape));
  });
  await Promise.all(modalities);
  await open.close();
}

/** Kills a rebuild some time after it began. */
export async function killRebuild({ data, catalog }: ArchiveHome, afterMs: number): Promise<void> {
  const args = ['rebuild', '--data', data, '--database', catalog.database];
  await using rebuild = new BackgroundProcess(nodeBinary, [mainScript, ...args]);
  const began = async () => !rebuild.running || (await catalog.isInUse());
  await waitFor('the rebuild to begin', began, { intervalMs: 1 });
  await sleep(afterMs);
  await rebuild.kill9();
}

async function isUnfinished(home: ArchiveHome): Promise<boolean> {
  const open = await home.open();
  const unfinished = open.archive.needsRebuild();
  await open.close();
  return unfinished;
}
