import { canEncodeText, type SpecificCharacterSet, utf8CharacterSet } from '../charset/index.ts';
import type { Dataset } from '../dataset.ts';
import type { Element } from '../element.ts';
import { VR } from '../vr.ts';

const SPECIFIC_CHARACTER_SET = 0x00080005;

/** Sets (0008,0005) to ISO_IR 192 in the data set and in items that hold text which their character set has not. */
export function ensureEncodable(dataset: Dataset, inherited: SpecificCharacterSet): void {
  let charset = dataset.declaredCharacterSet ?? inherited;
  const elements = [...dataset];
  if (!elements.every((element) => fits(element, charset))) {
    dataset.set(SPECIFIC_CHARACTER_SET, VR.CS, utf8CharacterSet.terms);
    charset = utf8CharacterSet;
  }
  for (const { value } of elements) {
    if (value.kind === 'items') for (const item of value.items) ensureEncodable(item, charset);
  }
}

function fits({ vr, value }: Element, charset: SpecificCharacterSet): boolean {
  if (!vr.charset || value.kind !== 'strings') return true;
  return value.strings.every((text) => canEncodeText(text, charset, vr.code));
}
