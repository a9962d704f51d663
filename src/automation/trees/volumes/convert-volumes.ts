import type { IsocenterError } from '../../../base/index.ts';
import { problemOf, type Trouble } from '../../../contract/index.ts';
import { type BrokenSeries, convertAll, type SeriesOutcome } from '../../../convert/index.ts';
import { storedSeries } from '../../../volumes/index.ts';
import type { SyncParts } from '../sync-study.ts';
import { setGone } from '../tree-file.ts';
import { KnownVolumes } from './known-volumes.ts';
import { writeVolume } from './tree-volume.ts';
import { type Placing, type SeriesOfTree, VolumeTarget } from './volume-target.ts';
import type { WantedVolume } from './wanted-volumes.ts';

/** What came of series that were to be converted: numbers of files. */
export interface ConvertedVolumes {
  readonly kept: number;
  readonly made: number;
  readonly gone: number;
  /** Of the files made. */
  readonly bytes: number;
  readonly troubles: readonly Trouble[];
}

/**
 * Converts series and puts what they become into a tree; what cannot be converted is noted. Throws `cancelled`,
 * `tree/cannot-write`, `store/full`, `store/io`.
 */
export async function convertVolumes(
  parts: SyncParts,
  volumes: readonly WantedVolume[],
  placing: Placing,
  signal: AbortSignal,
): Promise<ConvertedVolumes> {
  const troubles: Trouble[] = [];
  let gone = 0;
  if (volumes.length === 0) return { kept: 0, made: 0, gone, bytes: 0, troubles };
  const wanted = new Map(volumes.map((one) => [one.seriesInstanceUid, one]));
  await using target = new VolumeTarget(parts, placing);
  const how = {
    ...{ options: parts.tree.options, dryRun: false, signal },
    nameOf: ({ seriesInstanceUid }: { readonly seriesInstanceUid: string }) =>
      wanted.get(seriesInstanceUid)!.path,
  };
  try {
    for await (const outcome of convertAll(await parts.engines(), seriesOf(parts, volumes), how, target)) {
      const volume = wanted.get(outcome.seriesInstanceUid)!;
      const { failure } = outcome;
      if (!failure) continue;
      gone += (await placing((now) => noteFailure(now, volume, failure))) ?? 0;
      if (outcome.state === 'failed') troubles.push(troubleOf(outcome, failure));
    }
  } catch (error) {
    throw target.end ?? error;
  }
  const { made, kept, replaced } = target;
  const bytes = made.reduce((sum, { size }) => sum + size, 0);
  return { kept, made: made.length, gone: gone + replaced, bytes, troubles };
}

async function* seriesOf(
  { archive, caller: { actor, scope } }: SyncParts,
  volumes: readonly WantedVolume[],
): AsyncGenerator<SeriesOfTree | BrokenSeries> {
  for (const volume of volumes) {
    const series = await storedSeries(archive, actor, scope, volume.images);
    yield 'failure' in series ? series : { ...series, volume };
  }
}

/** What is there of how the series was before begins its time of grace. */
async function noteFailure(
  parts: SyncParts,
  { seriesInstanceUid, studyInstanceUid, source }: WantedVolume,
  failure: IsocenterError,
): Promise<number> {
  const { engine, tree, clock } = parts;
  const files = (await KnownVolumes.of(parts, studyInstanceUid)).filesOf(seriesInstanceUid);
  const left = files.filter(({ goneAt }) => goneAt === null).map(({ path }) => path);
  await engine.write(function* () {
    yield* setGone(tree.name, left, clock.now().toISOString());
    yield* writeVolume(tree.name, {
      ...{ seriesInstanceUid, studyInstanceUid, source, engine: '', files: 0, failure: problemOf(failure) },
    });
  });
  return left.length;
}

const troubleOf = ({ seriesInstanceUid }: SeriesOutcome, failure: IsocenterError): Trouble => ({
  what: seriesInstanceUid,
  reason: problemOf(failure),
});
