/** From stored values of an image to greys, as its elements say (PS3.3 C.11.1, C.11.2): tables are fetched with the image. */
import type { Transforms } from '../../../../../src/pixels/index.ts';
import { itemsIn, type JsonInstance } from '../../../api/dicom-web.ts';
import { elementsOf } from '../elements.ts';
import { elementsOfFrame } from '../frame-elements.ts';
import { tags } from '../tags.ts';

const tables = [tags.ModalityLUTSequence, tags.VOILUTSequence];
/** What transforms are read from. */
const wanted = [
  ...[tags.PixelRepresentation, tags.RescaleIntercept, tags.RescaleSlope],
  ...[tags.WindowCenter, tags.WindowWidth, tags.WindowCenterWidthExplanation, tags.VOILUTFunction],
  ...tables,
];

interface Frame {
  /** Path of its instance. */
  readonly path: string;
  readonly instance: JsonInstance;
  /** In its instance, from 0; always 0 where all its frames have the same. */
  readonly index: number;
}

/** By the index of the frame; undefined of what cannot be read. */
const known = new WeakMap<JsonInstance, Map<number, Transforms | undefined>>();

/** Whether there is more to an image than a slope and windows. */
export function hasTables(id: string): boolean {
  const frame = frameIn(id);
  return frame !== undefined && elementsWithTables(frame) !== undefined;
}

/** Reads those of an image that has tables, once. Failures on the way there are `IsocenterError`s. */
export async function fetchTransforms(id: string): Promise<void> {
  const frame = frameIn(id);
  const elements = frame && elementsWithTables(frame);
  if (!elements || known.get(frame.instance)?.has(frame.index)) return;
  const { transformsIn } = await import('./read-transforms.ts');
  const transforms = await transformsIn(elements, frame.path);
  const frames = known.get(frame.instance) ?? new Map<number, Transforms | undefined>();
  known.set(frame.instance, frames.set(frame.index, transforms));
}

/** Of a loaded image that has tables; undefined where they cannot be read. */
export function transformsOf(id: string): Transforms | undefined {
  const frame = frameIn(id);
  return frame && known.get(frame.instance)?.get(frame.index);
}

function frameIn(id: string): Frame | undefined {
  const [, path, number] = /^wadors:(.+)\/frames\/(\d+)$/.exec(id) ?? [];
  const instance = path === undefined ? undefined : elementsOf(`wadors:${path}/frames/1`);
  if (path === undefined || !instance) return undefined;
  const isOwn = itemsIn(instance, tags.PerFrameFunctionalGroupsSequence).length > 0;
  return { path, instance, index: isOwn ? Number(number) - 1 : 0 };
}

function elementsWithTables({ instance, index }: Frame): JsonInstance | undefined {
  const all = elementsOfFrame(instance, index);
  if (!tables.some((tag) => itemsIn(all, tag).length > 0)) return undefined;
  return Object.fromEntries(wanted.flatMap((tag) => (all[tag] ? [[tag, all[tag]]] : [])));
}
