import type { ActionName, RuleTrigger } from '../../../../../src/contract/index.ts';
import { addressesIn } from '../entries/addresses-in.ts';
import type { EntryForm } from '../entries/changed.ts';
import { allImages, type ChosenImages, chosenImagesOf, conditionOf } from '../entries/chosen-images.ts';
import {
  newRecurrence,
  type RecurrenceFields,
  recurrenceFieldsOf,
  recurrenceOf,
} from '../entries/recurrence.ts';
import { numberOf, partOf, type Says, textOf, textsOf } from '../entries/says.ts';

/** What is said of an action in the dialog. Programs that run here, and attributes, are written in the file. */
export interface ActionFields {
  readonly id: number;
  readonly action: OfferedAction;
  readonly about: string;
  /** Of what is handed over to a cluster; `about` is its folder. */
  readonly submission: SubmissionFields;
}

export interface SubmissionFields {
  /** The program that tells the cluster and its arguments, each on a line of its own. */
  readonly run: string;
  /** What the cluster is to run; empty: what `run` names is there. */
  readonly script: string;
  /** Handing over twice does no harm. */
  readonly isRepeatable: boolean;
}

export const newSubmission: SubmissionFields = {
  run: '/usr/bin/sbatch\n--parsable\n--chdir={folder}\n{script}',
  script: '#!/bin/bash\n',
  isRepeatable: false,
};

/** In the order in which they are offered. */
export const triggers: readonly RuleTrigger[] = [
  ...(['study quiet', 'series quiet', 'instance received'] as const),
  ...(['study changed', 'label set', 'schedule', 'manual'] as const),
];

/** A BIDS dataset is a way to convert to NIfTI, mail one to notify: for people they are things of their own. */
export const offeredActions = [
  ...(['label', 'send', 'nifti', 'bids', 'submit', 'webhook', 'notify', 'mail'] as const),
] as const satisfies (ActionName | 'bids' | 'mail')[];
export type OfferedAction = (typeof offeredActions)[number];

/** What can be counted, by the name that conditions have for it. */
export const counted = [
  'NumberOfSeriesRelatedInstances',
  'NumberOfStudyRelatedInstances',
  'NumberOfStudyRelatedSeries',
] as const;

/** Between which numbers; undefined: without an end. */
export interface CountTest {
  readonly of: (typeof counted)[number];
  readonly atLeast: number | undefined;
  readonly atMost: number | undefined;
}

/** What is said of a rule in its dialog, and how the automation file says it. */
export interface RuleFields extends ChosenImages {
  readonly name: string;
  readonly when: RuleTrigger;
  /** Of a rule that looks by schedule. */
  readonly recurrence: RecurrenceFields;
  readonly description: string;
  readonly from: string;
  readonly count: CountTest;
  readonly actions: readonly ActionFields[];
}

export const newAction = (id: number): ActionFields => ({
  ...{ id, action: 'label', about: '', submission: newSubmission },
});

export const newRule = (): RuleFields => ({
  recurrence: newRecurrence(),
  ...{ name: '', when: 'study quiet', description: '', from: '', ...allImages },
  count: { of: counted[0], atLeast: undefined, atMost: undefined },
  actions: [newAction(0)],
});

/** Whether it is said of each action what it is about; volumes may just be kept. */
export const isSaid = ({ actions }: RuleFields): boolean =>
  actions.every(
    ({ action, about, submission }) =>
      (action === 'nifti' || about.trim() !== '') &&
      (action !== 'submit' || linesOf(submission.run).length > 0),
  );

function ruleFieldsOf(name: string, says: Says): RuleFields {
  const condition = partOf(says.if);
  const of = counted.find((one) => one in condition) ?? counted[0];
  const { atLeast, atMost } = partOf(condition[of]);
  return {
    name,
    when: triggers.find((one) => one === says.when) ?? 'study quiet',
    recurrence: recurrenceFieldsOf(says),
    description: textOf(condition.SeriesDescription).replace(/^\*(.+)\*$/, '$1'),
    from: textOf(condition.from),
    ...chosenImagesOf(condition),
    count: { of, atLeast: numberOf(atLeast, undefined), atMost: numberOf(atMost, undefined) },
    actions: [says.do].flat().map((action, id) => actionFieldsOf(id, partOf(action))),
  };
}

function actionFieldsOf(id: number, says: Says): ActionFields {
  const [nifti, notify, submit] = [partOf(says.nifti), partOf(says.notify), partOf(says.submit)];
  const fields = (action: OfferedAction, about: string) => ({ ...newAction(id), action, about });
  if ('submit' in says) {
    const [run, script] = [textsOf(submit.run).join('\n'), textOf(submit.script)];
    const submission = { run, script, isRepeatable: submit.repeatable === true };
    return { ...fields('submit', textOf(submit.folder)), submission };
  }
  if ('nifti' in says) return fields('bids' in nifti ? 'bids' : 'nifti', textOf(nifti.folder));
  if ('mail' in notify) return fields('mail', textsOf(notify.mail).join(', '));
  if ('url' in notify) return fields('notify', textOf(notify.url));
  const action = offeredActions.find((one) => one in says) ?? 'label';
  return fields(action, textOf(says[action]));
}

/** The rule as the automation file has it. */
export function ruleOf({ when, recurrence, description, from, count, actions, ...images }: RuleFields) {
  return {
    when,
    ...(when === 'schedule' && recurrenceOf(recurrence)),
    ...conditionOf(images, {
      ...(description.trim() !== '' && { SeriesDescription: `*${description.trim()}*` }),
      ...(from.trim() !== '' && { from: from.trim() }),
      ...countOf(count),
    }),
    do: actions.map(actionOf),
  };
}

function countOf({ of, atLeast, atMost }: CountTest): Readonly<Record<string, unknown>> {
  const ends = {
    ...(atLeast !== undefined && { atLeast }),
    ...(atMost !== undefined && { atMost }),
  };
  return Object.keys(ends).length > 0 ? { [of]: ends } : {};
}

function actionOf({ action, about, submission }: ActionFields): Readonly<Record<string, unknown>> {
  const text = about.trim();
  if (action === 'nifti') return { nifti: text === '' ? 'keep' : { folder: text } };
  if (action === 'submit') return { submit: submissionOf(text, submission) };
  if (action === 'mail') return { notify: { mail: addressesIn(text) } };
  if (action === 'bids') return { nifti: { folder: text, bids: true } };
  return { [action]: action === 'notify' ? { url: text } : text };
}

const submissionOf = (folder: string, { run, script, isRepeatable }: SubmissionFields) => ({
  ...{ folder, run: linesOf(run) },
  ...(script.trim() !== '' && { script: script.endsWith('\n') ? script : `${script}\n` }),
  ...(isRepeatable && { repeatable: true }),
});

const linesOf = (text: string): string[] =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');

export const ruleForm: EntryForm<RuleFields> = { fieldsOf: ruleFieldsOf, entryOf: ruleOf };
