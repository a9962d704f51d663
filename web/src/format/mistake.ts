import { atPlace, type Mistake } from '../../../src/contract/index.ts';
import { reasonOf } from './reason.ts';

/** What is wrong with a part of what a person wrote, and where, in the language of who reads. */
export const mistakeWords = ({ place, reason }: Mistake): string => atPlace(place, reasonOf(reason));
