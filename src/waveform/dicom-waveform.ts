/** All recordings of a DICOM instance: PS3.3 C.10.9. */
import { type Dataset, tags } from '../dicom/index.ts';
import { readAnnotations } from './annotations.ts';
import { readMultiplexGroup } from './multiplex-group.ts';
import type { ReadBytes, Recording } from './recording.ts';

/**
 * One for each multiplex group, in their order.
 * @param readOf bytes of the Waveform Data of a group, by its index
 * @throws IsocenterError `waveform/bad`, `dicom/limit`
 */
export function readWaveforms(instance: Dataset, readOf: (group: number) => ReadBytes): Recording[] {
  return instance.items(tags.WaveformSequence).map((item, i) => {
    const frequency = item.number(tags.SamplingFrequency) ?? 0;
    return readMultiplexGroup(item, readAnnotations(instance, i, frequency), readOf(i));
  });
}
