import { expect, it } from 'vitest';
import { isSaid, newAction, newRule, newSubmission, ruleOf } from './rule-fields.ts';

const submitting = (submission = {}, about = ' /nas/cluster ') => ({
  ...newRule(),
  actions: [
    { ...newAction(0), action: 'submit' as const, about, submission: { ...newSubmission, ...submission } },
  ],
});

it('hands over to a cluster as the file says it', () => {
  const script = '#!/bin/bash\ndcm2niix -o . images';
  expect(ruleOf(submitting({ script })).do).toEqual([
    {
      submit: {
        folder: '/nas/cluster',
        run: ['/usr/bin/sbatch', '--parsable', '--chdir={folder}', '{script}'],
        script: `${script}\n`,
      },
    },
  ]);
});

it('hands over to what is there, and again where that does no harm', () => {
  const run = '/usr/bin/qsub\n\n  /home/lab/my job.sh\n{manifest}\n';
  expect(ruleOf(submitting({ run, script: ' \n', isRepeatable: true })).do).toEqual([
    {
      submit: {
        folder: '/nas/cluster',
        run: ['/usr/bin/qsub', '/home/lab/my job.sh', '{manifest}'],
        repeatable: true,
      },
    },
  ]);
});

it('is said when folder and program are', () => {
  expect(isSaid(submitting())).toBe(true);
  expect(isSaid(submitting({ run: '\n' }))).toBe(false);
  expect(isSaid(submitting({}, ' '))).toBe(false);
});
