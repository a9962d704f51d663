import { LineCounter, parseDocument } from 'yaml';
import { asIsocenterError, IsocenterError } from '../../base/index.ts';
import { type AutomationFile, automationFile, type LineMistake, problemOf } from '../../contract/index.ts';
import { isBelow } from '../../disks/index.ts';
import type { Extensions } from '../../extensions/index.ts';
import { compileInbox, type Inbox } from '../inboxes/inbox.ts';
import { mistakeOf, type PlacedProblem, type Tell } from '../problem.ts';
import { compileRetention } from '../retention/retention.ts';
import { compileRule } from '../rules/rule.ts';
import { compileSchedule } from '../schedules/schedule.ts';
import { compileTree, type Tree } from '../trees/tree.ts';
import { MAXIMUM_FILE } from './limits.ts';
import { lineOf } from './line-of.ts';
import { mistakesOf } from './mistakes-of.ts';
import type { Plan } from './plan.ts';

export type ReadPlan =
  | { readonly plan: Plan; readonly problems?: undefined }
  | { readonly plan?: undefined; readonly problems: readonly LineMistake[] };

export interface PlanParts {
  readonly extensions: Pick<Extensions, 'action' | 'condition' | 'versionOf'>;
  /** Whether a rule of this digest rests where an extension that it names is gone; otherwise it is a mistake. */
  readonly mayRest?: (digest: string) => boolean;
  /** Folders below which files may be written. */
  readonly targetFolders: readonly string[];
  /** Folders below which files may be taken in and away. */
  readonly sourceFolders?: readonly string[];
}

const MAXIMUM_PROBLEMS = 100;

/** The text of the file as a plan, or everything that is wrong with it, in the order of its lines. */
export function readPlan(text: string, parts: PlanParts): ReadPlan {
  if (text.length > MAXIMUM_FILE)
    return { problems: [ofAll(1, new IsocenterError('plan/too-long', { maximum: MAXIMUM_FILE }))] };
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  if (document.errors.length > 0)
    return {
      problems: document.errors
        .slice(0, MAXIMUM_PROBLEMS)
        .map(({ pos, message: reason }) =>
          ofAll(lines.linePos(pos[0]).line, new IsocenterError('plan/no-yaml', { reason })),
        ),
    };
  const found: PlacedProblem[] = [];
  const plan = planOf(() => document.toJS({ maxAliasCount: 100 }) ?? {}, parts, found);
  if (plan) return { plan };
  const placed = found.map((one) => ({ ...mistakeOf(one), line: lineOf(document, one.place, lines) }));
  return { problems: placed.sort((a, b) => a.line - b.line).slice(0, MAXIMUM_PROBLEMS) };
}

const ofAll = (line: number, error: IsocenterError): LineMistake => ({
  ...{ line, place: '', reason: problemOf(error) },
});

/** What is read as a plan; undefined when something is wrong with it, which is then among what was found. */
export function planOf(read: () => unknown, parts: PlanParts, found: PlacedProblem[]): Plan | undefined {
  try {
    const parsed = automationFile.safeParse(read(), { reportInput: true });
    if (!parsed.success) {
      found.push(...parsed.error.issues.flatMap((issue) => mistakesOf(issue)));
      return undefined;
    }
    const plan = compilePlan(parsed.data, parts, found);
    return found.length === 0 ? plan : undefined;
  } catch (error) {
    // Aliases that grow without end, conditions inside each other a thousand times.
    found.push({ place: [], error: asIsocenterError(error) });
    return undefined;
  }
}

function compilePlan(
  { tables, inboxes, retention, trees, rules, schedules }: AutomationFile,
  parts: PlanParts,
  found: PlacedProblem[],
): Plan {
  const tell = (problem: PlacedProblem): void => void found.push(problem);
  const compiled = Object.entries(trees).map(([name, definition]) =>
    compileTree(name, definition, { ...parts, tables, tell }),
  );
  tellSharedFolders(compiled, tell);
  const { sourceFolders = [] } = parts;
  const taken = Object.entries(inboxes).map(([name, one]) =>
    compileInbox(name, one, { sourceFolders, tell }),
  );
  tellMixedFolders(taken, compiled, tell);
  return {
    tables,
    inboxes: taken,
    retention: Object.entries(retention).map(([name, one]) =>
      compileRetention(name, one, { ...parts, tables, tell }),
    ),
    trees: compiled,
    rules: Object.entries(rules).map(([name, rule]) => compileRule(name, rule, { ...parts, tables, tell })),
    schedules: Object.entries(schedules).flatMap(
      ([name, schedule]) => compileSchedule(name, schedule, { ...parts, tell }) ?? [],
    ),
  };
}

/** Two trees in one folder would take each other's names. */
function tellSharedFolders(trees: readonly Tree[], tell: Tell): void {
  const first = new Map<string, string>();
  for (const { name, folder } of trees) {
    const other = first.get(folder);
    if (other === undefined) first.set(folder, name);
    else
      tell({
        place: ['trees', name, 'folder'],
        error: new IsocenterError('plan/shared-folder', { name: other }),
      });
  }
}

/** An inbox would take in what a tree or another inbox has just put there. */
function tellMixedFolders(inboxes: readonly Inbox[], trees: readonly Tree[], tell: Tell): void {
  for (const [index, { name, folder }] of inboxes.entries()) {
    const others = [...trees, ...inboxes.slice(0, index)];
    const other = others.find((one) => isBelow(folder, one.folder) || isBelow(one.folder, folder));
    if (!other) continue;
    const error = new IsocenterError('plan/mixed-folder', { name: other.name });
    tell({ place: ['inboxes', name, 'folder'], error });
  }
}
