import { describe, expect, it } from 'vitest';
import { bytes, implicit, item, itemEnd, sequenceEnd, UNDEFINED } from '../../test/support/dicom-bytes.ts';
import { FragmentWalker } from './fragment-walker.ts';

const offsetTable = item([]);
const fragment = item(new Uint8Array(100));
const whole = bytes(offsetTable, fragment, item([]), fragment, sequenceEnd);

function walk(input: Uint8Array, step = input.length): void {
  const walker = new FragmentWalker();
  for (let at = 0; at < input.length; at += step) walker.push(input.subarray(at, at + step));
  walker.end();
}

describe('fragments as they pass', () => {
  it.each([1, 3, 8, 50, 1000])('are whole, in pieces of %d bytes', (step) => {
    expect(() => walk(whole, step)).not.toThrow();
  });

  it('may be followed by anything', () => {
    expect(() => walk(bytes(whole, 'anything'), 7)).not.toThrow();
  });

  it('are cut short anywhere', () => {
    for (let length = 1; length < whole.length; length++) {
      expect(() => walk(whole.subarray(0, length), 13)).toThrow(/more bytes were announced/);
    }
  });

  it('tell how much of the last one is missing', () => {
    const cut = bytes(offsetTable, item(new Uint8Array(10), 200));
    expect(() => walk(cut)).toThrowError(expect.objectContaining({ params: { offset: 26, needed: 190 } }));
  });

  it.each([
    ['an element', implicit(0x00100010, 'A^B ')],
    ['the end of an item', itemEnd],
    ['a fragment without a length', item([], UNDEFINED)],
  ])('cannot hold %s', (_name, intruder) => {
    expect(() => walk(bytes(offsetTable, intruder, sequenceEnd))).toThrow(/cannot be right/);
  });
});
