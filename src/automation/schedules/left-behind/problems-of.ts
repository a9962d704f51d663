import type { LeftRun, LeftStudy } from '../../../contract/index.ts';

type Told = Pick<LeftStudy, 'node' | 'state' | 'goesOn'>;

/** One line for each node and what is told of it: how many studies, and on which day the first goes. */
export function problemsOf(studies: readonly Told[], runs: readonly LeftRun[]): string[] {
  const nodes = [...new Set(studies.map(({ node }) => node))].sort();
  return [
    ...nodes.flatMap((node) => [
      ...line(
        studies,
        node,
        'soon',
        (count, day) => `Node ${node} deletes ${count} of which not all is here, the first on ${day}.`,
      ),
      ...line(
        studies,
        node,
        'over',
        (count, day) =>
          `Node ${node} may have deleted ${count} of which not all is here, the first on ${day}.`,
      ),
    ]),
    ...runs
      .filter(({ state }) => state !== 'later')
      .map(
        ({ node, schedule, day, state, goesOn }) =>
          `Schedule ${schedule} did not get to see what node ${node} has for the run of ${day}; the node ${state === 'soon' ? 'deletes the first of it' : 'may have deleted the first of it'} on ${goesOn}.`,
      ),
  ];
}

function line(
  studies: readonly Told[],
  node: string,
  state: Told['state'],
  words: (count: string, day: string) => string,
): string[] {
  const days = studies.filter((one) => one.node === node && one.state === state).map(({ goesOn }) => goesOn);
  if (days.length === 0) return [];
  return [words(days.length === 1 ? '1 study' : `${days.length} studies`, days.sort()[0]!)];
}
