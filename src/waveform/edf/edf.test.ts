import { describe, expect, it } from 'vitest';
import { openEdf } from './edf.ts';

const never = new AbortController().signal;

interface Made {
  readonly label: string;
  readonly unit?: string;
  readonly samples?: number;
  readonly range?: readonly [
    physicalMin: number,
    physicalMax: number,
    digitalMin: number,
    digitalMax: number,
  ];
}

const field = (value: string | number, length: number) => String(value).padEnd(length).slice(0, length);

/** A header as recorders write it. */
function header(
  signals: readonly Made[],
  { records = 2, seconds = 1, kind = '', isBdf = false } = {},
): Uint8Array {
  const each = (length: number, of: (signal: Made) => string | number) =>
    signals.map((signal) => field(of(signal), length)).join('');
  const range = (index: number) => each(8, ({ range = [-100, 100, -1_000, 1_000] }) => range[index]!);
  const text = [
    ...[field(isBdf ? '\u00ffBIOSEMI' : '0', 8), field('X X X X', 80), field('Startdate X X X X', 80)],
    ...['01.02.97', '23.30.05', field(256 * (signals.length + 1), 8), field(kind, 44)],
    ...[field(records, 8), field(seconds, 8), field(signals.length, 4)],
    ...[each(16, ({ label }) => label), each(80, () => ''), each(8, ({ unit = 'uV' }) => unit)],
    ...[range(0), range(1), range(2), range(3), each(80, () => 'HP:0.1Hz')],
    ...[each(8, ({ samples = 2 }) => samples), each(32, () => '')],
  ].join('');
  return Uint8Array.from(text, (letter) => letter.charCodeAt(0));
}

const int16 = (...numbers: number[]) => new Uint8Array(Int16Array.from(numbers).buffer);
const list = (text: string, bytes: number) => {
  const encoded = new TextEncoder().encode(text);
  return new Uint8Array([...encoded, ...new Uint8Array(bytes - encoded.length)]);
};
const joined = (...parts: Uint8Array[]) => new Uint8Array(parts.flatMap((part) => [...part]));

function open(file: Uint8Array) {
  const asked: [number, number][] = [];
  const read = async (start: number, end: number) => {
    asked.push([start, end]);
    return file.subarray(start, end);
  };
  return { recording: openEdf(read, file.length, never), asked };
}

describe('EDF', () => {
  const signals = [{ label: 'EEG Fp1-Ref' }, { label: 'Resp chest', unit: '', samples: 1 }];
  const file = joined(header(signals), int16(10, 20, 5), int16(30, -40, 6));

  it('says what was recorded, how long, and when', async () => {
    const recording = await open(file).recording;
    expect(recording).toMatchObject({
      seconds: 2,
      startedAt: '1997-02-01T23:30:05',
      isInterrupted: false,
      channels: [
        { label: 'EEG Fp1-Ref', unit: 'uV', frequency: 2 },
        { label: 'Resp chest', unit: '', frequency: 1 },
      ],
    });
  });

  it('has samples in physical units, of the records that are looked at', async () => {
    const { recording, asked } = open(file);
    const { from, samples } = await (await recording).read(1.2, 1.6, never);
    expect(from).toBe(1);
    expect(samples.map((channel) => [...channel])).toEqual([[3, -4], [expect.closeTo(0.6, 5)]]);
    expect(asked.at(-1)).toEqual([768 + 6, 768 + 12]);
  });

  it('counts its records itself while it is written, and stands the end that was cut off', async () => {
    const growing = joined(header(signals, { records: -1 }), int16(1, 2, 3), int16(4, 5, 6), int16(7));
    expect((await open(growing).recording).seconds).toBe(2);
    const cut = joined(header(signals, { records: 900 }), int16(1, 2, 3));
    expect((await open(cut).recording).seconds).toBe(1);
  });

  it('of 24 bits is BDF', async () => {
    const bytes = [1, 0, 0, 0xff, 0xff, 0xff, 0, 0, 0x80, 0xff, 0xff, 0x7f];
    const range = [-8_388_608, 8_388_607, -8_388_608, 8_388_607] as const;
    const bdf = joined(header([{ label: 'A1', range }], { isBdf: true }), Uint8Array.from(bytes));
    const { samples } = await (await open(bdf).recording).read(0, 2, never);
    expect([...samples[0]!]).toEqual([1, -1, -8_388_608, 8_388_607]);
  });

  it('has annotations in EDF+, which are no channel', async () => {
    const notes = [...signals, { label: 'EDF Annotations', samples: 20 }];
    const plus = joined(
      header(notes, { kind: 'EDF+C', records: 1 }),
      int16(1, 2, 3),
      list('+0\u0014\u0014\0+0.5\u001530\u0014Sleep stage 2\u0014Näseln\u0014\0', 40),
    );
    const recording = await open(plus).recording;
    expect(recording.channels).toHaveLength(2);
    const { annotations } = await recording.read(0, 1, never);
    expect(annotations).toEqual([
      { at: 0.5, seconds: 30, text: 'Sleep stage 2', channels: [] },
      { at: 0.5, seconds: 30, text: 'Näseln', channels: [] },
    ]);
    const parts = joined(
      header(notes, { kind: 'EDF+D', records: 1 }),
      int16(1, 2, 3),
      list('+7\u0014\u0014\0', 40),
    );
    expect((await open(parts).recording).isInterrupted).toBe(true);
  });

  it.each([
    ['something else', new TextEncoder().encode('hello'.repeat(100))],
    ['a beginning', file.subarray(0, 100)],
    ['no signals', header([])],
    ['empty records', header([{ label: 'x', samples: 0 }])],
  ])('is refused, when it is %s', async (_, bytes) => {
    await expect(open(bytes).recording).rejects.toThrow('The recording cannot be read');
  });
});
