/** Tables of events, which people fill in: they go where their runs go, also when the program is ended in between. */
import { z } from 'zod';
import type { DatasetFolder } from './dataset-folder.ts';
import { knownPlace, OWN_FOLDER, placeInDataset } from './dataset-record.ts';
import type { Moved, PlannedSeries, Wanted } from './plan-places.ts';

const EVENTS_STUB = 'onset\tduration\ttrial_type\n';
const FUNCTIONAL = /_(bold|cbv)$/;
/** What is to be moved, from before the first run is until the last table is. */
const NOTE = `${OWN_FOLDER}/events.json`;

const move = z.object({
  /** Whose: series and what was added to the name of its file. */
  series: z.string(),
  added: z.string(),
  /** What it is called beside the run, as long as that has not moved. */
  run: placeInDataset,
  from: placeInDataset,
  to: placeInDataset,
});
const note = z.object({
  /** Tables go out of the way first, then in: names may go round in a circle. */
  step: z.enum(['out', 'in']),
  moves: z.array(move),
});
type Note = z.output<typeof note>;
type Move = z.output<typeof move>;

/** Tables that were moved when their runs were not yet; see {@link finishEvents}. */
export type EarlierMoves = readonly Move[];

/** Of all echoes and parts of a run together. */
const eventsPlace = (place: string): string =>
  `${place.replace(/_(echo|part)-[A-Za-z0-9]+/g, '').replace(FUNCTIONAL, '_events')}.tsv`;

/** Does what was left to do when the program was ended: tables are where their runs were to go then. */
export async function finishEvents(folder: DatasetFolder): Promise<EarlierMoves> {
  const left = noted(await folder.read(NOTE));
  if (!left) return [];
  await moveTables(folder, left);
  return left.moves;
}

/** Says which tables will go with their runs, before any does. @returns what {@link placeEvents} does */
export async function planEvents(
  folder: DatasetFolder,
  planned: readonly PlannedSeries[],
  earlier: EarlierMoves,
): Promise<Note> {
  const moves = planned
    .flatMap(({ outputs }) => outputs)
    .flatMap((run) => {
      const move = moveOf(run, earlier);
      return move && move.from !== move.to ? [move] : [];
    });
  const note: Note = { step: 'out', moves };
  if (moves.length > 0) await folder.write(NOTE, textOf(note));
  else if (earlier.length > 0) await folder.remove(NOTE);
  return note;
}

function moveOf({ record, output, place, name }: Wanted, earlier: EarlierMoves): Move | undefined {
  if (!name || !FUNCTIONAL.test(knownPlace(output)) || !FUNCTIONAL.test(place)) return undefined;
  const { seriesInstanceUid: series } = record.terms;
  const { added } = output;
  const run = eventsPlace(knownPlace(output));
  // Its table went ahead, where the run itself did not go.
  const ahead = earlier.find((one) => one.series === series && one.added === added && one.run === run);
  return { series, added, run, from: ahead?.to ?? run, to: eventsPlace(place) };
}

/** Tables of events go with their runs, whatever a person wrote there; runs of a task get an empty one. */
export async function placeEvents(
  folder: DatasetFolder,
  plannedMoves: Note,
  planned: readonly PlannedSeries[],
  moved: readonly Moved[],
): Promise<void> {
  await moveTables(folder, plannedMoves);
  const wanted = new Set(planned.flatMap(({ outputs }) => outputs.flatMap(eventsOf)));
  for (const { from } of moved) {
    const path = eventsPlace(from);
    if (FUNCTIONAL.test(from) && !wanted.has(path) && (await folder.read(path)) === EVENTS_STUB)
      await folder.remove(path);
  }
  for (const path of wanted) if (!(await folder.isTaken(path))) await folder.write(path, EVENTS_STUB);
  if (plannedMoves.moves.length > 0) await folder.remove(NOTE);
}

async function moveTables(folder: DatasetFolder, { step, moves }: Note): Promise<void> {
  // Echoes and parts of a run have one table.
  const tables = new Map(moves.map(({ from, to }) => [from, to]));
  const way = (path: string) => `${path}.on-the-way`;
  if (step === 'out') {
    for (const from of tables.keys())
      if ((await folder.mark(from)) && !(await folder.isTaken(way(from)))) await folder.move(from, way(from));
    if (moves.length > 0) await folder.write(NOTE, textOf({ step: 'in', moves }));
  }
  for (const [from, to] of tables)
    if ((await folder.mark(way(from))) && !(await folder.isTaken(to))) await folder.move(way(from), to);
}

/** Nothing happens at rest. */
const eventsOf = ({ name, place }: Wanted): string[] =>
  name?.datatype === 'func' && FUNCTIONAL.test(place) && !/^rest/i.test(name.entities.task ?? '')
    ? [eventsPlace(place)]
    : [];

const textOf = (note: Note): string => `${JSON.stringify(note)}\n`;

/** A note is a file like others, so it may say anything. */
function noted(text: string | undefined): Note | undefined {
  try {
    return note.parse(JSON.parse(text ?? ''));
  } catch {
    return undefined;
  }
}
