import type { Condition } from '../../contract/index.ts';
import { parseElementPath } from '../../dicom/index.ts';
import { attempt, type Place, type Tell } from '../problem.ts';
import type { Predicate } from './facts.ts';
import { compileValueTest } from './test-value.ts';

/** A condition as a function. What is wrong with it is told, and it is then true of nothing. */
export function compileCondition(condition: Condition, place: Place, tell: Tell): Predicate {
  const { all = [], any, not, label, elements } = condition;
  const list = (conditions: readonly Condition[], name: string): Predicate[] =>
    conditions.map((one, index) => compileCondition(one, [...place, name, index], tell));
  const predicates = list(all, 'all');
  for (const [element, test] of Object.entries(elements))
    predicates.push(compileElement(element, test, [...place, element], tell));
  if (any) predicates.push(oneOf(list(any, 'any')));
  if (not) predicates.push(negated(compileCondition(not, [...place, 'not'], tell)));
  if (label) predicates.push(({ labels }) => label.some((name) => labels.has(name)));
  return (facts) => predicates.every((predicate) => predicate(facts));
}

const oneOf =
  (predicates: readonly Predicate[]): Predicate =>
  (facts) =>
    predicates.some((predicate) => predicate(facts));

const negated =
  (predicate: Predicate): Predicate =>
  (facts) =>
    !predicate(facts);

function compileElement(
  element: string,
  test: Condition['elements'][string],
  place: Place,
  tell: Tell,
): Predicate {
  const path = attempt(tell, place, () => parseElementPath(element));
  const fits = attempt(tell, place, () => compileValueTest(test));
  if (!path || !fits) return () => false;
  return ({ values }) => fits(values(path));
}

/** Whether it asks for labels, which have to be looked up. */
export function asksForLabels({ all = [], any = [], not, label }: Condition): boolean {
  return label !== undefined || [...all, ...any, ...(not ? [not] : [])].some(asksForLabels);
}
