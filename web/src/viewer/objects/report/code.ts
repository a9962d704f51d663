/** Codes (PS3.3 8.8) as people say them. */
import { itemsIn, type JsonInstance, textIn } from '../../../api/dicom-web.ts';
import { objectTags as tags } from '../tags.ts';

/** The meaning of the first code of a sequence, or where it says none its value; empty where there is no code. */
export function codeIn(instance: JsonInstance, sequence: string): string {
  const [code] = itemsIn(instance, sequence);
  return code ? textIn(code, tags.CodeMeaning) || codeValueOf(code) : '';
}

/** The value of the first code of a sequence, which machines know it by: "mm", "121071"; empty where there is none. */
export function codeValueIn(instance: JsonInstance, sequence: string): string {
  const [code] = itemsIn(instance, sequence);
  return code ? codeValueOf(code) : '';
}

const codeValueOf = (code: JsonInstance): string =>
  textIn(code, tags.CodeValue) || textIn(code, tags.LongCodeValue) || textIn(code, tags.URNCodeValue);
