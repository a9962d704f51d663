import { z } from 'zod';
import type { Archive } from '../../archive/index.ts';
import { IsocenterError } from '../../base/index.ts';
import { protectedLabel, type RuleJobKind } from '../../contract/index.ts';
import type { JobKind } from '../../jobs/index.ts';
import type { Action } from './action.ts';
import { order, parseOrder } from './order.ts';

const KIND = 'ruleLabel' satisfies RuleJobKind;

const input = order.extend({ name: z.string(), isSet: z.boolean(), value: z.string().default('') });

/** Sets a label on the study, or takes it off. Throws `input/invalid`: only people lift a protection. */
export function labelStudy(name: string, isSet: boolean, value = ''): Action {
  if (name === protectedLabel && !isSet) {
    const reason = `Only people take the label "${protectedLabel}" off: isocenter unprotect.`;
    throw new IsocenterError('input/invalid', { reason });
  }
  return {
    name: isSet ? 'label' : 'unlabel',
    about: name,
    kind: KIND,
    input: (given) => ({ ...given, name, isSet, value }),
  };
}

/** Says that the study stays, and why. */
export const protectStudy = (why: string): Action => ({
  ...labelStudy(protectedLabel, true, why),
  name: 'protect',
  about: why,
});

export const labelKind = (archive: Archive): JobKind<z.output<typeof input>> => ({
  name: KIND,
  right: 'edit',
  concurrency: 2,
  repeatable: true,
  parse: (stored) => parseOrder(input, stored),
  async run({ subject, name, isSet, value }, { caller: { actor, scope } }) {
    const uid = subject.studyInstanceUid;
    // What is as it should be is no event: other rules may listen for it.
    const labels = await archive.labels(actor, scope, { target: 'study', uid });
    const has = labels.some((label) => label.name === name);
    if (has !== isSet)
      await archive.label(actor, scope, { target: 'study', uid, name, value: isSet ? value : null });
    return { changed: has !== isSet };
  },
});
