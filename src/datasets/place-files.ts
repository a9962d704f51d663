import { basename } from 'node:path';
import { IsocenterError } from '../base/index.ts';
import type { DatasetFolder } from './dataset-folder.ts';
import {
  type DatasetOutput,
  type DatasetRecord,
  knownPlace,
  namesOnTheWay,
  placed,
  placeOnTheWay,
  writeRecord,
} from './dataset-record.ts';
import { describeFiles } from './describe-files.ts';
import type { Moved, PlannedSeries, Wanted } from './plan-places.ts';

/** What is to be moved. */
export interface PlannedMoves {
  readonly planned: readonly PlannedSeries[];
  readonly moving: readonly PlannedSeries[];
  readonly moved: readonly Moved[];
}

/** A name that a file of somebody else has is left to it. Nothing is moved yet. */
export async function planMoves(
  folder: DatasetFolder,
  series: readonly PlannedSeries[],
): Promise<PlannedMoves> {
  const isOurs = new Set(
    series.flatMap(({ record }) =>
      record.outputs.flatMap((output) => output.files.map(({ extension }) => output.place + extension)),
    ),
  );
  const planned: PlannedSeries[] = [];
  for (const one of series) {
    const outputs = await Promise.all(one.outputs.map((each) => leftToOthers(folder, each, isOurs)));
    planned.push({ ...one, outputs });
  }
  const leftOnTheWay = new Set(await namesOnTheWay(folder));
  const moving = planned.filter(({ record, outputs }) =>
    outputs.some(({ output, place }) => output.place !== place || isAmong(leftOnTheWay, record, output)),
  );
  const moved = moving.flatMap(({ outputs }) =>
    outputs.map((to) => ({ from: knownPlace(to.output), to })).filter(({ from, to }) => from !== to.place),
  );
  return { planned, moving, moved };
}

/**
 * Gives files their places. Names may go round in a circle, so what moves goes out of the way first. Records say where files are, or
 * where they are about to be while they are on the way: after a crash the next time goes on.
 */
export async function moveFiles(folder: DatasetFolder, moving: PlannedMoves['moving']): Promise<void> {
  for (const series of moving) await takeOut(folder, series);
  for (const series of moving) {
    await describeFiles(folder, series);
    await putIn(folder, series);
  }
}

/** Where a run was interrupted, records say where files should be by now. */
const isAmong = (
  names: ReadonlySet<string>,
  { terms }: DatasetRecord,
  { added, files }: DatasetOutput,
): boolean => {
  const place = placeOnTheWay(terms.seriesInstanceUid, added);
  return names.size > 0 && files.some(({ extension }) => names.has(basename(place + extension)));
};

async function leftToOthers(
  folder: DatasetFolder,
  wanted: Wanted,
  isOurs: ReadonlySet<string>,
): Promise<Wanted> {
  const { output, place, aside } = wanted;
  if (place === output.place) return wanted;
  for (const { extension } of output.files) {
    const path = place + extension;
    if (!isOurs.has(path) && (await folder.isTaken(path)))
      return {
        ...wanted,
        place: aside,
        name: undefined,
        problem: new IsocenterError('dataset/name-of-file'),
      };
  }
  return wanted;
}

async function takeOut(folder: DatasetFolder, { record, outputs }: PlannedSeries): Promise<void> {
  for (const { output, place } of outputs) {
    if (output.place === place) continue;
    const way = placeOnTheWay(record.terms.seriesInstanceUid, output.added);
    if (way !== output.place) await moveAll(folder, output, output.place, way);
  }
  await writeRecord(folder, placed(record, outputs));
}

async function putIn(folder: DatasetFolder, { record, outputs }: PlannedSeries): Promise<void> {
  for (const { output, place } of outputs) {
    const way = placeOnTheWay(record.terms.seriesInstanceUid, output.added);
    if (way !== place) await moveAll(folder, output, way, place);
  }
}

async function moveAll(
  folder: DatasetFolder,
  { files }: Wanted['output'],
  from: string,
  to: string,
): Promise<void> {
  for (const { extension } of files)
    if (await folder.mark(from + extension)) await folder.move(from + extension, to + extension);
}
