import type { Dataset } from './dataset.ts';
import type { Tag } from './tag.ts';

/** Encapsulated pixel data (PS3.5 A.4). All are views into the source. */
export interface Fragments {
  /** Value of the first item: 32-bit offsets of frames, or empty. */
  readonly basicOffsetTable: Uint8Array;
  readonly fragments: readonly Uint8Array[];
}

/**
 * A decoded value. The kind follows from the VR; `fragments` from an undefined length of bytes. Bytes are in little endian,
 * whatever the source is in.
 */
export type Value =
  | { readonly kind: 'strings'; readonly strings: readonly string[] }
  | { readonly kind: 'numbers'; readonly numbers: readonly number[] }
  | { readonly kind: 'bigints'; readonly bigints: readonly bigint[] }
  | { readonly kind: 'tags'; readonly tags: readonly Tag[] }
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array }
  | { readonly kind: 'items'; readonly items: readonly Dataset[] }
  | { readonly kind: 'fragments'; readonly fragments: Fragments };

/** What `Dataset.set` takes. Numbers are allowed for DS and IS, strings for everything that is text. */
export type ValueInput =
  | string
  | number
  | bigint
  | Uint8Array
  | Fragments
  | readonly string[]
  | readonly number[]
  | readonly bigint[]
  | readonly Dataset[];
