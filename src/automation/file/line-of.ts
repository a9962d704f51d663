import { type Document, isMap, isScalar, type LineCounter } from 'yaml';
import type { Place } from '../problem.ts';

/** The line of a place in the file, from 1; of the nearest part around it where it is not there itself. */
export function lineOf(document: Document, place: Place, lines: LineCounter): number {
  for (let length = place.length; length > 0; length--) {
    const offset = offsetOf(document, place.slice(0, length));
    if (offset !== undefined) return lines.linePos(offset).line;
  }
  return 1;
}

/** Of the key where there is one: what is wrong stands behind it. */
function offsetOf(document: Document, place: Place): number | undefined {
  const parent = document.getIn(place.slice(0, -1), true) ?? document.contents;
  const last = place.at(-1);
  if (isMap(parent)) {
    const pair = parent.items.find(({ key }) => isScalar(key) && String(key.value) === String(last));
    return isScalar(pair?.key) ? pair.key.range?.[0] : undefined;
  }
  const node = document.getIn(place, true) as { range?: readonly number[] | null } | undefined;
  return node?.range?.[0];
}
