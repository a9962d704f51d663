import { execFile } from 'node:child_process';
import { readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { TemporaryAutomation } from '../../test/support/automation.ts';
import { drain } from '../../test/support/temp-archive.ts';
import type { Bar } from '../bar.ts';
import type { Result } from '../result.ts';

const PER_SERIES = 100;
const SERIES = 2;
const LINKS_PER_SECOND = 10_000;
const ADD_MS = 1_000;
const NAMES =
  '{ReferringPhysicianName|unknown}/{StudyDate:YYYY-MM-DD} {PatientID}/{SeriesNumber:03} {SeriesDescription}/{InstanceNumber:05}.dcm';

const run = promisify(execFile);
const go = new AbortController().signal;

/** Bar 4 of automation: a tree of hard links, beside `cp -al` of the same files. */
export const treesBar: Bar = {
  name: 'trees',
  run: async (context) => {
    const studies = context.quick ? 50 : 500;
    const instances = studies * SERIES * PER_SERIES;
    await using home = await TemporaryAutomation.open();
    await home.take({ studies, seriesPerStudy: SERIES, instancesPerSeries: PER_SERIES });
    const folder = home.targets.join('lab');
    await home.say(JSON.stringify({ trees: { lab: { folder, names: NAMES, form: 'hard link' } } }));

    const bare = await secondsOf(() =>
      run('cp', ['-al', home.temporary.directory.join('studies'), home.targets.join('bare')]),
    );
    const first = await secondsOf(() => build(home, false));
    writeFileSync(join(folder, 'of somebody else.txt'), 'mine');
    const verified = await secondsOf(() => drain(home.automation.trees.verify('lab', go)));
    await home.take({
      studies: 1,
      firstStudy: studies,
      seriesPerStudy: SERIES,
      instancesPerSeries: PER_SERIES,
    });
    const added = await secondsOf(() => home.automation.lookNow(go));
    const before = filesOf(folder);
    rmSync(folder, { recursive: true });
    const again = await secondsOf(() => build(home, true));
    const isSame = JSON.stringify(filesOf(folder)) === JSON.stringify(before.filter(isOurs));
    context.log(
      `trees: ${before.length} files, built ${first.toFixed(1)} s, verified ${verified.toFixed(1)} s, again ${again.toFixed(1)} s, ${isSame ? 'the same' : 'NOT THE SAME'}`,
    );
    return results({ instances, bare, first, added, again, isSame });
  },
};

const isOurs = (name: string): boolean => !name.endsWith('.txt');

const filesOf = (folder: string): string[] => (readdirSync(folder, { recursive: true }) as string[]).sort();

const build = (home: TemporaryAutomation, anew: boolean) =>
  drain(home.automation.trees.build('lab', { anew }, go));

async function secondsOf(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await work();
  return (performance.now() - started) / 1_000;
}

interface Measured {
  readonly instances: number;
  readonly bare: number;
  readonly first: number;
  readonly added: number;
  readonly again: number;
  readonly isSame: boolean;
}

function results({ instances, bare, first, added, again, isSame }: Measured): Result[] {
  const perSecond = (seconds: number): number => instances / seconds;
  const peer = { name: 'cp -al', values: [perSecond(bare)] };
  return [
    {
      ...{
        bar: 4,
        what: `Tree of ${instances} images, first build`,
        unit: 'links/s',
        better: 'higher',
        peer,
      },
      ...{ ours: [perSecond(first)], wanted: { kind: 'at least', value: LINKS_PER_SECOND } },
    },
    {
      ...{ bar: 4, what: 'The same after its folder was deleted', unit: 'links/s', better: 'higher', peer },
      ...{ ours: isSame ? [perSecond(again)] : [], wanted: { kind: 'at least', value: LINKS_PER_SECOND } },
    },
    {
      ...{ bar: 4, what: `One study of ${SERIES * PER_SERIES} images more`, unit: 'ms', better: 'lower' },
      ...{ ours: [added * 1_000], wanted: { kind: 'at most', value: ADD_MS } },
    },
  ];
}
