/** What was noted in a DICOM waveform (PS3.3 C.10.10): measurements, events, words, by samples or moments of a group. */
import { type Dataset, tagOf, tags } from '../dicom/index.ts';
import { waveformLimits } from './limits.ts';
import type { Annotation } from './recording.ts';

const tag = (keyword: string): number => tagOf(keyword)!;

/**
 * Of one multiplex group; those that have no place in time are left out.
 * @param group from 0
 */
export function readAnnotations(instance: Dataset, group: number, frequency: number): Annotation[] {
  return instance
    .items(tag('WaveformAnnotationSequence'))
    .slice(0, waveformLimits.annotations)
    .flatMap((item) => annotationOf(item, group, frequency));
}

function annotationOf(item: Dataset, group: number, frequency: number): Annotation[] {
  const channels = channelsIn(item, group);
  const [at, end] = momentsOf(item, frequency);
  const text = textOf(item);
  if (!channels || at === undefined || text === '') return [];
  return [{ at, seconds: end === undefined ? 0 : Math.max(0, end - at), text, channels }];
}

/** Pairs of a group and a channel from 1, where channel 0 is all of them (PS3.3 C.10.10.1.1); undefined: about other groups. */
function channelsIn(item: Dataset, group: number): readonly number[] | undefined {
  const pairs = item.numbers(tag('ReferencedWaveformChannels'));
  const ours = pairs.flatMap((number, i) => (i % 2 === 0 && number === group + 1 ? [pairs[i + 1] ?? 0] : []));
  if (pairs.length > 0 && ours.length === 0) return undefined;
  return ours.includes(0) ? [] : ours.map((channel) => channel - 1);
}

/** Seconds. Samples are counted from 1, offsets are milliseconds (PS3.3 C.10.10.1.2 and on). */
function momentsOf(item: Dataset, frequency: number): number[] {
  const samples = item.numbers(tags.ReferencedSamplePositions);
  if (samples.length > 0) return samples.map((sample) => (sample - 1) / frequency);
  return item.numbers(tags.ReferencedTimeOffsets).map((offset) => offset / 1_000);
}

function textOf(item: Dataset): string {
  const name = meaningIn(item, tags.ConceptNameCodeSequence);
  const value = item.string(tag('NumericValue'));
  const [unit] = item.items(tag('MeasurementUnitsCodeSequence'));
  const said =
    value === undefined
      ? meaningIn(item, tags.ConceptCodeSequence)
      : `${value} ${unit?.string(tags.CodeValue) ?? ''}`.trim();
  return item.string(tag('UnformattedTextValue')) ?? [name, said].filter(Boolean).join(': ');
}

const meaningIn = (item: Dataset, sequence: number): string =>
  item.items(sequence)[0]?.string(tags.CodeMeaning) ?? '';
