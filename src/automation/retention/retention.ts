import type { Actor, RetentionDefinition } from '../../contract/index.ts';
import type { CompileParts } from '../actions/index.ts';
import { ownerNamed } from '../owner.ts';
import { compileRule, digestOf, type Rule, type RuleParts } from '../rules/rule.ts';

/** What goes into the trash by itself, ready to be done. */
export interface Retention {
  readonly name: string;
  readonly owner: Actor;
  /** Says which series. */
  readonly rule: Rule;
  readonly olderThanDays: number;
  /** Since somebody looked at the study; undefined: whenever that was. */
  readonly notViewedForDays: number | undefined;
  /** Between how full the disk is kept, percent; undefined: whatever it is. */
  readonly marks: { readonly high: number; readonly low: number } | undefined;
  /** Names of nodes. */
  readonly copies: readonly string[];
  readonly isOn: boolean;
  /** Of everything that is said of it: another one means another retention. */
  readonly digest: string;
}

/** What is wrong with it is told. */
export function compileRetention(
  name: string,
  definition: RetentionDefinition,
  parts: CompileParts & RuleParts,
): Retention {
  const { owner, if: condition, olderThanDays, notViewedForDays, copies, on } = definition;
  const { whenFullerThan: high, untilBelow: low } = definition;
  const rule = { owner, if: condition, when: 'manual', on } as const;
  return {
    ...{ name, olderThanDays, notViewedForDays, copies, isOn: on, owner: ownerNamed(owner) },
    rule: compileRule(name, { ...rule, do: [] }, parts, 'retention'),
    marks: high === undefined || low === undefined ? undefined : { high, low },
    digest: digestOf(definition, parts.tables),
  };
}
