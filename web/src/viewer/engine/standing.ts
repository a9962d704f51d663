/** How an image stands in its pane before anybody turns it: which way round, at which edge. Pure. */
import { type JsonInstance, textIn, textsIn } from '../../api/dicom-web.ts';
import type { Turn } from './look.ts';
import { type EdgeLetters, edgesInImage } from './orientation.ts';
import { tags } from './tags.ts';

export interface Standing extends Turn {
  /** Of the pane, at which it stands; in the middle where it is left out. */
  readonly edge?: 'left' | 'right' | undefined;
}

export const plainStanding: Standing = { rotation: 0, isFlipped: false };

export const isSameStanding = (a: Standing, b: Standing): boolean =>
  a.rotation === b.rotation && a.isFlipped === b.isFlipped && a.edge === b.edge;

/** In the order in which they are tried: as it is before any other. */
const turns: readonly Turn[] = [0, 180, 90, 270].flatMap((rotation) => [
  { rotation, isFlipped: false },
  { rotation, isFlipped: true },
]);

/**
 * Breasts stand with their chest walls together, where the right one is on the left, and lateral or the head is at the top: by what the
 * image says of its orientation (PS3.3 C.7.6.1.1.1), and where it says nothing, as it is.
 */
export function standingOf(instance: JsonInstance): Standing {
  const side = textIn(instance, tags.ImageLaterality) || textIn(instance, tags.Laterality);
  const orientation = textsIn(instance, tags.PatientOrientation);
  const isBreast = textIn(instance, tags.Modality) === 'MG' && (side === 'R' || side === 'L');
  if (!isBreast || orientation.length < 2) return plainStanding;
  const isFit = ({ right, top }: EdgeLetters) =>
    right.startsWith(side === 'R' ? 'P' : 'A') && (top.startsWith(side) || top.includes('H'));
  const turn = turns.find((each) => isFit(edgesAfter(each, orientation))) ?? plainStanding;
  return { ...turn, edge: chestWallOf(edgesAfter(turn, orientation)) };
}

function chestWallOf({ left, right }: EdgeLetters): Standing['edge'] {
  if (right.startsWith('P')) return 'right';
  return left.startsWith('P') ? 'left' : undefined;
}

/** The letters at the edges of an image that was turned. */
function edgesAfter({ rotation, isFlipped }: Turn, orientation: readonly string[]): EdgeLetters {
  const angle = (rotation * Math.PI) / 180;
  const [cos, sin] = [Math.round(Math.cos(angle)), Math.round(Math.sin(angle))];
  const side = isFlipped ? -1 : 1;
  return edgesInImage([side * cos, -side * sin, 0], [-sin, -cos, 0], orientation);
}
