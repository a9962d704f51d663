import type { Dataset } from './dataset.ts';
import { isUsOrSs, standardVrOf } from './dictionary/elements.ts';
import type { Element } from './element.ts';
import { isGroupLength, isPrivate, isPrivateCreator, type Tag } from './tag.ts';
import { VR, type Vr } from './vr.ts';

/** The VR written, or that of the dictionary where it is not known (PS3.5 6.2.2, 7.1.3). */
export function resolveVr({ writtenVr, owner, tag, undefinedLength }: Element): Vr {
  if (writtenVr !== undefined && writtenVr !== VR.UN) return writtenVr;
  const known = dictionaryVr(tag, owner);
  // Only bytes (pixel data) and sequences have an undefined length; what is not known to be bytes is a sequence.
  return undefinedLength && (known.kind !== 'bytes' || known === VR.UN) ? VR.SQ : known;
}

/** The VR of an element that does not say it, in the data set it is in. */
export function dictionaryVr(tag: Tag, owner: Dataset): Vr {
  if (isGroupLength(tag)) return VR.UL;
  if (!isPrivate(tag)) return standardVr(tag, owner);
  return isPrivateCreator(tag) ? VR.LO : (owner.entryOf(tag)?.vr ?? VR.UN);
}

/** Pixel Representation decides between US and SS (PS3.5 A.1). */
function standardVr(tag: Tag, owner: Dataset): Vr {
  return isUsOrSs(tag) && owner.hasSignedPixels ? VR.SS : (standardVrOf(tag) ?? VR.UN);
}
