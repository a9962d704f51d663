import { expect, test } from 'vitest';
import { defaultExportTemplate } from '../contract/index.ts';
import { Dataset } from '../dicom/index.ts';
import { templateNaming } from './export-naming.ts';

test('the default template names a file, whatever an instance lacks', () => {
  const naming = templateNaming(defaultExportTemplate);
  expect(naming(Dataset.of({ SOPInstanceUID: '1.2.3' }), 0)).toEqual({
    folders: ['unknown', 'no date', 'series'],
    stem: '1.2.3',
    extension: '.dcm',
  });
});
