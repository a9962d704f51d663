import { IsocenterError } from '../base/index.ts';
import { type Dataset, elementOf, hexTag, parseTag, type Tag, tagOf } from '../dicom/index.ts';
import { unknownElement } from './unknown-element.ts';

/** New values by keyword or tag; null empties an element. Several values have a backslash between them. */
export type ElementEdits = Readonly<Record<string, string | null>>;

/** Takes over what somebody says of elements; numbers are read as such. Throws `input/invalid` for what has no text form. */
export function editElements(dataset: Dataset, edits: ElementEdits): void {
  for (const [name, text] of Object.entries(edits)) {
    const tag = requireTag(name);
    const vr = dataset.get(tag)?.vr ?? elementOf(tag)?.vr;
    if (!vr || tag >>> 16 <= 2 || vr.kind === 'sequence' || vr.kind === 'bytes' || vr.kind === 'tag')
      throw new IsocenterError('input/invalid', {
        reason: `${elementOf(tag)?.keyword || hexTag(tag)} cannot be edited.`,
      });
    const isNumber = vr.kind === 'int' || vr.kind === 'bigint';
    if (text === null) dataset.set(tag, vr, []);
    else dataset.set(tag, vr, isNumber ? text.split('\\').map(Number) : text);
  }
}

/** By keyword or tag. Throws `query/bad`. */
export function requireTag(name: string): Tag {
  const tag = tagOf(name) ?? parseTag(name);
  if (tag === undefined) throw unknownElement(name);
  return tag;
}
