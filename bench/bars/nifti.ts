import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import {
  convertInto,
  type Engine,
  findEngines,
  groupBySeries,
  usualConversion,
} from '../../src/convert/index.ts';
import { runOrThrow } from '../../test/support/processes.ts';
import type { Bar, BenchContext } from '../bar.ts';
import { ctImage } from '../ct-image.ts';
import type { Result } from '../result.ts';
import { median } from '../statistics.ts';
import { takeTurns } from '../turns.ts';

/** Over dcm2niix alone: this share of its time, or this many milliseconds, whichever is more. */
const WANTED_SHARE = 0.15;
const WANTED_MS = 100;

/** Conversion of a series of CT images: files sorted by series, converted, named, noted; beside the program alone, started in the same way. */
export const niftiBar: Bar = {
  name: 'nifti',
  run: async (context) => {
    const { installed, builtIn } = await findEngines(process.env.PATH ?? '');
    if (!installed) throw new Error('dcm2niix is not here. See npm run setup:peers.');
    const slices = context.quick ? 20 : 200;
    const folder = context.directory.join('nifti-in');
    mkdirSync(folder);
    for (let i = 0; i < slices; i++) writeFileSync(`${folder}/${i}.dcm`, ctImage(i).file);
    return [
      ...(await measure(context, folder, slices, installed, await builtIn(), false)),
      ...(await measure(context, folder, slices, installed, await builtIn(), true)),
    ];
  },
};

async function measure(
  context: BenchContext,
  folder: string,
  slices: number,
  installed: Engine,
  builtIn: Engine,
  compress: boolean,
): Promise<Result[]> {
  const form = compress ? '.nii.gz' : '.nii';
  const participants = [
    { name: 'dcm2niix', convert: (to: string) => alone(installed, folder, to, compress) },
    { name: 'isocenter', convert: (to: string) => byUs(installed, folder, to, compress) },
    { name: 'built-in', convert: (to: string) => byUs(builtIn, folder, to, compress) },
  ];
  const timed = async ({ convert }: (typeof participants)[number]) => {
    const to = context.directory.join('nifti-out');
    mkdirSync(to);
    const started = performance.now();
    await convert(to);
    const milliseconds = performance.now() - started;
    const made = readdirSync(to, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith(form));
    if (made.length !== 1) throw new Error(`${made.length} volumes were made`);
    rmSync(to, { recursive: true });
    return milliseconds;
  };
  // Once, so that files and programs are in memory.
  for (const participant of participants) await timed(participant);
  const what = `${slices} slices to ${form}`;
  const times = await takeTurns(context, what, participants, timed, (ms) => `${ms.toFixed(0)} ms`);
  const same = (ms: number) => ms;
  const bare = times.of('dcm2niix', same);
  const over = times.of('isocenter', same).map((ms, run) => ms - bare[run]!);
  const limit = Math.max(WANTED_MS, WANTED_SHARE * median(bare));
  const common = { bar: 3, unit: 'ms', better: 'lower' } as const;
  const peer = times.peer('dcm2niix', same)!;
  return [
    {
      ...common,
      what: `${what}, over dcm2niix alone`,
      ours: over,
      wanted: { kind: 'at most', value: limit },
    },
    { ...common, what, ours: times.of('isocenter', same), peer, wanted: { kind: 'for the record' } },
    {
      ...common,
      what: `${what}, built-in`,
      ours: times.of('built-in', same),
      peer,
      wanted: { kind: 'for the record' },
    },
  ];
}

async function alone({ command }: Engine, folder: string, to: string, compress: boolean): Promise<void> {
  const args = ['-z', compress ? 'i' : 'n', '-b', 'y', '-f', 'image', '-o', to, folder];
  await runOrThrow(command[0], args, { env: { HOME: to }, timeoutMs: 600_000 });
}

async function byUs(engine: Engine, folder: string, to: string, compress: boolean): Promise<void> {
  const { series } = await groupBySeries(readdirSync(folder).map((name) => `${folder}/${name}`));
  const engines = { installed: engine, builtIn: async () => engine };
  const into = { folder: to, template: '{PatientID}/{SeriesNumber}', dryRun: false };
  const options = { ...usualConversion, compress };
  const { signal } = new AbortController();
  for await (const { failure } of convertInto(engines, series, { ...into, options, signal }))
    if (failure) throw failure;
}
