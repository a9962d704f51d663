import { describe, expect, it } from 'vitest';
import { Dataset, type PlainDataset, tags } from '../dicom/index.ts';
import { readWaveforms } from './dicom-waveform.ts';

const never = new AbortController().signal;
const code = (CodeMeaning: string, CodeValue: string): PlainDataset => ({
  CodeValue,
  CodingSchemeDesignator: 'X',
  CodeMeaning,
});
const channel = (lead: string, more: PlainDataset = {}): PlainDataset => ({
  ChannelSourceSequence: [code(lead, '2:1')],
  ChannelSensitivity: '0.5',
  ChannelSensitivityUnitsSequence: [code('microvolt', 'uV')],
  ChannelSensitivityCorrectionFactor: '2',
  ChannelBaseline: '10',
  ...more,
});

/** Two leads, four samples of each in two seconds. */
function ecg(more: PlainDataset = {}, padding?: number) {
  const item = Dataset.of({
    MultiplexGroupLabel: 'RHYTHM',
    NumberOfWaveformChannels: 2,
    NumberOfWaveformSamples: 4,
    SamplingFrequency: '2',
    WaveformSampleInterpretation: 'SS',
    ChannelDefinitionSequence: [channel('Lead I (Einthoven)'), channel('Lead aVR', { ChannelBaseline: '0' })],
    ...more,
  });
  if (padding !== undefined)
    item.set(tags.WaveformPaddingValue, 'OW', new Uint8Array(Int16Array.of(padding).buffer));
  const data = new Uint8Array(Int16Array.of(1, -1, 2, -2, 3, -3, 4, -4).buffer);
  const asked: [number, number][] = [];
  const instance = new Dataset().set(tags.WaveformSequence, 'SQ', [item]);
  const read = async (start: number, end: number) => {
    asked.push([start, end]);
    return data.subarray(start, end);
  };
  return { instance, asked, read: () => read };
}

describe('a DICOM waveform', () => {
  it('says what its channels are called, in what they are measured, and how long it is', () => {
    const { instance, read } = ecg();
    expect(readWaveforms(instance, read)).toMatchObject([
      {
        label: 'RHYTHM',
        seconds: 2,
        channels: [
          { label: 'I', unit: 'uV', frequency: 2 },
          { label: 'aVR', unit: 'uV', frequency: 2 },
        ],
      },
    ]);
  });

  it('has samples in units of its channels, and reads no more of them than are looked at', async () => {
    const { instance, asked, read } = ecg();
    const [recording] = readWaveforms(instance, read);
    const { from, samples } = await recording!.read(0.5, 1.5, never);
    expect(from).toBe(0.5);
    expect(samples.map((channel) => [...channel])).toEqual([
      [12, 13],
      [-2, -3],
    ]);
    expect(asked).toEqual([[4, 12]]);
    expect((await recording!.read(5, 9, never)).samples).toEqual([new Float32Array(), new Float32Array()]);
  });

  it('has nothing where nothing was recorded', async () => {
    const { instance, read } = ecg({}, -3);
    const { samples } = await readWaveforms(instance, read)[0]!.read(0, 9, never);
    expect([...samples[1]!]).toEqual([-1, -2, Number.NaN, -4]);
  });

  it('has what was noted, by samples and by moments, for its own channels', () => {
    const { instance, read } = ecg();
    const note = (more: PlainDataset): Dataset =>
      Dataset.of({ ReferencedWaveformChannels: [1, 0], UnformattedTextValue: 'x', ...more });
    instance.set(0x0040b020, 'SQ', [
      note({ ReferencedSamplePositions: [3], UnformattedTextValue: 'R wave' }),
      note({ ReferencedTimeOffsets: ['500', '1500'], ReferencedWaveformChannels: [1, 2] }),
      note({ ReferencedTimeOffsets: ['0'], ReferencedWaveformChannels: [2, 0] }),
      note({
        ReferencedSamplePositions: [1],
        UnformattedTextValue: null,
        ConceptNameCodeSequence: [code('Heart rate', '1')],
        NumericValue: '62',
        MeasurementUnitsCodeSequence: [code('per minute', '/min')],
      }),
      note({ UnformattedTextValue: 'about everything' }),
    ]);
    expect(readWaveforms(instance, read)[0]!.annotations).toEqual([
      { at: 1, seconds: 0, text: 'R wave', channels: [] },
      { at: 0.5, seconds: 1, text: 'x', channels: [1] },
      { at: 0, seconds: 0, text: 'Heart rate: 62 /min', channels: [] },
    ]);
  });

  it.each([
    ['no frequency', { SamplingFrequency: null }],
    ['samples of an unknown kind', { WaveformSampleInterpretation: 'XX' }],
    ['channels that are not defined', { NumberOfWaveformChannels: 3 }],
  ])('with %s is refused', (_, more) => {
    const { instance, read } = ecg(more);
    expect(() => readWaveforms(instance, read)).toThrow('The recording cannot be read');
  });
});
