import type { Condition } from '../../contract/index.ts';
import { type ElementPath, parseElementPath } from '../../dicom/index.ts';
import { attempt, type Place, type Tell } from '../problem.ts';
import type { Asks, Predicate } from './facts.ts';
import { compileValueTest } from './test-value.ts';

/** A condition as a function. What is wrong with it is told, and it is then true of nothing. */
export function compileCondition(condition: Condition, place: Place, tell: Tell): Predicate {
  const { all = [], any, not, label, from, to, elements } = condition;
  const list = (conditions: readonly Condition[], name: string): Predicate[] =>
    conditions.map((one, index) => compileCondition(one, [...place, name, index], tell));
  const predicates = list(all, 'all');
  for (const [element, test] of Object.entries(elements))
    predicates.push(compileElement(element, test, [...place, element], tell));
  if (any) predicates.push(oneOf(list(any, 'any')));
  if (not) predicates.push(negated(compileCondition(not, [...place, 'not'], tell)));
  if (label) predicates.push(({ labels }) => label.some((name) => labels.has(name)));
  if (from) {
    const fits = compileValueTest({ is: from });
    predicates.push(({ senders }) => fits(senders));
  }
  if (to) {
    const fits = compileValueTest({ is: to });
    predicates.push(({ receivers }) => fits(receivers));
  }
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

/** What has to be looked up for it; nothing where there is no condition. */
export function asksOf(condition: Condition | undefined): Asks {
  const all = condition ? allOf(condition) : [];
  return {
    labels: all.some(({ label }) => label !== undefined),
    origins: all.some(({ from, to }) => from !== undefined || to !== undefined),
  };
}

/** The elements that it asks for; what cannot be read was told when it was compiled. */
export function elementsOf(condition: Condition): ElementPath[] {
  const names = new Set(allOf(condition).flatMap(({ elements }) => Object.keys(elements)));
  return [...names].flatMap((name) => {
    const path = attempt(
      () => {},
      [],
      () => parseElementPath(name),
    );
    return path ? [path] : [];
  });
}

/** It and all conditions in it. */
function allOf(condition: Condition): Condition[] {
  const { all = [], any = [], not } = condition;
  return [condition, ...[...all, ...any, ...(not ? [not] : [])].flatMap(allOf)];
}
