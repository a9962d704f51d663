/** Time-stamped annotation lists of EDF+ (2.2.2): an onset, a duration, texts. */
import type { Annotation } from '../recording.ts';

/** Between the parts of a list: bytes 20, 21 and 0. */
const [PART, DURATION, END] = ['\u0014', '\u0015', '\0'] as const;

/** @param bytes of an annotations signal in one data record */
export function readAnnotationLists(bytes: Uint8Array): Annotation[] {
  const lists = new TextDecoder().decode(bytes).split(END);
  return lists.flatMap((list) => {
    const [stamp = '', ...texts] = list.split(PART);
    const [onset = '', duration = ''] = stamp.split(DURATION);
    const at = Number(onset);
    // A list without text tells when its record began.
    if (onset === '' || !Number.isFinite(at)) return [];
    return texts
      .filter((text) => text !== '')
      .map((text) => ({ at, seconds: Number(duration) || 0, text, channels: [] }));
  });
}
