import { createHash } from 'node:crypto';
import type { IsocenterError } from '../../base/index.ts';
import type { Actor, AutomationFile, RuleDefinition, RuleTrigger } from '../../contract/index.ts';
import type { ElementPath } from '../../dicom/index.ts';
import type { Extensions } from '../../extensions/index.ts';
import { type Action, type CompileParts, compileAction } from '../actions/index.ts';
import { asksOf, compileCondition, elementsOf } from '../conditions/compile-condition.ts';
import { type Asks, always, type Predicate } from '../conditions/facts.ts';
import { ownerNamed } from '../owner.ts';
import { attempt, type Tell } from '../problem.ts';
import { Recurrence } from '../schedules/recurrence.ts';
import { PresentExtensions } from './present-extensions.ts';

/** Something that is done when something happens, ready to be done. */
export interface Rule {
  readonly name: string;
  /** On whose behalf. */
  readonly owner: Actor;
  readonly when: RuleTrigger;
  /** When a rule looks by schedule. `at` as it was written. */
  readonly times: { readonly at: string; readonly recurrence: Recurrence } | undefined;
  readonly accepts: Predicate;
  /** What the condition asks of an image. */
  readonly elements: readonly ElementPath[];
  readonly asks: Asks;
  readonly actions: readonly Action[];
  readonly isOn: boolean;
  /** Why it rests although it is on: an extension that it names is gone. */
  readonly rests: IsocenterError | undefined;
  /** Of everything that is said of it: another one means another rule. */
  readonly digest: string;
}

export interface RuleParts {
  readonly extensions: Pick<Extensions, 'action' | 'condition'>;
  readonly tell: Tell;
  /** Whether a rule of this digest rests where an extension is gone; another one cannot be used. */
  readonly mayRest?: ((digest: string) => boolean) | undefined;
}

/** What is wrong with it is told. */
export function compileRule(
  name: string,
  definition: RuleDefinition,
  { tell, mayRest, ...given }: CompileParts & RuleParts,
  list: 'rules' | 'retention' = 'rules',
): Rule {
  const place = [list, name];
  const { owner, when, at, timeZone, if: condition, do: actions, on } = definition;
  const digest = digestOf(definition, given.tables);
  const extensions = new PresentExtensions(given.extensions, mayRest?.(digest) ?? false);
  const parts = { ...given, extensions };
  const recurrence =
    at === undefined ? undefined : attempt(tell, [...place, 'at'], () => new Recurrence(at, timeZone));
  const compiled = {
    ...{ name, when, owner: ownerNamed(owner) },
    times: at === undefined || !recurrence ? undefined : { at, recurrence },
    // Only a rule asks extensions: it waits when one does not answer, and nothing is lost by it.
    accepts: condition
      ? compileCondition(condition, [...place, 'if'], tell, list === 'rules' ? parts.extensions : undefined)
      : always,
    elements: condition ? elementsOf(condition) : [],
    asks: asksOf(condition),
    actions: actions.flatMap(
      (action, index) => attempt(tell, [...place, 'do', index], () => compileAction(action, parts)) ?? [],
    ),
    digest,
  };
  const { missing } = extensions;
  return { ...compiled, isOn: on && !missing, rests: on ? missing : undefined };
}

/** Of everything that is said of something, and of the tables that it names: other ones change nothing. */
export function digestOf(definition: object, tables: AutomationFile['tables']): string {
  const said = JSON.stringify(definition);
  // A word that is a table's name by chance costs nothing.
  const named = Object.entries(tables).filter(([name]) => said.includes(JSON.stringify(name).slice(1, -1)));
  return createHash('sha256')
    .update(JSON.stringify([definition, Object.fromEntries(named)]))
    .digest('hex');
}
