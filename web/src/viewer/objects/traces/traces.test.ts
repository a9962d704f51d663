import { describe, expect, it } from 'vitest';
import { measured } from './calliper.ts';
import { electrodeOf } from './electrodes.ts';
import { isEeg, samplesOf, tracesOf } from './montage.ts';
import { hasTwelveLeads, rows, twelveLeads } from './sheet.ts';

const channel = (label: string, frequency = 256) => ({ label, unit: 'uV', frequency });
const leads = ['I', 'II', 'III', 'aVR', 'aVL', 'aVF', 'V1', 'V2', 'V3', 'V4', 'V5', 'V6'];

it.each([
  ['EEG Fp1-Ref', 'Fp1'],
  ['FP2', 'Fp2'],
  ['T3', 'T7'],
  ['EEG CZ-A1', 'Cz'],
  ['F4', 'F4'],
  ['EMG chin', undefined],
  ['Flow', undefined],
  ['II', undefined],
])('%s is the electrode %s', (label, name) => {
  expect(electrodeOf(label)).toBe(name);
});

describe('montages', () => {
  const channels = ['Fp1', 'F7', 'T3', 'T5', 'O1', 'ECG'].map((label) => channel(label));

  it('are the recorded one, differences from front to back, and to the mean of the head', () => {
    expect(tracesOf(channels, 'bipolar')).toEqual([
      { label: 'Fp1-F7', channel: 0, minus: [1] },
      { label: 'F7-T7', channel: 1, minus: [2] },
      { label: 'T7-P7', channel: 2, minus: [3] },
      { label: 'P7-O1', channel: 3, minus: [4] },
    ]);
    expect(tracesOf(channels, 'average')[0]).toEqual({
      label: 'Fp1-Avg',
      channel: 0,
      minus: [0, 1, 2, 3, 4],
    });
    expect(tracesOf(channels, 'average')[5]).toEqual({ label: 'ECG', channel: 5, minus: [] });
    expect(tracesOf(channels, 'recorded')[2]).toEqual({ label: 'T3', channel: 2, minus: [] });
    expect([isEeg(channels), isEeg(leads.map((lead) => channel(lead)))]).toEqual([true, false]);
  });

  it('take away sample by sample', () => {
    const samples = [Float32Array.of(5, 6), Float32Array.of(1, 2), Float32Array.of(3, 6)];
    expect([...samplesOf({ label: '', channel: 0, minus: [1, 2] }, samples)]).toEqual([3, 2]);
    expect(samplesOf({ label: '', channel: 0, minus: [] }, samples)).toBe(samples[0]);
  });
});

describe('a sheet', () => {
  const traces = tracesOf(
    leads.map((lead) => channel(lead)),
    'recorded',
  );

  it('has twelve leads of 2.5 s where cardiologists look for them, and a rhythm below', () => {
    const sheet = twelveLeads(traces, 25);
    expect({ ...sheet, strips: sheet.strips.length }).toEqual({
      strips: 13,
      width: 250,
      height: 120,
      seconds: 10,
    });
    const place = (label: string) => sheet.strips.find(({ trace }) => traces[trace]?.label === label);
    expect(place('aVL')).toEqual({ trace: 4, from: 2.5, seconds: 2.5, x: 62.5, baseline: 45, height: 30 });
    expect(sheet.strips.at(-1)).toMatchObject({ trace: 1, from: 0, seconds: 10, baseline: 105 });
    expect([hasTwelveLeads(traces), hasTwelveLeads(traces.slice(1))]).toEqual([true, false]);
  });

  it('has rows as wide as the paper, not lower than they can be read', () => {
    const { strips, seconds, height } = rows(traces, 30, { width: 300, height: 60 }, 8);
    expect({ seconds, height }).toEqual({ seconds: 10, height: 96 });
    expect(strips[2]).toEqual({ trace: 2, from: 0, seconds: 10, x: 0, baseline: 20, height: 8 });
  });
});

it('a calliper says how long, how high, and how often in a minute', () => {
  const paper = { pixelsPerMillimetre: 4, speed: 25, gain: 10 };
  expect(measured({ x: 80, y: -40 }, paper)).toEqual({ milliseconds: 800, millivolts: 1, perMinute: 75 });
  expect(measured({ x: -80, y: 0 }, paper)).toEqual({ milliseconds: 800, millivolts: 0, perMinute: 75 });
  expect(measured({ x: 0, y: 40 }, paper)).toEqual({ milliseconds: 0, millivolts: -1, perMinute: undefined });
});
