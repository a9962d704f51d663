import { IsocenterError } from '../../base/index.ts';
import type { Condition, ExtensionCall } from '../../contract/index.ts';
import { type ElementPath, parseElementPath } from '../../dicom/index.ts';
import type { Extensions } from '../../extensions/index.ts';
import { attempt, type Place, type Tell } from '../problem.ts';
import type { Asks, Predicate } from './facts.ts';
import { isCounted } from './related-counts.ts';
import { compileValueTest } from './test-value.ts';

type KnownExtensions = Pick<Extensions, 'condition'>;

/**
 * A condition as a function. What is wrong with it is told, and it is then true of nothing.
 * @param extensions where extensions can be asked; see asker.ts
 */
export function compileCondition(
  condition: Condition,
  place: Place,
  tell: Tell,
  extensions?: KnownExtensions,
): Predicate {
  const { all = [], any, not, label, from, to, extension, elements } = condition;
  const list = (conditions: readonly Condition[], name: string): Predicate[] =>
    conditions.map((one, index) => compileCondition(one, [...place, name, index], tell, extensions));
  const predicates = list(all, 'all');
  for (const [element, test] of Object.entries(elements))
    predicates.push(compileElement(element, test, [...place, element], tell));
  if (any) predicates.push(oneOf(list(any, 'any')));
  if (not) predicates.push(negated(compileCondition(not, [...place, 'not'], tell, extensions)));
  if (label) predicates.push(({ labels }) => label.some((name) => labels.has(name)));
  if (from) {
    const fits = compileValueTest({ is: from });
    predicates.push(({ senders }) => fits(senders));
  }
  if (to) {
    const fits = compileValueTest({ is: to });
    predicates.push(({ receivers }) => fits(receivers));
  }
  // Behind all else: what the rest says already is not asked.
  if (extension) predicates.push(compileExtension(extension, [...place, 'extension'], tell, extensions));
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

function compileExtension(
  call: ExtensionCall,
  place: Place,
  tell: Tell,
  extensions: KnownExtensions | undefined,
): Predicate {
  if (extensions)
    attempt(tell, place, () =>
      extensions.condition(call.name).elements.map((name) => parseElementPath(name)),
    );
  else tell({ place, error: new IsocenterError('plan/no-extension-here') });
  return ({ says }) => says?.(call) ?? false;
}

/** What has to be looked up for it; nothing where there is no condition. */
export function asksOf(condition: Condition | undefined): Asks {
  const all = condition ? allOf(condition) : [];
  const asksExtensions = all.some(({ extension }) => extension !== undefined);
  return {
    labels: all.some(({ label }) => label !== undefined),
    origins: all.some(({ from, to }) => from !== undefined || to !== undefined),
    // Extensions may ask for any element.
    counts: asksExtensions || (condition !== undefined && elementsOf(condition).some(isCounted)),
    extensions: asksExtensions,
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
