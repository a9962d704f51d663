import { describe, expect, it } from 'vitest';
import { checkedSetting } from './check.ts';
import { loadSettings } from './load.ts';
import { writtenSetting } from './written.ts';

describe('a setting that is written down', () => {
  it.each([
    ['dicomPort', 104],
    ['aet', ['ARCHIVE', 'BACK UP']],
    ['openToUnregistered', true],
    ['calledTitles', 'any'],
    ['oidcLabel', "the clinic's"],
    ['oidcRoles', { radiology: 'viewer' }],
  ] as const)('is read back from its text and its line: %s', (key, value) => {
    const { text, line } = writtenSetting(key, value);
    expect(checkedSetting(key, text)).toEqual({ value });
    const read = loadSettings({ flags: { config: 'f' }, env: {}, readFile: () => `{${line}}` });
    expect(read[key]).toEqual(value);
  });

  it('is quoted for a shell where it has to be', () => {
    expect(writtenSetting('oidcLabel', "the clinic's").variable).toBe(
      `ISOCENTER_OIDC_LABEL='the clinic'\\''s'`,
    );
    expect(writtenSetting('dicomPort', 104).flag).toBe('--dicom-port 104');
  });

  it('has no line where it is not in the file, and no flag where it is a structure', () => {
    expect(writtenSetting('threads', 32).line).toBeUndefined();
    expect(writtenSetting('oidcRoles', {}).flag).toBeUndefined();
  });
});

it('a setting that will not do is told in words', () => {
  expect(checkedSetting('dicomPort', '70000')).toEqual({ problems: [expect.stringContaining('65535')] });
  expect(checkedSetting('dicomPort', 'eleven')).toEqual({ problems: ['is no number'] });
});
