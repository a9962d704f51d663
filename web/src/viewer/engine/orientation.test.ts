import { describe, expect, it } from 'vitest';
import { edgesInImage, edgesInPatient, lettersOf, type Vector } from './orientation.ts';

describe('letters of a direction in the patient', () => {
  it.each<[Vector, string]>([
    [[1, 0, 0], 'L'],
    [[-1, 0, 0], 'R'],
    [[0, 1, 0], 'P'],
    [[0, 0, 1], 'H'],
    [[0, -0.6, 0.8], 'HA'],
    [[0.99, 0.1, 0], 'L'],
    [[0, 0, 0], ''],
  ])('%j is %s', (direction, letters) => {
    expect(lettersOf(direction)).toBe(letters);
  });

  it('are the opposite ones at the opposite edges', () => {
    expect(edgesInPatient([1, 0, 0], [0, -0.6, 0.8])).toEqual({
      right: 'L',
      left: 'R',
      top: 'HA',
      bottom: 'FP',
    });
  });
});

describe('letters of an image that says where its rows and columns point to', () => {
  const film = ['L', 'F'];

  it('stand where it says', () => {
    expect(edgesInImage([1, 0, 0], [0, -1, 0], film)).toEqual({
      right: 'L',
      left: 'R',
      top: 'H',
      bottom: 'F',
    });
  });

  it('turn and flip with it', () => {
    expect(edgesInImage([0, -1, 0], [-1, 0, 0], film)).toEqual({
      right: 'H',
      left: 'F',
      top: 'R',
      bottom: 'L',
    });
    expect(edgesInImage([-1, 0, 0], [0, -1, 0], film)).toEqual({
      right: 'R',
      left: 'L',
      top: 'H',
      bottom: 'F',
    });
  });
});
