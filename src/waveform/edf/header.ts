/** The header of EDF, EDF+ and BDF files: text of fixed lengths, first of the file, then of all signals, field by field. */
import { IsocenterError } from '../../base/index.ts';
import { waveformLimits } from '../limits.ts';

export interface Signal {
  readonly label: string;
  /** Physical dimension: "uV". */
  readonly unit: string;
  readonly physical: readonly [minimum: number, maximum: number];
  readonly digital: readonly [minimum: number, maximum: number];
  readonly prefiltering: string;
  readonly samplesPerRecord: number;
  /** What is in it is text about the other signals: EDF+ 2.2. */
  readonly isAnnotations: boolean;
}

export interface EdfHeader {
  readonly sampleBytes: 2 | 3;
  /** Where the data records begin. */
  readonly headerBytes: number;
  readonly recordCount: number;
  readonly recordSeconds: number;
  readonly recordBytes: number;
  /** EDF+D: there are times between data records in which nothing was recorded. */
  readonly isInterrupted: boolean;
  readonly signals: readonly Signal[];
  /** ISO 8601 without a zone. */
  readonly startedAt: string | undefined;
}

export const FIXED_HEADER_BYTES = 256;
const SIGNAL_HEADER_BYTES = 256;

/** How long the whole header is, from its first 256 bytes. @throws IsocenterError `waveform/bad`, `dicom/limit` */
export function edfHeaderBytes(fixed: Uint8Array): number {
  const count = signalCount(fixed);
  return FIXED_HEADER_BYTES + count * SIGNAL_HEADER_BYTES;
}

/**
 * @param bytes the whole header
 * @param fileBytes tells how many records there are where the header does not: it is written when recording begins
 * @throws IsocenterError `waveform/bad`, `dicom/limit`
 */
export function readEdfHeader(bytes: Uint8Array, fileBytes: number): EdfHeader {
  const fields = new Fields(bytes);
  const sampleBytes = bytes[0] === 0xff ? 3 : 2;
  fields.skip(8 + 80 + 80);
  const [date, time] = [fields.text(8), fields.text(8)];
  const headerBytes = fields.number(8);
  const version = fields.text(44);
  const announced = fields.number(8);
  const recordSeconds = fields.number(8);
  const signals = signalsIn(fields, fields.number(4));
  const recordBytes = signals.reduce((sum, signal) => sum + signal.samplesPerRecord, 0) * sampleBytes;
  if (headerBytes < edfHeaderBytes(bytes)) throw bad(`its header says that it has ${headerBytes} bytes`);
  if (!(recordSeconds >= 0) || recordBytes === 0) throw bad('its data records are empty');
  const there = Math.max(0, Math.floor((fileBytes - headerBytes) / recordBytes));
  return {
    ...{ sampleBytes, headerBytes, recordBytes, signals },
    recordCount: announced >= 0 ? Math.min(announced, there) : there,
    // EDF+ allows it where there are annotations only.
    recordSeconds: recordSeconds || 1,
    isInterrupted: /^[EB]DF\+D/.test(version),
    startedAt: startOf(date, time),
  };
}

const bad = (reason: string): IsocenterError => new IsocenterError('waveform/bad', { reason });

function signalCount(fixed: Uint8Array): number {
  const isEdf = text(fixed.subarray(0, 8)).trim() === '0' || text(fixed.subarray(1, 8)) === 'BIOSEMI';
  if (fixed.length < FIXED_HEADER_BYTES || !isEdf) throw bad('it is neither EDF nor BDF');
  const count = Number(text(fixed.subarray(252, 256)));
  if (!Number.isInteger(count) || count < 1) throw bad('it says not how many signals there are');
  if (count > waveformLimits.channels)
    throw new IsocenterError('dicom/limit', {
      what: 'Number of channels',
      value: count,
      limit: waveformLimits.channels,
    });
  return count;
}

const text = (bytes: Uint8Array): string => new TextDecoder('latin1').decode(bytes);

class Fields {
  readonly #bytes: Uint8Array;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  skip(length: number): void {
    this.#at += length;
  }

  text(length: number): string {
    const value = text(this.#bytes.subarray(this.#at, this.#at + length));
    this.#at += length;
    return value.trim();
  }

  /** NaN where there is none. */
  number(length: number): number {
    const value = this.text(length);
    return value === '' ? Number.NaN : Number(value.replace(',', '.'));
  }

  /** The field of every signal, one after the other. */
  all<Value>(count: number, read: () => Value): Value[] {
    return Array.from({ length: count }, read);
  }
}

function signalsIn(fields: Fields, count: number): Signal[] {
  const texts = (length: number) => fields.all(count, () => fields.text(length));
  const numbers = (length: number) => fields.all(count, () => fields.number(length));
  const labels = texts(16);
  texts(80);
  const units = texts(8);
  const [physicalMinima, physicalMaxima, digitalMinima, digitalMaxima] = [8, 8, 8, 8].map(numbers);
  const prefilterings = texts(80);
  const samples = numbers(8);
  return labels.map((label, i) => ({
    label,
    unit: units[i]!,
    physical: [physicalMinima![i]!, physicalMaxima![i]!],
    digital: [digitalMinima![i]!, digitalMaxima![i]!],
    prefiltering: prefilterings[i]!,
    samplesPerRecord: wholeOf(samples[i]!),
    isAnnotations: /^[EB]DF Annotations$/.test(label),
  }));
}

function wholeOf(samples: number): number {
  if (!Number.isInteger(samples) || samples < 0) throw bad('it says not how many samples a record has');
  return samples;
}

/** `dd.mm.yy` and `hh.mm.ss`; years from 85 are of the last century (EDF 1992). */
function startOf(date: string, time: string): string | undefined {
  const [, day, month, year] = /^(\d\d)\.(\d\d)\.(\d\d)$/.exec(date) ?? [];
  const [, hour, minute, second] = /^(\d\d)\.(\d\d)\.(\d\d)$/.exec(time) ?? [];
  if (year === undefined || hour === undefined) return undefined;
  return `${Number(year) >= 85 ? 19 : 20}${year}-${month}-${day}T${hour}:${minute}:${second}`;
}
