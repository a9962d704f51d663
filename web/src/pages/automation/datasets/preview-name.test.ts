import { describe, expect, it } from 'vitest';
import { type NamedInDataset, saidProblem } from '../../../../../src/contract/index.ts';
import { inOrderOfDoubt, previewName } from './preview-name.ts';

const row = (more: Partial<NamedInDataset> = {}): NamedInDataset => ({
  ...{ protocol: 'odd', description: 'odd', series: 1, source: 'guess', confidence: 0.85 },
  ...{ name: 'anat-T1w', guess: 'anat-T1w', is: null },
  ...{ example: 'sub-01/ses-1/anat/sub-01_ses-1_run-1_T1w', ...more },
});

describe('previewName', () => {
  it.each([
    ['', { path: 'sub-01/ses-1/anat/sub-01_ses-1_run-1_T1w.nii.gz' }],
    [' anat-T2w ', { path: 'sub-01/ses-1/anat/sub-01_ses-1_T2w.nii.gz' }],
    ['func_task-rest_ses-2', { path: 'sub-01/ses-2/func/sub-01_ses-2_task-rest_bold.nii.gz' }],
    ['skip', 'aside'],
    ['func-bold', undefined],
    ['../x', undefined],
  ])('makes of %j %o', (written, path) => {
    expect(previewName(row(), written)).toEqual(path);
  });

  it('keeps aside what nobody knows, and what was left out', () => {
    const unknown = row({ name: null, guess: null, example: 'unnamed/sub-01/ses-1/001_odd_aaaaaa' });
    expect(previewName(unknown, '')).toBe('aside');
    expect(previewName(unknown, 'anat-T1w')).toEqual({ path: 'sub-01/ses-1/anat/sub-01_ses-1_T1w.nii.gz' });
    expect(previewName({ ...unknown, is: 'skip' }, '')).toBe('aside');
  });
});

it('shows first what somebody has to look at', () => {
  const rows = [
    row({ protocol: 'b' }),
    row({ protocol: 'c', confidence: 0 }),
    row({ protocol: 'd', problem: saidProblem('taken') }),
    row({ protocol: 'a' }),
  ];
  expect(inOrderOfDoubt(rows).map(({ protocol }) => protocol)).toEqual(['c', 'd', 'a', 'b']);
});
