import { fromJson } from '../../../../../src/dicom/index.ts';
import { type ReadBytes, type Recording, readWaveforms } from '../../../../../src/waveform/index.ts';
import { bulkData, type JsonInstance } from '../../../api/dicom-web.ts';
import { objectTags as tags } from '../tags.ts';

/** What is long is read when it is looked at. */
const nothingYet = new Uint8Array(0);

/** The recordings of an instance; samples are asked for as they are looked at. @param path of the instance */
export function recordingsOf(
  instance: JsonInstance,
  path: string,
): { readonly recordings: readonly Recording[]; readonly error?: unknown } {
  try {
    const dataset = fromJson(instance, { bulkData: () => nothingYet });
    return { recordings: readWaveforms(dataset, (group) => readerOf(path, group)) };
  } catch (error) {
    return { recordings: [], error };
  }
}

function readerOf(path: string, group: number): ReadBytes {
  const place = `${tags.WaveformSequence}/${group}/${tags.WaveformData}`;
  return (start, end, signal) => bulkData(path, place, signal, { start, end });
}
