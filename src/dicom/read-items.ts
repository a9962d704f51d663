import { IsocenterError } from '../base/index.ts';
import type { Dataset } from './dataset.ts';
import type { Element } from './element.ts';
import { itemHeaderLength, itemTags, undefinedLength } from './item-tags.ts';
import { LevelParser } from './level-parser.ts';
import { limits } from './limits.ts';
import { readLevel } from './read-level.ts';
import { type Encoding, implicitLittleEndian } from './source.ts';
import { formatTag } from './tag.ts';
import type { Value } from './value.ts';

/** Reads the items of a sequence, one level. */
export function readItems(element: Element): Value {
  const { owner } = element;
  checkDepth(owner.depth + 1);
  const encoding = element.isUnknown ? implicitLittleEndian : owner.encoding;
  const items: Dataset[] = [];
  let at = element.valueStart;
  while (at + itemHeaderLength <= element.valueEnd) {
    const next = readItem(element, at, encoding);
    if (!next) break;
    items.push(next);
    checkCount('Item count', items.length, limits.elements);
    at = next.span!.end;
  }
  return { kind: 'items', items };
}

/** Reads the fragments of encapsulated pixel data: the first item is the basic offset table (PS3.5 A.4). */
export function readFragments(element: Element): Value {
  const { source, encoding } = element.owner;
  const pieces: Uint8Array[] = [];
  let at = element.valueStart;
  while (at + itemHeaderLength <= element.valueEnd) {
    const length = source.uint32(at + 4, encoding.littleEndian);
    const end = Math.min(at + itemHeaderLength + length, element.valueEnd);
    pieces.push(source.bytes.subarray(at + itemHeaderLength, end));
    checkCount('Fragment count', pieces.length, limits.walked);
    at = end;
  }
  const basicOffsetTable = pieces[0] ?? new Uint8Array(0);
  return { kind: 'fragments', fragments: { basicOffsetTable, fragments: pieces.slice(1) } };
}

function readItem(element: Element, at: number, encoding: Encoding): Dataset | undefined {
  const { source } = element.owner;
  const tag = source.tag(at, encoding.littleEndian);
  const length = source.uint32(at + 4, encoding.littleEndian);
  // Some writers close sequences of defined length too.
  if (tag === itemTags.sequenceEnd) return undefined;
  if (tag !== itemTags.item && !source.tolerant) {
    throw new IsocenterError('dicom/bad-length', { tag: formatTag(element.tag), length: element.length });
  }
  const dataset = element.owner.newItem(encoding);
  const isUndefined = length === undefinedLength;
  const limit = isUndefined ? element.valueEnd : Math.min(at + itemHeaderLength + length, element.valueEnd);
  const parser = new LevelParser(dataset, at + itemHeaderLength);
  readLevel(dataset, parser, limit, isUndefined ? 'itemEnd' : 'end');
  // An item at the end of its sequence may lack its delimiter.
  const end = isUndefined ? Math.min(parser.position + itemHeaderLength, limit) : limit;
  dataset.span = { start: at, end, undefinedLength: isUndefined };
  return dataset;
}

function checkDepth(depth: number): void {
  if (depth <= limits.sequenceDepth) return;
  throw new IsocenterError('dicom/limit', {
    what: 'Sequence depth',
    value: depth,
    limit: limits.sequenceDepth,
  });
}

function checkCount(what: string, value: number, limit: number): void {
  if (value > limit) throw new IsocenterError('dicom/limit', { what, value, limit });
}
