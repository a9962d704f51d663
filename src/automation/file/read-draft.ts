import type { EntryKind, Mistake } from '../../contract/index.ts';
import { mistakeOf, type PlacedProblem } from '../problem.ts';
import type { Plan } from './plan.ts';
import { type PlanParts, planOf } from './read-plan.ts';

export interface Draft<Kind extends EntryKind> {
  /** Ready to be done; undefined when something is wrong. */
  readonly entry: Plan[Kind][number] | undefined;
  /** What is wrong, and where in it. */
  readonly problems: Mistake[];
}

interface DraftParts extends PlanParts {
  readonly tables?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

/** A tree, rule or schedule that is no part of the file yet, read as if it stood there alone. */
export function readDraft<Kind extends EntryKind>(
  kind: Kind,
  draft: unknown,
  { tables = {}, ...parts }: DraftParts,
): Draft<Kind> {
  const found: PlacedProblem[] = [];
  const plan = planOf(() => ({ [kind]: { draft }, tables }), parts, found);
  return { entry: plan?.[kind][0], problems: found.map(inDraft) };
}

/** Behind the list and the name that it was given here. */
const inDraft = ({ place, error }: PlacedProblem): Mistake => mistakeOf({ place: place.slice(2), error });
