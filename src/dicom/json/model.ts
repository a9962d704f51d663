/** The DICOM JSON model, PS3.18 annex F. Keys are tags of eight hexadecimal digits. */
export interface JsonDataset {
  readonly [tag: string]: JsonElement;
}

/** One attribute; without any of the three an empty one. */
export interface JsonElement {
  readonly vr: string;
  readonly Value?: readonly JsonValue[];
  readonly BulkDataURI?: string;
  /** Base64 of the value in little endian. */
  readonly InlineBinary?: string;
}

/** Null is an empty value among others. */
export type JsonValue = string | number | null | JsonPersonName | JsonDataset;

export interface JsonPersonName {
  readonly Alphabetic?: string;
  readonly Ideographic?: string;
  readonly Phonetic?: string;
}

/** In the order in which `=` separates the component groups. */
export const jsonNameGroups = ['Alphabetic', 'Ideographic', 'Phonetic'] as const;

/** Numbers that JSON has no notation for travel as these strings. */
export const nonFinite: Readonly<Record<string, number>> = {
  NaN: Number.NaN,
  Infinity: Number.POSITIVE_INFINITY,
  '-Infinity': Number.NEGATIVE_INFINITY,
};
