/** One multiplex group of a DICOM waveform (PS3.3 C.10.9): channels sampled together, their samples side by side. */
import { IsocenterError } from '../base/index.ts';
import { type Dataset, tags } from '../dicom/index.ts';
import { waveformLimits } from './limits.ts';
import type { Annotation, Channel, ReadBytes, Recording, Stretch } from './recording.ts';
import { type SampleFormat, sampleFormats } from './sample-format.ts';

/** What a sample says in the units of its channel: `sample * scale + offset`. */
interface Scale {
  readonly scale: number;
  readonly offset: number;
}

interface Group {
  readonly channels: readonly Channel[];
  readonly scales: readonly Scale[];
  readonly format: SampleFormat;
  /** Samples of each channel. */
  readonly count: number;
  readonly frequency: number;
  /** The number that stands for nothing recorded. */
  readonly padding: number | undefined;
}

/**
 * @param item of the Waveform Sequence
 * @param read of the value of its Waveform Data, in little endian
 * @throws IsocenterError `waveform/bad`, `dicom/limit`
 */
export function readMultiplexGroup(
  item: Dataset,
  annotations: readonly Annotation[],
  read: ReadBytes,
): Recording {
  const group = groupOf(item);
  return {
    label: item.string(tags.MultiplexGroupLabel) ?? '',
    seconds: group.count / group.frequency,
    channels: group.channels,
    annotations,
    startedAt: undefined,
    read: (from, to, signal) => stretch(group, from, to, (start, end) => read(start, end, signal)),
  };
}

function groupOf(item: Dataset): Group {
  const frequency = item.number(tags.SamplingFrequency) ?? 0;
  const interpretation = item.string(tags.WaveformSampleInterpretation) ?? '';
  const format = Object.hasOwn(sampleFormats, interpretation) ? sampleFormats[interpretation] : undefined;
  const definitions = item.items(tags.ChannelDefinitionSequence);
  if (!(frequency > 0) || frequency > waveformLimits.frequency) throw bad(`${frequency} samples in a second`);
  if (!format) throw bad(`its samples are of the kind ${interpretation || '(none)'}`);
  if (definitions.length !== item.number(tags.NumberOfWaveformChannels))
    throw bad('it does not define its channels');
  const count = { what: 'Number of channels', value: definitions.length, limit: waveformLimits.channels };
  if (count.value > count.limit) throw new IsocenterError('dicom/limit', count);
  return {
    channels: definitions.map((definition) => channelOf(definition, frequency)),
    scales: definitions.map(scaleOf),
    format,
    count: item.number(tags.NumberOfWaveformSamples) ?? 0,
    frequency,
    padding: paddingOf(item, format),
  };
}

const bad = (reason: string): IsocenterError => new IsocenterError('waveform/bad', { reason });

function channelOf(definition: Dataset, frequency: number): Channel {
  const [source] = definition.items(tags.ChannelSourceSequence);
  const label = definition.string(tags.ChannelLabel) ?? source?.string(tags.CodeMeaning) ?? '';
  const [unit] = definition.items(tags.ChannelSensitivityUnitsSequence);
  return { label: shortLabel(label), unit: unit?.string(tags.CodeValue) ?? '', frequency };
}

/** "Lead II (Einthoven)" and "Lead aVR" say what everybody calls II and aVR (PS3.16 CID 3001). */
const shortLabel = (label: string): string =>
  /^lead\s+(\S+)/i.exec(label.trim())?.[1]?.replace(/[,;]$/, '') ?? label.trim();

/** PS3.3 C.10.9.1.4.2. Without a sensitivity numbers are what they are. */
function scaleOf(definition: Dataset): Scale {
  const sensitivity = definition.number(tags.ChannelSensitivity);
  const correction = definition.number(tags.ChannelSensitivityCorrectionFactor) ?? 1;
  return {
    scale: sensitivity === undefined ? 1 : sensitivity * correction,
    offset: definition.number(tags.ChannelBaseline) ?? 0,
  };
}

function paddingOf(item: Dataset, format: SampleFormat): number | undefined {
  const bytes = item.bytes(tags.WaveformPaddingValue);
  if (!bytes || bytes.length < format.bytes) return undefined;
  return format.read(new DataView(bytes.buffer, bytes.byteOffset, bytes.length), 0);
}

async function stretch(
  group: Group,
  from: number,
  to: number,
  read: (start: number, end: number) => Promise<Uint8Array>,
): Promise<Stretch> {
  const { frequency, count, channels, format } = group;
  const first = Math.min(count, Math.max(0, Math.ceil(from * frequency)));
  const last = Math.min(count, Math.max(first, Math.ceil(to * frequency)));
  const frameBytes = channels.length * format.bytes;
  const size = (last - first) * frameBytes;
  if (size > waveformLimits.readBytes)
    throw new IsocenterError('dicom/limit', {
      what: 'Bytes of a stretch',
      value: size,
      limit: waveformLimits.readBytes,
    });
  const bytes = size === 0 ? new Uint8Array(0) : await read(first * frameBytes, last * frameBytes);
  return { from: first / frequency, samples: samplesIn(bytes, group), annotations: [] };
}

function samplesIn(bytes: Uint8Array, { channels, format, scales, padding }: Group): Float32Array[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const step = channels.length * format.bytes;
  // The data may be shorter than it was announced.
  const count = Math.floor(bytes.length / step);
  return scales.map(({ scale, offset }, channel) => {
    const samples = new Float32Array(count);
    for (let i = 0, at = channel * format.bytes; i < count; i++, at += step) {
      const stored = format.read(view, at);
      samples[i] = stored === padding ? Number.NaN : stored * scale + offset;
    }
    return samples;
  });
}
