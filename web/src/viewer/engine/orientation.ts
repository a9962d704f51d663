/** Which side of a patient is at which edge of the picture: PS3.3 C.7.6.1.1.1. */

export type Vector = readonly [number, number, number];

export interface EdgeLetters {
  readonly left: string;
  readonly right: string;
  readonly top: string;
  readonly bottom: string;
}

/** Of what nobody knows how it lies. */
export const noLetters: EdgeLetters = { left: '', right: '', top: '', bottom: '' };

/** Letters at the ends of the axes of the patient (PS3.3 C.7.6.2.1.1): x to the left, y to the back, z to the head. */
const ends = [
  { plus: 'L', minus: 'R' },
  { plus: 'P', minus: 'A' },
  { plus: 'H', minus: 'F' },
] as const;
const opposites: Readonly<Record<string, string>> = { L: 'R', R: 'L', P: 'A', A: 'P', H: 'F', F: 'H' };
/** A direction that is less than 11 degrees off an axis has no second letter. */
const LEAST_SHARE = 0.2;

/** The letters of a direction in the patient, the one that it points most to first: "L", "AH". */
export function lettersOf(direction: Vector): string {
  return ends
    .map(({ plus, minus }, axis) => ({
      letter: direction[axis]! > 0 ? plus : minus,
      share: Math.abs(direction[axis]!),
    }))
    .filter(({ share }) => share >= LEAST_SHARE)
    .sort((a, b) => b.share - a.share)
    .map(({ letter }) => letter)
    .join('');
}

export const oppositeOf = (letters: string): string =>
  [...letters].map((letter) => opposites[letter] ?? '').join('');

/** @param right @param up where the edges of the screen point to, in the coordinates of the patient */
export function edgesInPatient(right: Vector, up: Vector): EdgeLetters {
  const [letterRight, letterTop] = [lettersOf(right), lettersOf(up)];
  return {
    right: letterRight,
    left: oppositeOf(letterRight),
    top: letterTop,
    bottom: oppositeOf(letterTop),
  };
}

/**
 * Where an image has no place in the patient but says where its rows and columns point to (PatientOrientation).
 * @param right @param up where the edges of the screen point to, in rows (x) and columns (y) of the image
 */
export function edgesInImage(right: Vector, up: Vector, [row, column]: readonly string[]): EdgeLetters {
  const letters = ([x, y]: Vector): string => {
    const along = Math.abs(x) > Math.abs(y) ? (row ?? '') : (column ?? '');
    const isForward = Math.abs(x) > Math.abs(y) ? x > 0 : y > 0;
    return isForward ? along : oppositeOf(along);
  };
  const reversed = ([x, y, z]: Vector): Vector => [-x, -y, -z];
  return {
    right: letters(right),
    left: letters(reversed(right)),
    top: letters(up),
    bottom: letters(reversed(up)),
  };
}

/** a x b */
export const cross = (a: Vector, b: Vector): Vector => [
  a[1] * b[2] - a[2] * b[1],
  a[2] * b[0] - a[0] * b[2],
  a[0] * b[1] - a[1] * b[0],
];
