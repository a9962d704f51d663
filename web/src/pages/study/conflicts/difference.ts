/** What contents of one identity say differently. */
import type { FindRow } from '../../../../../src/contract/index.ts';

export interface Difference {
  readonly keyword: string;
  /** What each of them says, in their order; empty where it says nothing. */
  readonly values: readonly string[];
  readonly isSame: boolean;
}

/** Every element that one of them has, in alphabetic order. */
export function differences(headers: readonly FindRow[]): Difference[] {
  const keywords = [...new Set(headers.flatMap((header) => Object.keys(header)))].sort();
  return keywords.map((keyword) => {
    const values = headers.map((header) => [header[keyword] ?? []].flat().join('\\'));
    return { keyword, values, isSame: values.every((value) => value === values[0]) };
  });
}
