/** Tables of events, which people fill in: they go where their runs go, also when the program is ended in between. */
import { z } from 'zod';
import { IsocenterError, jsonIn, numbered } from '../base/index.ts';
import { notMadeBecause } from '../convert/index.ts';
import type { DatasetFolder } from './dataset-folder.ts';
import { knownPlace, OWN_FOLDER, placeInDataset } from './dataset-record.ts';
import { ASIDE_FOLDER, type Moved, type PlannedSeries, type Wanted } from './plan-places.ts';

const EVENTS_STUB = 'onset\tduration\ttrial_type\n';
const FUNCTIONAL = /_(bold|cbv)$/;
const MAXIMUM_TRIES = 1_000;
/** What is to be moved, from before the first run is until it is told what became of it. */
const NOTE = `${OWN_FOLDER}/events.json`;

const move = z.object({
  /** Whose: series and what was added to the name of its file. */
  series: z.string(),
  added: z.string(),
  /** What it is called beside the run, as long as that has not moved. */
  run: placeInDataset,
  from: placeInDataset,
  to: placeInDataset,
  /** Where it is instead, when another table has its name. */
  aside: placeInDataset.optional(),
});
const note = z.object({
  /** Tables go out of the way first, then in: names may go round in a circle. */
  step: z.enum(['out', 'in']),
  moves: z.array(move),
});
type Note = z.output<typeof note>;
type Move = z.output<typeof move>;

/** What was to be moved when the program was ended; see {@link finishEvents}. */
export type EarlierMoves = readonly Move[];

/** Of all echoes and parts of a run together. */
const eventsPlace = (place: string): string =>
  `${place.replace(/_(echo|part)-[A-Za-z0-9]+/g, '').replace(FUNCTIONAL, '_events')}.tsv`;

/** BIDS has no tables beside other images: there they are kept aside, for the day that the run is one again. */
const keptPlace = (aside: string): string => `${aside}_events.tsv`;

/** Does what was left to do when the program was ended: tables are where their runs were to go then, or aside. */
export async function finishEvents(folder: DatasetFolder): Promise<EarlierMoves> {
  // A note is a file like others, so it may say anything.
  const left = note.safeParse(jsonIn((await folder.read(NOTE)) ?? '')).data;
  if (!left) return [];
  return await moveTables(folder, left);
}

/** Says which tables will go with their runs, before any does. @returns what {@link placeEvents} does */
export async function planEvents(
  folder: DatasetFolder,
  planned: readonly PlannedSeries[],
  earlier: EarlierMoves,
): Promise<Note> {
  const all = planned.flatMap(({ outputs }) => outputs.map((run) => moveOf(run, earlier)));
  const moves: Move[] = [];
  for (const [from, several] of Map.groupBy(all, (one) => one.from)) {
    // The table stays, or goes with the part of the run that is one still.
    const { to } = several.find((one) => one.to === from) ?? several.find(isWithRun) ?? several[0]!;
    const isAhead = several.some(({ run }) => run !== from);
    if (isAhead || (to !== from && (await folder.mark(from))))
      moves.push(...several.map((one) => ({ ...one, to })));
  }
  const note: Note = { step: 'out', moves };
  if (moves.length > 0) await folder.write(NOTE, textOf(note));
  else if (earlier.length > 0) await folder.remove(NOTE);
  return note;
}

function moveOf({ record, output, place, aside }: Wanted, earlier: EarlierMoves): Move {
  const { seriesInstanceUid: series } = record.terms;
  const { added } = output;
  const known = knownPlace(output);
  const to = FUNCTIONAL.test(place) ? eventsPlace(place) : keptPlace(aside);
  const isAside = known.startsWith(`${ASIDE_FOLDER}/`);
  const run = FUNCTIONAL.test(known) ? eventsPlace(known) : keptPlace(isAside ? known : aside);
  // Its table went ahead, where the run itself did not go, or stayed behind.
  const ahead = earlier.find(
    (one) => one.series === series && one.added === added && (one.run === run || one.to === run),
  );
  return { series, added, run, from: ahead ? (ahead.aside ?? ahead.to) : run, to };
}

const isWithRun = ({ to }: Move): boolean => !to.startsWith(`${ASIDE_FOLDER}/`);

/**
 * Tables of events go with their runs, whatever a person wrote there; runs of a task get an empty one.
 * @returns what is planned, with what became a problem
 */
export async function placeEvents(
  folder: DatasetFolder,
  plannedMoves: Note,
  planned: readonly PlannedSeries[],
  moved: readonly Moved[],
): Promise<readonly PlannedSeries[]> {
  const moves = await moveTables(folder, plannedMoves);
  const wanted = new Set(planned.flatMap(({ outputs }) => outputs.flatMap(eventsOf)));
  for (const { from } of moved) {
    const path = eventsPlace(from);
    if (FUNCTIONAL.test(from) && !wanted.has(path) && (await isStub(folder, path))) await folder.remove(path);
  }
  for (const path of wanted) if (!(await folder.isTaken(path))) await folder.write(path, EVENTS_STUB);
  return planned.map(withProblem(moves));
}

/** When it is told what became of them. */
export async function forgetEvents(folder: DatasetFolder, { moves }: Note): Promise<void> {
  if (moves.length > 0) await folder.remove(NOTE);
}

const withProblem =
  (moves: readonly Move[]) =>
  (one: PlannedSeries): PlannedSeries => ({
    ...one,
    outputs: one.outputs.map((output) => {
      const { seriesInstanceUid } = output.record.terms;
      const { added } = output.output;
      const move = moves.find((each) => each.series === seriesInstanceUid && each.added === added);
      if (move?.aside === undefined) return output;
      return {
        ...output,
        problem: output.problem ?? new IsocenterError('dataset/events-aside', { file: move.aside }),
      };
    }),
  });

/** @returns the moves, with where tables are that are not where they should be */
async function moveTables(folder: DatasetFolder, { step, moves }: Note): Promise<Move[]> {
  // Echoes and parts of a run have one table.
  const tables = new Map(moves.filter(({ from, to }) => from !== to).map((one) => [one.from, one]));
  const way = (path: string) => `${path}.on-the-way`;
  if (step === 'out') {
    for (const from of tables.keys()) {
      // Where the run of a task goes there will be one; elsewhere nobody needs it.
      if (await isStub(folder, from)) await folder.remove(from);
      else if ((await folder.mark(from)) && !(await folder.isTaken(way(from))))
        await folder.move(from, way(from));
    }
    if (moves.length > 0) await folder.write(NOTE, textOf({ step: 'in', moves }));
  }
  let now = moves;
  for (const [from, { to, aside }] of tables) {
    if (!(await folder.mark(way(from)))) continue;
    if (await isStub(folder, to)) await folder.remove(to);
    let place = aside ?? to;
    if (await folder.isTaken(place)) {
      place = await freeAside(folder, to);
      now = now.map((one) => (one.from === from ? { ...one, aside: place } : one));
      await folder.write(NOTE, textOf({ step: 'in', moves: now }));
    }
    await folder.move(way(from), place);
  }
  return now;
}

/** Under its earlier name the next run of that name would have the table for its own. */
async function freeAside(folder: DatasetFolder, to: string): Promise<string> {
  const stem = `${ASIDE_FOLDER}/${to.replace(/\.tsv$/, '')}`.replace(/^(\w+\/)\1/, '$1');
  for (let number = 1; number <= MAXIMUM_TRIES; number++) {
    const path = numbered(stem, number, '.tsv');
    if (!(await folder.isTaken(path))) return path;
  }
  throw notMadeBecause(`there are ${MAXIMUM_TRIES} tables like ${stem}.tsv`);
}

const isStub = async (folder: DatasetFolder, path: string): Promise<boolean> =>
  (await folder.read(path)) === EVENTS_STUB;

/** Nothing happens at rest. */
const eventsOf = ({ name, place }: Wanted): string[] =>
  name?.datatype === 'func' && FUNCTIONAL.test(place) && !/^rest/i.test(name.entities.task ?? '')
    ? [eventsPlace(place)]
    : [];

const textOf = (note: Note): string => `${JSON.stringify(note)}\n`;
