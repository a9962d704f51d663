/** Straightens slices beside the page, one after the other. */
import { expose, transfer } from 'comlink';
import { type StraightSlice, straighten } from './straighten.ts';

const straightener = {
  straighten: (slice: StraightSlice) => {
    const samples = straighten(slice);
    return transfer(samples, [samples.buffer]);
  },
};

export type Straightener = typeof straightener;

expose(straightener);
