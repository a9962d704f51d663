import { describe, expect, it } from 'vitest';
import { inboxForm, newInbox } from '../inboxes/inbox-fields.ts';
import { newRetention, retentionForm } from '../retention/retention-fields.ts';
import { newAction, newRule, newSubmission, ruleForm } from '../rules/rule-fields.ts';
import { newSchedule, scheduleForm } from '../schedules/schedule-fields.ts';
import { newTree, treeForm } from '../trees/tree-fields.ts';
import { changedOf, type EntryForm } from './changed.ts';
import type { Says } from './says.ts';

const trees = treeForm(['/nas', '/nas/imaging/']);
const inboxes = inboxForm(['/nas/in']);
const name = 'nightly';

/** What the dialog reads where the file says that. */
const readBack = <Fields>(form: EntryForm<Fields>, says: Says) =>
  changedOf({ kind: 'rules', name, line: 1, says: { ...says } }, form);

const recurrence = { time: '05:30', days: 'weekdays', timeZone: 'Europe/Berlin' } as const;
const schedule = { ...newSchedule('pacs'), name, recurrence };
const rule = { ...newRule(), name, recurrence };
const doing = (action: Partial<ReturnType<typeof newAction>>) => ({
  ...rule,
  actions: [
    { ...newAction(0), about: '/nas/out', ...action },
    { ...newAction(1), about: 'x' },
  ],
});

describe('a dialog that changes what is there', () => {
  it.each([
    ['a schedule', schedule],
    [
      'one of some studies',
      { ...schedule, days: 'last 3 days', modalities: ['CT'], patientId: 'A*', description: '*KNEE*' },
    ],
    [
      'one within limits',
      { ...schedule, opens: '20:00', closes: '06:00', parallel: 3, megabytesPerSecond: 2.5, lookBackDays: 0 },
    ],
    [
      'one of a worklist',
      { ...schedule, what: 'priors', listOf: 'ris', atMost: 3, years: 2, modalities: ['MR', 'CT'] },
    ],
    ['one of a file', { ...schedule, what: 'priors', list: 'csv', listOf: '/lists/day.csv' }],
    ['one that tells by mail', { ...schedule, notify: { by: 'mail', to: 'a@lab.example, b@lab.example' } }],
    ['one that calls', { ...schedule, notify: { by: 'webhook', to: 'https://lab.example/hook' } }],
  ] as const)('reads %s as it wrote it', (_, fields) => {
    expect(readBack(scheduleForm, scheduleForm.entryOf(fields))?.fields).toEqual(fields);
  });

  it.each([
    ['a rule', { ...doing({ action: 'label' }), when: 'series quiet' }],
    ['one at times', { ...doing({ action: 'send' }), when: 'schedule' }],
    [
      'one with conditions',
      { ...doing({}), modalities: ['MR', 'PT'], description: 't1', from: 'SCANNER', label: 'trial' },
    ],
    [
      'one that counts',
      { ...doing({}), count: { of: 'NumberOfStudyRelatedSeries', atLeast: 3, atMost: undefined } },
    ],
    ['volumes that are kept', doing({ action: 'nifti', about: '' })],
    ['volumes in a folder', doing({ action: 'nifti' })],
    ['a dataset', doing({ action: 'bids' })],
    ['a mail', doing({ action: 'mail', about: 'a@lab.example, b@lab.example' })],
    ['a notice', doing({ action: 'notify', about: 'https://ntfy.example/x' })],
    ['a call', doing({ action: 'webhook', about: 'https://lab.example/x' })],
    ['a cluster', doing({ action: 'submit', submission: { ...newSubmission, isRepeatable: true } })],
    [
      'a cluster with its own script',
      doing({ action: 'submit', submission: { ...newSubmission, script: '' } }),
    ],
  ] as const)('reads %s as it wrote it', (_, fields) => {
    const { recurrence: read, ...others } = readBack(ruleForm, ruleForm.entryOf(fields))!.fields;
    const { recurrence: written, ...same } = fields;
    expect(others).toEqual(same);
    if (fields.when === 'schedule') expect(read).toEqual(written);
  });

  it.each([
    ['a tree', { ...newTree('/nas/imaging/'), name, subfolder: 'by/day' }, trees],
    [
      'volumes of some',
      { ...newTree('/nas'), name, subfolder: 'x', contents: 'nifti', modalities: ['MR'], label: 'y' },
      trees,
    ],
    ['an inbox', { ...newInbox('/nas/in'), name, subfolder: 'mr' }, inboxes],
    [
      'an inbox that moves',
      { ...newInbox('/nas/in'), name, subfolder: 'mr', quietSeconds: 5, taken: 'move' },
      inboxes,
    ],
    ['a retention', { ...newRetention, name }, retentionForm],
    [
      'one of what nobody sees',
      { ...newRetention, name, isForUnseen: true, modalities: ['US'], label: 'old', copies: ['a', 'b'] },
      retentionForm,
    ],
  ] as const)('reads %s as it wrote it', (_, fields, form) => {
    const { fieldsOf, entryOf } = form as EntryForm<unknown>;
    expect(readBack({ fieldsOf, entryOf }, entryOf(fields))?.fields).toEqual(fields);
  });

  it.each([
    ['times that are no dialog’s', scheduleForm, { ...scheduleForm.entryOf(schedule), at: '0 1 1 * *' }],
    [
      'no time zone',
      scheduleForm,
      { at: '0 1 * * *', retrieve: { node: 'pacs', studies: { StudyDate: 'today' } } },
    ],
    ['two actions in one', ruleForm, { when: 'study quiet', do: [{ label: 'x', retry: 3 }] }],
    [
      'either of conditions',
      ruleForm,
      { when: 'study quiet', if: { any: [{ label: 'x' }] }, do: [{ label: 'x' }] },
    ],
    ['an owner', trees, { ...trees.entryOf({ ...newTree('/nas'), name }), owner: 'ada' }],
    ['a folder of its own', inboxes, { folder: '/elsewhere/x' }],
    ['words that nobody knows', retentionForm, { olderThanDays: 3, more: {} }],
  ] as const)('leads to the file where that says %s', (_, form, says) => {
    const { fieldsOf, entryOf } = form as EntryForm<unknown>;
    expect(readBack({ fieldsOf, entryOf }, says)).toBeUndefined();
  });

  it('reads what people write: one value without a list, and off', () => {
    const says = { when: 'series quiet', if: { Modality: 'MR' }, do: [{ nifti: 'keep' }], on: false };
    expect(readBack(ruleForm, says)?.fields).toMatchObject({ modalities: ['MR'], when: 'series quiet' });
  });
});
