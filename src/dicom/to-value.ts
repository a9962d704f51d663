import { IsocenterError } from '../base/index.ts';
import { formatTag, type Tag } from './tag.ts';
import type { Fragments, Value, ValueInput } from './value.ts';
import type { Vr } from './vr.ts';

/** What was handed to `Dataset.set` as the value its VR holds, sequences aside; `dicom/bad-value` where it cannot be. */
export function toValue(tag: Tag, vr: Vr, input: ValueInput): Value {
  const fail = (reason: string): never => {
    throw new IsocenterError('dicom/bad-value', { tag: formatTag(tag), vr: vr.code, reason });
  };
  if (isFragments(input)) {
    return vr.kind === 'bytes' ? { kind: 'fragments', fragments: input } : fail('fragments');
  }
  if (input instanceof Uint8Array)
    return vr.kind === 'bytes' ? { kind: 'bytes', bytes: input } : fail('bytes');
  const values: readonly unknown[] = Array.isArray(input) ? input : [input];
  switch (vr.kind) {
    case 'string':
    case 'text':
    case 'decimal':
      return { kind: 'strings', strings: toStrings(vr, values, fail) };
    case 'int':
      return { kind: 'numbers', numbers: values.map((value) => toNumber(value, fail)) };
    case 'bigint':
      return { kind: 'bigints', bigints: values.map((value) => toBigint(value, fail)) };
    case 'tag':
      return { kind: 'tags', tags: values.map((value) => toNumber(value, fail)) };
    case 'bytes':
      return values.length === 0 ? { kind: 'bytes', bytes: new Uint8Array(0) } : fail('not bytes');
    case 'sequence':
      return fail('not items');
    default:
      return vr.kind satisfies never;
  }
}

type Fail = (reason: string) => never;

const isFragments = (input: ValueInput): input is Fragments =>
  typeof input === 'object' && 'basicOffsetTable' in input;

function toStrings(vr: Vr, values: readonly unknown[], fail: Fail): readonly string[] {
  const strings = values.map((value) => toText(value, fail));
  if (vr.multiple && strings.some((text) => text.includes('\\'))) {
    return strings.flatMap((text) => text.split('\\'));
  }
  if (!vr.multiple && strings.length > 1) fail('more than one value');
  return strings.length === 1 && strings[0] === '' ? [] : strings;
}

function toText(value: unknown, fail: Fail): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' && Number.isFinite(value)) return decimalString(value);
  return fail(`a ${typeof value}`);
}

/** At most 16 characters (DS, PS3.5 6.2), as exact as fits. */
function decimalString(value: number): string {
  let text = String(value);
  for (let digits = 15; text.length > 16 && digits > 0; digits--)
    text = String(Number(value.toPrecision(digits)));
  return text;
}

function toNumber(value: unknown, fail: Fail): number {
  return typeof value === 'number' ? value : fail(`a ${typeof value}`);
}

function toBigint(value: unknown, fail: Fail): bigint {
  if (typeof value === 'bigint') return value;
  return Number.isInteger(value) ? BigInt(value as number) : fail(`a ${typeof value}`);
}
