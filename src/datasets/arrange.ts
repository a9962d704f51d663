import { DOUBT_BELOW } from '../bids/index.ts';
import type { DatasetSummary, NamedInDataset } from '../contract/index.ts';
import type { DatasetFolder } from './dataset-folder.ts';
import { OWN_FOLDER, readRecords } from './dataset-record.ts';
import { writeParticipants, writeTexts } from './dataset-texts.ts';
import { finishEvents, forgetEvents, placeEvents, planEvents } from './events.ts';
import { tidyKept } from './kept-of-sidecar.ts';
import { datasetLimits } from './limits.ts';
import { type Mapping, readMapping, saidIn, withGuesses } from './mapping.ts';
import { MAPPING_FILE } from './mapping-file.ts';
import { moveFiles, planMoves } from './place-files.ts';
import { type Moved, type PlannedSeries, planPlaces, rowsOf } from './plan-places.ts';

/** Text that cannot be read may be what people wrote: it is not written anew. */
const tableIn = (folder: DatasetFolder): Promise<string | undefined> =>
  folder.readWhole(MAPPING_FILE, datasetLimits.mappingBytes * 4);

/** @throws IsocenterError `dataset/mapping` for a table that cannot be used */
export async function mappingIn(folder: DatasetFolder): Promise<Mapping> {
  return readMapping(await tableIn(folder));
}

/**
 * Gives everything in a dataset its name, as far as names are known, and writes what a dataset has beside its images. Files are moved
 * only where names have changed.
 * @param name of the dataset, where it has none
 * @throws IsocenterError `dataset/mapping`, and what OutputFolder.writer throws
 */
export async function arrangeDataset(folder: DatasetFolder, name: string): Promise<DatasetSummary> {
  const mapping = await mappingIn(folder);
  await writeTexts(folder, name);
  const earlier = await finishEvents(folder);
  const { planned, moving, moved } = await planMoves(folder, planPlaces(await readRecords(folder), mapping));
  const events = await planEvents(folder, planned, earlier);
  await moveFiles(folder, moving);
  const placed = await placeEvents(folder, events, planned, moved);
  await tidyKept(folder, planned);
  await writeParticipants(folder, subjectsIn(planned), renamedSubjects(moved));
  const rows = rowsOf(placed, saidIn(mapping.text));
  const text = withGuesses(mapping.text, rows.filter(isGuessed));
  const now = await tableIn(folder);
  // What somebody wrote meanwhile counts the next time.
  if (now === undefined || (now === mapping.text && now !== text)) await folder.write(MAPPING_FILE, text);
  await forgetEvents(folder, events);
  return summaryOf(planned, moved, rows);
}

/** What the dataset is now, without changing anything. */
export async function rowsIn(folder: DatasetFolder): Promise<NamedInDataset[]> {
  const mapping = await mappingIn(folder);
  return rowsOf(planPlaces(await readRecords(folder), mapping), saidIn(mapping.text));
}

const isGuessed = ({ source }: NamedInDataset): boolean => source === 'guess' || source === 'none';

const isDoubtful = ({ confidence, problem }: NamedInDataset): boolean =>
  confidence < DOUBT_BELOW || problem !== undefined;

function summaryOf(
  planned: readonly PlannedSeries[],
  moved: readonly Moved[],
  rows: readonly NamedInDataset[],
): DatasetSummary {
  const named = planned.filter(({ outputs }) => outputs.some(({ name }) => name)).length;
  return {
    ...{ mapping: MAPPING_FILE, named, aside: planned.length - named },
    renamed: moved.filter(({ from }) => !from.startsWith(OWN_FOLDER)).length,
    doubtful: rows.filter(isDoubtful).slice(0, DOUBTS),
  };
}

const DOUBTS = 100;

/** Those with files of a name: a dataset has no participants without. */
const subjectsIn = (planned: readonly PlannedSeries[]): string[] =>
  planned.flatMap(({ outputs }) => outputs.filter(({ name }) => name).map(({ subject }) => subject));

function renamedSubjects(moved: readonly Moved[]): Map<string, string> {
  return new Map(
    moved.flatMap(({ from, to }): [string, string][] => {
      const [, before] = /^sub-([A-Za-z0-9]+)\//.exec(from) ?? [];
      return before === undefined || before === to.subject ? [] : [[before, to.subject]];
    }),
  );
}
