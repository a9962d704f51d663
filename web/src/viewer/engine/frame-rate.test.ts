import { expect, it } from 'vitest';
import { frameRateOf } from './frame-rate.ts';
import { tags } from './tags.ts';

const says = (tag: string, ...values: number[]) => ({ [tag]: { vr: 'DS', Value: values } });

it.each([
  ['as recommended', { ...says(tags.RecommendedDisplayFrameRate, 24), ...says(tags.CineRate, 30) }, 24],
  ['as recorded', says(tags.CineRate, 30), 30],
  ['by the time of a frame', says(tags.FrameTime, 40), 25],
  ['by the times between frames, of which the first is none', says(tags.FrameTimeVector, 0, 50, 50), 20],
  ['as usual', {}, 10],
  ['not by nothing', says(tags.FrameTime, 0), 10],
  ['no faster than a screen', says(tags.CineRate, 500), 60],
  ['no slower than one a second', says(tags.FrameTime, 60_000), 1],
])('a film runs %s', (_, instance, rate) => {
  expect(frameRateOf(instance)).toBe(rate);
});
