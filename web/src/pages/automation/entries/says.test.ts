import { describe, expect, it } from 'vitest';
import { changeOf, isSame } from './says.ts';

describe('what the file says', () => {
  it.each([
    [{ a: 1, b: 'x' }, { b: 'x', a: 1 }, true],
    [{ Modality: 'MR' }, { Modality: ['MR'] }, true],
    [{ Modality: ['MR', 'CT'] }, { Modality: ['CT', 'MR'] }, false],
    [{ do: [{ label: 'x' }] }, { do: [{ label: 'y' }] }, false],
    [{ nifti: 'keep' }, { nifti: { keep: true } }, false],
    [{}, [], false],
    [undefined, {}, false],
  ])('%j and %j are the same: %s', (one, other, same) => {
    expect(isSame(one, other)).toBe(same);
  });

  it('is changed by the words that say something else', () => {
    const before = { at: '0 1 * * *', timeZone: 'UTC', retrieve: { node: 'pacs' }, notify: { url: 'x' } };
    const after = { at: '0 2 * * *', timeZone: 'UTC', retrieve: { node: 'pacs' } };
    expect(changeOf(before, after)).toEqual({ at: '0 2 * * *', notify: null });
    expect(changeOf(before, before)).toEqual({});
  });
});
