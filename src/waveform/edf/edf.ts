/** EDF (1992), EDF+ and BDF: recordings of sleep, EEG, EMG and others, read record by record as somebody looks at them. */
import { IsocenterError } from '../../base/index.ts';
import { waveformLimits } from '../limits.ts';
import type { Annotation, ReadBytes, Recording, Stretch } from '../recording.ts';
import { readAnnotationLists } from './annotations.ts';
import { type EdfHeader, edfHeaderBytes, FIXED_HEADER_BYTES, readEdfHeader, type Signal } from './header.ts';

export interface EdfRecording extends Recording {
  /** There are times between its parts in which nothing was recorded; they are not shown. */
  readonly isInterrupted: boolean;
  /** Of the whole file; those of a stretch come with it. */
  readonly hasAnnotations: boolean;
}

/**
 * Reads the header of a file; samples when they are asked for.
 * @throws IsocenterError `waveform/bad`, `dicom/limit`, and what `read` throws
 */
export async function openEdf(
  read: ReadBytes,
  fileBytes: number,
  signal: AbortSignal,
): Promise<EdfRecording> {
  const fixed = await read(0, Math.min(FIXED_HEADER_BYTES, fileBytes), signal);
  const header = readEdfHeader(await read(0, edfHeaderBytes(fixed), signal), fileBytes);
  const places = placesOf(header);
  const shown = places.filter(
    ({ signal: { isAnnotations, samplesPerRecord } }) => !isAnnotations && samplesPerRecord > 0,
  );
  const notes = places.filter(({ signal: { isAnnotations } }) => isAnnotations);
  return {
    label: '',
    seconds: header.recordCount * header.recordSeconds,
    channels: shown.map(({ signal: { label, unit, samplesPerRecord } }) => ({
      label,
      unit,
      frequency: samplesPerRecord / header.recordSeconds,
    })),
    annotations: [],
    startedAt: header.startedAt,
    isInterrupted: header.isInterrupted,
    hasAnnotations: notes.length > 0,
    read: (from, to, abort) => readStretch(header, shown, notes, read, { from, to, abort }),
  };
}

/** A signal, and where its samples stand in a record: bytes. */
interface Place {
  readonly signal: Signal;
  readonly offset: number;
}

function placesOf({ signals, sampleBytes }: EdfHeader): Place[] {
  let offset = 0;
  return signals.map((signal) => {
    const place = { signal, offset };
    offset += signal.samplesPerRecord * sampleBytes;
    return place;
  });
}

interface Wanted {
  readonly from: number;
  readonly to: number;
  readonly abort: AbortSignal;
}

/** Whole records: a stretch begins with the record that `from` is in. */
async function readStretch(
  header: EdfHeader,
  shown: readonly Place[],
  notes: readonly Place[],
  read: ReadBytes,
  { from, to, abort }: Wanted,
): Promise<Stretch> {
  const { recordSeconds, recordBytes, recordCount, headerBytes } = header;
  const first = Math.min(recordCount, Math.max(0, Math.floor(from / recordSeconds)));
  const last = Math.min(recordCount, Math.max(first, Math.ceil(to / recordSeconds)));
  const [start, end] = [headerBytes + first * recordBytes, headerBytes + last * recordBytes];
  if (end - start > waveformLimits.readBytes)
    throw new IsocenterError('dicom/limit', {
      ...{ what: 'Bytes of a stretch', value: end - start, limit: waveformLimits.readBytes },
    });
  const bytes = start === end ? new Uint8Array(0) : await read(start, end, abort);
  const records = Math.floor(bytes.length / recordBytes);
  return {
    from: first * recordSeconds,
    samples: shown.map((place) => samplesOf(place, bytes, records, header)),
    annotations: notes.flatMap((place) => annotationsOf(place, bytes, records, header)),
  };
}

function samplesOf(
  { signal, offset }: Place,
  bytes: Uint8Array,
  records: number,
  { recordBytes, sampleBytes }: EdfHeader,
): Float32Array {
  const { samplesPerRecord, physical, digital } = signal;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const gain = (physical[1] - physical[0]) / (digital[1] - digital[0]);
  // Some write no range that means anything: numbers are what they are then.
  const scale = Number.isFinite(gain) && gain !== 0 ? gain : 1;
  const base = Number.isFinite(gain) && gain !== 0 ? physical[0] - digital[0] * gain : 0;
  const samples = new Float32Array(records * samplesPerRecord);
  for (let record = 0, i = 0; record < records; record++) {
    let at = record * recordBytes + offset;
    for (let k = 0; k < samplesPerRecord; k++, i++, at += sampleBytes) {
      const stored = sampleBytes === 2 ? view.getInt16(at, true) : int24(view, at);
      samples[i] = stored * scale + base;
    }
  }
  return samples;
}

const int24 = (view: DataView, at: number): number => view.getUint16(at, true) | (view.getInt8(at + 2) << 16);

function annotationsOf(
  { signal, offset }: Place,
  bytes: Uint8Array,
  records: number,
  { recordBytes, sampleBytes }: EdfHeader,
): Annotation[] {
  return Array.from({ length: records }, (_, record) => {
    const at = record * recordBytes + offset;
    return readAnnotationLists(bytes.subarray(at, at + signal.samplesPerRecord * sampleBytes));
  }).flat();
}
