/** Several volumes in one series, taken apart: times, phases of the heart, echoes, b-values. */
import { type JsonInstance, numbersIn } from '../../api/dicom-web.ts';
import { volumeTags } from './volume-tags.ts';

export type PhaseKind = 'time' | 'heart' | 'echo' | 'diffusion' | 'acquisition' | 'volume';

export interface Phase<Frame> {
  /** By what it differs from the others; undefined where there are no others. */
  readonly kind?: PhaseKind | undefined;
  /** Of its first frame: seconds, milliseconds (heart, echo), s/mm² or a number that counts. */
  readonly value?: number | undefined;
  readonly frames: readonly Frame[];
}

interface Key {
  readonly kind: PhaseKind;
  readonly tags: readonly string[];
  /** From the digits of the element to what a person reads. */
  readonly read?: (text: number) => number;
}

/** Seconds of a TM, which reaches us as a number of the form HHMMSS.FFFFFF (PS3.5 6.2). */
const secondsOf = (time: number): number =>
  Math.floor(time / 10_000) * 3_600 + (Math.floor(time / 100) % 100) * 60 + (time % 100);

/** In the order in which they are believed. */
const keys: readonly Key[] = [
  { kind: 'time', tags: [volumeTags.TemporalPositionIndex, volumeTags.TemporalPositionIdentifier] },
  { kind: 'heart', tags: [volumeTags.NominalCardiacTriggerDelayTime, volumeTags.TriggerTime] },
  { kind: 'echo', tags: [volumeTags.EffectiveEchoTime, volumeTags.EchoTime] },
  { kind: 'diffusion', tags: [volumeTags.DiffusionBValue] },
  { kind: 'time', tags: [volumeTags.FrameReferenceTime], read: (milliseconds) => milliseconds / 1_000 },
  { kind: 'acquisition', tags: [volumeTags.AcquisitionNumber] },
  { kind: 'time', tags: [volumeTags.AcquisitionTime], read: secondsOf },
];

export interface Placed {
  readonly elements: JsonInstance;
  /** Which of the slices it is, the same number for all that lie at one place. */
  readonly slice: number;
}

/**
 * Frames of the same places, sorted into volumes: the n-th of each place by the first element that tells all of them
 * apart at every place. Undefined where nothing does: they are duplicates, and nobody knows which one is right.
 */
export function phasesOf<Frame extends Placed>(frames: readonly Frame[]): Phase<Frame>[] | undefined {
  const places = [...Map.groupBy(frames, ({ slice }) => slice).values()];
  const count = Math.max(0, ...places.map(({ length }) => length));
  if (count <= 1) return [{ frames }];
  for (const key of keys) {
    const sorted = places.map((place) => inOrderOf(place, key));
    if (!sorted.every((place) => place !== undefined)) continue;
    return Array.from({ length: count }, (_, i) => {
      const chosen = sorted.map((place) => place[i]).filter((keyed) => keyed !== undefined);
      return {
        kind: key.kind,
        value: chosen[0]?.value,
        frames: chosen.map(({ frame }) => frame),
      };
    });
  }
  return undefined;
}

function inOrderOf<Frame extends Placed>(place: readonly Frame[], { tags, read }: Key) {
  const keyed = place.map((frame) => {
    const value = tags.map((tag) => numbersIn(frame.elements, tag)[0]).find((number) => number !== undefined);
    return { frame, value: value === undefined || !read ? value : read(value) };
  });
  const values = new Set(keyed.map(({ value }) => value));
  if (values.size !== place.length || values.has(undefined)) return undefined;
  return keyed.sort((a, b) => a.value! - b.value!);
}
