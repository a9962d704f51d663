/** How fast a film is shown. */
import { type JsonInstance, numbersIn } from '../../api/dicom-web.ts';
import { tags } from './tags.ts';

/** Images in a second. */
export const frameRates = { slowest: 1, fastest: 60, usual: 10 } as const;

/** As the instance recommends it, or as it was recorded (PS3.3 C.7.6.5); as usual where it says neither. */
export function frameRateOf(instance: JsonInstance): number {
  const times = numbersIn(instance, tags.FrameTimeVector).filter((time) => time > 0);
  const mean = times.length > 0 ? times.reduce((sum, time) => sum + time, 0) / times.length : undefined;
  const frameTime = numbersIn(instance, tags.FrameTime)[0] || mean;
  const rate =
    numbersIn(instance, tags.RecommendedDisplayFrameRate)[0] ||
    numbersIn(instance, tags.CineRate)[0] ||
    (frameTime ? 1_000 / frameTime : frameRates.usual);
  return Math.min(frameRates.fastest, Math.max(frameRates.slowest, Math.round(rate)));
}
