/** How an instance that is no image of a stack is shown: by what it is (SOP Class UID, PS3.4 B.5). */
import { type JsonInstance, textIn } from '../../api/dicom-web.ts';
import { objectTags as tags } from './tags.ts';

export type ObjectKind =
  | 'pdf'
  | 'clinicalDocument'
  | 'report'
  | 'waveform'
  | 'slide'
  | 'overlay'
  | 'state'
  | 'video'
  | 'other';

const storage = '1.2.840.10008.5.1.4.1.1.';

const kinds: readonly (readonly [uids: RegExp, kind: ObjectKind])[] = [
  [/^104\.1$/, 'pdf'],
  [/^104\.2$/, 'clinicalDocument'],
  // Key object selections are documents of the same content tree: PS3.3 A.35.4.
  [/^88\.\d+$/, 'report'],
  [/^77\.1\.6$/, 'slide'],
  // Segmentations and structure sets.
  [/^(66\.4|66\.7|481\.3)$/, 'overlay'],
  // Presentation states of greys, of colours, of angiographies.
  [/^11\.[125]$/, 'state'],
  // Sound (9.4) is not for eyes.
  [/^9\.(?!4\.)\d+\.\d+$/, 'waveform'],
];

/** MPEG-2, H.264 and HEVC (PS3.5 A.4.5 to A.4.7.2 and on); UIDs of fragmentable ones end with `.1`. */
const video = /^1\.2\.840\.10008\.1\.2\.4\.10[0-8](\.1)?$/;

/** undefined: an image, that stands in a stack. */
export function objectKindOf(instance: JsonInstance): ObjectKind | undefined {
  const uid = textIn(instance, tags.SOPClassUID);
  const end = uid.startsWith(storage) ? uid.slice(storage.length) : '';
  const [, kind] = kinds.find(([uids]) => uids.test(end)) ?? [];
  if (kind) return kind;
  if (video.test(textIn(instance, tags.AvailableTransferSyntaxUID))) return 'video';
  return hasPixels(instance) ? undefined : 'other';
}

const hasPixels = (instance: JsonInstance): boolean =>
  Number(textIn(instance, tags.Rows)) * Number(textIn(instance, tags.Columns)) > 0;
