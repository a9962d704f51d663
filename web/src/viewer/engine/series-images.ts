/** The images of a series in their order, each frame by the id under which it is loaded and its elements are found. */
import { type JsonInstance, numbersIn, seriesMetadata, seriesPath, textIn } from '../../api/dicom-web.ts';
import { objectKindOf } from '../objects/object-kind.ts';
import { giveElements } from './elements.ts';
import { tags } from './tags.ts';

export interface SeriesImages {
  readonly study: string;
  readonly series: string;
  /** `wadors` ids, one for each frame. */
  readonly ids: readonly string[];
  /** Where each of them stands among all, from 0. */
  readonly indexes: ReadonlyMap<string, number>;
  /** Elements of the instance that each frame is of. */
  readonly instances: readonly JsonInstance[];
  /** Bytes of one image in memory, at most. */
  readonly imageBytes: number;
  /** Instances of the series that are no images of a stack, in their order. */
  readonly others: readonly JsonInstance[];
}

/** Cornerstone keeps samples as 32-bit floats where a slope asks for it, and colours with four channels. */
const MAX_BYTES_PER_PIXEL = 4;

/** Failures are `IsocenterError`s. */
export async function openSeries(study: string, series: string, signal: AbortSignal): Promise<SeriesImages> {
  const all = await seriesMetadata(study, series, signal);
  const isPicture = (instance: JsonInstance) => objectKindOf(instance) === undefined;
  const pictures = inOrder(all.filter(isPicture));
  const frames = pictures.flatMap((instance) => framesOf(study, series, instance));
  const pixels = pictures.map((one) => pixelsOf(one));
  return {
    study,
    series,
    ids: frames.map(({ id }) => id),
    indexes: new Map(frames.map(({ id }, index) => [id, index])),
    instances: frames.map(({ instance }) => instance),
    imageBytes: Math.max(1, ...pixels) * MAX_BYTES_PER_PIXEL,
    others: inOrder(all.filter((one) => !isPicture(one))),
  };
}

const pixelsOf = (instance: JsonInstance): number =>
  (numbersIn(instance, tags.Rows)[0] ?? 0) * (numbersIn(instance, tags.Columns)[0] ?? 0);

/** By InstanceNumber, as the scanner counted them; those without one stand last. */
function inOrder(instances: readonly JsonInstance[]): JsonInstance[] {
  const numberOf = (instance: JsonInstance) => numbersIn(instance, tags.InstanceNumber)[0] ?? Infinity;
  const keyed = instances.map((instance) => ({ instance, number: numberOf(instance) }));
  keyed.sort((a, b) => {
    if (a.number !== b.number) return a.number < b.number ? -1 : 1;
    return textIn(a.instance, tags.SOPInstanceUID) < textIn(b.instance, tags.SOPInstanceUID) ? -1 : 1;
  });
  return keyed.map(({ instance }) => instance);
}

function framesOf(
  study: string,
  series: string,
  instance: JsonInstance,
): { id: string; instance: JsonInstance }[] {
  const frames = `wadors:${seriesPath(study, series)}/instances/${textIn(instance, tags.SOPInstanceUID)}/frames`;
  const count = Math.max(1, numbersIn(instance, tags.NumberOfFrames)[0] ?? 1);
  giveElements(`${frames}/1`, instance);
  return Array.from({ length: count }, (_, i) => ({ id: `${frames}/${i + 1}`, instance }));
}
