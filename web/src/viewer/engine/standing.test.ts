import { describe, expect, it } from 'vitest';
import { standingOf } from './standing.ts';

const image = (side: string, orientation: string, modality = 'MG') => ({
  '00080060': { vr: 'CS', Value: [modality] },
  '00200062': { vr: 'CS', Value: side === '' ? [] : [side] },
  '00200020': { vr: 'CS', Value: orientation === '' ? [] : orientation.split('/') },
});
const asItIs = { rotation: 0, isFlipped: false };

describe('a breast', () => {
  it.each([
    ['R', 'P/L', 'right'],
    ['R', 'P/FL', 'right'],
    ['L', 'A/R', 'left'],
    ['L', 'A/FR', 'left'],
  ])('that is stored as it is read stands as it is, %s %s at the %s', (side, orientation, edge) => {
    expect(standingOf(image(side, orientation))).toEqual({ ...asItIs, edge });
  });

  it.each([
    ['R', 'A/F', 0, true, 'right'],
    ['R', 'A/R', 180, false, 'right'],
    ['L', 'P/L', 180, false, 'left'],
    ['L', 'P/F', 0, true, 'left'],
    ['R', 'L/A', 90, false, 'right'],
  ])('that is stored otherwise is turned, %s %s', (side, orientation, rotation, isFlipped, edge) => {
    expect(standingOf(image(side, orientation))).toEqual({ rotation, isFlipped, edge });
  });

  it('that does not say where it points to stays as it is, in the middle', () => {
    expect(standingOf(image('R', ''))).toEqual(asItIs);
    expect(standingOf(image('', 'P/L'))).toEqual(asItIs);
    expect(standingOf(image('R', 'X/Y'))).toEqual(asItIs);
  });
});

it('other images stay as they are', () => {
  expect(standingOf(image('R', 'A/F', 'DX'))).toEqual(asItIs);
});
