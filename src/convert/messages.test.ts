import { describe, expect, it } from 'vitest';
import { complaintOf, warningsOf } from './messages.ts';

const said = [
  "Chris Rorden's dcm2niiX version v1.0.20241231",
  'Found 2 DICOM file(s)',
  'Warning: Unable to determine slice direction: please check whether slices are flipped',
  'Convert 1 DICOM as /tmp/of-anna/image (64x64x1x1)',
  'Warning: Unable to determine slice direction: please check whether slices are flipped',
  "Error: unable to open '/tmp/of-anna/in/000001.dcm'",
].join('\n');

describe('what dcm2niix says', () => {
  it('has warnings and errors, each once and without folders', () => {
    expect(warningsOf(said)).toEqual([
      'Warning: Unable to determine slice direction: please check whether slices are flipped',
      "Error: unable to open '000001.dcm'",
    ]);
  });

  it('is put in a message by its first error, or else its first warning', () => {
    expect(complaintOf(said)).toBe("unable to open '000001.dcm'");
    expect(complaintOf('Warning: odd')).toBe('odd');
    expect(complaintOf('Found 2 DICOM file(s)')).toBeUndefined();
  });
});
