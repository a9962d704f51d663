import type { DatasetFolder } from './dataset-folder.ts';
import { placed, placeOnTheWay, writeRecord } from './dataset-record.ts';
import { objectIn } from './object-in.ts';
import type { PlannedSeries, Wanted } from './plan-places.ts';

/** Of files that are on their way to a name: what a sidecar has to say because of it. What a person wrote there stays. */
export async function describeFiles(folder: DatasetFolder, series: PlannedSeries): Promise<void> {
  let hasChanged = false;
  const outputs: Wanted[] = [];
  for (const wanted of series.outputs) {
    const way = placeOnTheWay(series.record.terms.seriesInstanceUid, wanted.output.added);
    const mark = await describe(folder, wanted, `${way}.json`);
    hasChanged ||= mark !== undefined;
    outputs.push(mark ? { ...wanted, output: withMark(wanted.output, mark) } : wanted);
  }
  if (hasChanged) await writeRecord(folder, placed(series.record, outputs));
}

type Mark = NonNullable<Awaited<ReturnType<DatasetFolder['mark']>>>;

const withMark = (output: Wanted['output'], mark: Mark): Wanted['output'] => ({
  ...output,
  files: output.files.map((file) => (file.extension === '.json' ? { ...file, ...mark } : file)),
});

/** Undefined when nothing is to be changed. */
async function describe(folder: DatasetFolder, { name }: Wanted, path: string): Promise<Mark | undefined> {
  const said = objectIn(await folder.read(path));
  if (!said) return undefined;
  const described = describedAs(said, name);
  if (JSON.stringify(described) === JSON.stringify(said)) return undefined;
  await folder.write(path, `${JSON.stringify(described, undefined, '\t')}\n`);
  return await folder.mark(path);
}

type Sidecar = Readonly<Record<string, unknown>>;

/** BIDS, "Task (including resting state) imaging data" and "Fieldmap data". */
function describedAs({ TaskName, ...rest }: Sidecar, name: Wanted['name']): Sidecar {
  const task = name?.datatype === 'func' ? name.entities.task : undefined;
  const units =
    name?.suffix === 'fieldmap' ? 'Hz' : name?.entities.part === 'phase' ? 'arbitrary' : undefined;
  return {
    ...rest,
    ...(task === undefined ? {} : { TaskName: nameOfTask(TaskName, task) }),
    ...(units === undefined || rest.Units !== undefined ? {} : { Units: units }),
  };
}

/** A person may have written it out, as long as it is that of the file name. */
const nameOfTask = (said: unknown, task: string): string =>
  typeof said === 'string' && said.replace(/[^A-Za-z0-9]/g, '') === task ? said : task;
