import { IsocenterError } from '../base/index.ts';
import type { Dataset } from './dataset.ts';
import { elementOf, tagOf } from './dictionary/elements.ts';
import { parseTag, type Tag } from './tag.ts';
import type { VrCode } from './vr.ts';

/** A keyword of the dictionary, a tag, or a private element: group, creator and the low byte of its number. */
export type ElementReference =
  | string
  | { readonly tag: Tag }
  | { readonly group: number; readonly creator: string; readonly element: number };

/** Through sequences, of which the first item is meant, to an element. */
export type ElementPath = readonly ElementReference[];

/** Steps of a path; the standard nests no deeper than this where people look. */
const MAXIMUM_STEPS = 16;

const PRIVATE = /^([0-9a-f]{4})xx([0-9a-f]{2})\[([^\]]{1,64})\]$/i;

/**
 * `PatientID`, `RequestAttributesSequence.ScheduledProcedureStepID`, `00189345`, or a private element as its group, `xx`,
 * the low byte of its number and its creator: `0029xx10[SIEMENS CSA HEADER]`. Throws `input/invalid`.
 */
export function parseElementPath(text: string): ElementPath {
  const steps = text.match(/(?:[^.[]|\[[^\]]*\]?)+/g) ?? [];
  if (steps.join('.') !== text || steps.length === 0 || steps.length > MAXIMUM_STEPS) throw badPath(text);
  const references = steps.map(parseReference);
  if (!references.slice(0, -1).every(mayBeSequence)) throw badPath(text);
  return references;
}

function parseReference(text: string): ElementReference {
  const [, group, element, creator] = PRIVATE.exec(text) ?? [];
  if (group !== undefined && element !== undefined && creator !== undefined) {
    return { group: Number.parseInt(group, 16), creator, element: Number.parseInt(element, 16) };
  }
  if (tagOf(text) !== undefined) return text;
  const tag = parseTag(text);
  if (tag === undefined) throw badPath(text);
  return { tag };
}

function mayBeSequence(step: ElementReference): boolean {
  const vr = vrOfReference(step);
  return vr === undefined || vr === 'SQ';
}

/** The VR that the dictionary gives the last element of a path; undefined for private and unknown ones. */
export const vrOfPath = (path: ElementPath): VrCode | undefined => vrOfReference(path.at(-1)!);

function vrOfReference(step: ElementReference): VrCode | undefined {
  const tag = typeof step === 'string' ? tagOf(step) : 'tag' in step ? step.tag : undefined;
  return tag === undefined ? undefined : elementOf(tag)?.vr.code;
}

/** The data set or item that holds the last element of a path, and its tag there; undefined where the way ends before. */
export function followPath(
  dataset: Dataset,
  path: ElementPath,
): { readonly item: Dataset; readonly tag: Tag } | undefined {
  let item: Dataset | undefined = dataset;
  for (const step of path.slice(0, -1)) {
    const tag: Tag | undefined = tagIn(item, step);
    item = tag === undefined ? undefined : item.items(tag)[0];
    if (!item) return undefined;
  }
  const tag = tagIn(item, path.at(-1)!);
  return tag === undefined ? undefined : { item, tag };
}

/** All values at a path as text; none where it leads nowhere. */
export function stringsAt(dataset: Dataset, path: ElementPath): readonly string[] {
  const found = followPath(dataset, path);
  return found ? found.item.strings(found.tag) : [];
}

/** Private blocks move: the creator's element says where this one is (PS3.5 7.8.1). */
function tagIn(dataset: Dataset, reference: ElementReference): Tag | undefined {
  if (typeof reference === 'string') return tagOf(reference);
  if ('tag' in reference) return reference.tag;
  for (let block = 0x10; block <= 0xff; block++) {
    const creator = reference.group * 0x10000 + block;
    if (dataset.string(creator) === reference.creator)
      return creator - block + block * 0x100 + reference.element;
  }
  return undefined;
}

const badPath = (text: string): IsocenterError =>
  new IsocenterError('input/invalid', {
    reason: `"${text}" does not name an element: a keyword, a tag, or the steps to it through sequences, with dots`,
  });
