import { expect, it } from 'vitest';
import { aLaw, muLaw } from './companding.ts';

/** ITU-T G.711 tables 1a and 2a: the largest, the smallest and what is between, of both signs. */
it('sound in 8 bits is as loud as G.711 says', () => {
  expect([0x80, 0x00, 0xff, 0x7f, 0xfe, 0xf0].map(muLaw)).toEqual([8_031, -8_031, 0, 0, 2, 30]);
  expect([0xaa, 0x2a, 0xd5, 0x55, 0xd4].map(aLaw)).toEqual([4_032, -4_032, 1, -1, 3]);
});
