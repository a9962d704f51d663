import { IsocenterError } from '../../../base/index.ts';
import { type Attention, type LeftRun, type LeftStudy, problemOf } from '../../../contract/index.ts';

type Told = Pick<LeftStudy, 'node' | 'studyInstanceUid' | 'schedule' | 'state' | 'goesOn'>;

/** What is left behind at nodes that delete. */
export interface ToldLeft {
  readonly studies: readonly Told[];
  readonly runs: readonly LeftRun[];
}

const ofStudies = { soon: 'attention/node-deletes', over: 'attention/node-deleted' } as const;
const ofRuns = { soon: 'attention/run-deletes', over: 'attention/run-deleted' } as const;

/** One for each node and what is told of it: how many studies, and on which day the first goes. */
export function problemsOf({ studies, runs }: ToldLeft): Attention[] {
  const nodes = [...new Set(studies.map(({ node }) => node))].sort();
  return [
    ...nodes.flatMap((node) =>
      (['soon', 'over'] as const).flatMap((state) => {
        const days = studies.filter((one) => one.node === node && one.state === state);
        const [day] = days.map(({ goesOn }) => goesOn).sort();
        if (day === undefined) return [];
        return [ofNode(node, new IsocenterError(ofStudies[state], { count: days.length, day }))];
      }),
    ),
    ...onePerDay(runs).flatMap(({ node, schedule, day: run, state, goesOn: day }) =>
      state === 'later' ? [] : [ofNode(node, new IsocenterError(ofRuns[state], { schedule, run, day }))],
    ),
  ];
}

/** A schedule may run every quarter of an hour. */
const onePerDay = (runs: readonly LeftRun[]): LeftRun[] => [
  ...new Map(runs.map((run) => [[run.node, run.schedule, run.day, run.state].join(' '), run])).values(),
];

const ofNode = (name: string, error: IsocenterError): Attention => ({
  ...{ about: 'node', name, problem: problemOf(error) },
});
