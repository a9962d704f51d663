import type { Origin } from '../../contract/index.ts';
import type { SeriesParameter } from '../parameters.ts';
import type { InstanceRecord } from '../record/instance-record.ts';

/** Where bytes of an item lie. */
export interface Location {
  readonly store: string;
  readonly key: string;
  readonly form: 'plain' | 'packed' | 'encrypted';
  /** Bytes in front of the data set (preamble and file meta group); 0 for items that are no DICOM file. */
  readonly headLength: number;
}

/** The bytes of an item. */
export interface Content {
  /** SHA-256 in hexadecimal; of an instance over the data set after group 0002. */
  readonly sha256: string;
  /** Bytes of the whole stored file. */
  readonly size: number;
  readonly mediaType: string;
  readonly location: Location;
}

interface Arrival {
  readonly content: Content;
  readonly origin: Origin;
  /** Names the actor in the event. */
  readonly actor: string;
  readonly collection?: string;
}

/** What a content says of its series, study and patient. */
export interface Description {
  readonly record: InstanceRecord;
  /** Tells patients of different sources apart when their ids have no issuer. */
  readonly originDomain?: string | undefined;
  /** Of its series, where the record cannot tell them: the file is lost. */
  readonly parameters?: readonly SeriesParameter[] | undefined;
}

interface InstanceArrival extends Arrival, Description {
  /** Where pixel data begins, counted from the start of the data set; absent when there is none. */
  readonly pixelDataOffset?: number;
}

/** What a committed batch is made of. */
export type CommitEntry =
  /** An instance that is not there yet. Answers `exists` instead of a second one with the same identity. */
  | (InstanceArrival & { readonly kind: 'instance' })
  /** Other content with the identity of a current instance: kept, not current, until a person decides. */
  | (InstanceArrival & { readonly kind: 'conflict' })
  /** An edit of ours: becomes current, the item `revisionOf` is kept. */
  | (InstanceArrival & { readonly kind: 'revision'; readonly revisionOf: number })
  | (Arrival & { readonly kind: 'file' /** What people call it. */; readonly name: string })
  /** The same bytes once more. */
  | { readonly kind: 'origin'; readonly itemId: number; readonly origin: Origin; readonly actor: string };

export type CommitResult =
  | { readonly status: 'stored'; readonly itemId: number }
  /** Nothing was written: this item has the identity (or, of files, the digest) already. */
  | { readonly status: 'exists'; readonly itemId: number; readonly sha256: string };
