import { decimal } from '../../format/numbers.ts';
import { lettersOf, type Vector } from '../engine/orientation.ts';

const axes: readonly Vector[] = [
  [1, 0, 0],
  [0, 1, 0],
  [0, 0, 1],
];

/** "R 12.5 A 3 H 40": how far to the right, the front, the head. @param place millimetres, as DICOM counts */
export const placeWords = (place: Vector): string =>
  axes
    .map((axis, i) => {
      const distance = place[i]!;
      const towards = axis.map((share) => share * (distance < 0 ? -1 : 1)) as unknown as Vector;
      return `${lettersOf(towards)} ${decimal(Math.abs(distance), 1)}`;
    })
    .join(' ');
