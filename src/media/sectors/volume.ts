import type { IsocenterError } from '../../base/index.ts';
import type { Extent } from './extents.ts';

/** Ways in which files are on a disc, the one with the best names first. */
export type VolumeFormat = 'UDF' | 'Joliet' | 'Rock Ridge' | 'ISO 9660';

/** The files of a disc, as one of its file systems has them. */
export interface Volume {
  readonly format: VolumeFormat;
  /** What the disc calls itself; may be empty. */
  readonly label: string;
  readonly root: DiscFolder;
}

/** What is in a folder of a disc; its names are as they are there. */
export type DiscNode = DiscFolder | DiscContent | DamagedNode | FolderProblem;

export interface DiscFolder {
  readonly kind: 'folder';
  readonly name: string;
  /** Where on the disc it lies: a folder that is met again below itself is a loop. */
  readonly place: string;
  /** Throws what cannot be read of the folder as a whole. */
  list(): AsyncGenerator<DiscNode, void, void>;
}

export interface DiscContent {
  readonly kind: 'file';
  readonly name: string;
  readonly extents: readonly Extent[];
}

/** It is there, and cannot be read. */
export interface DamagedNode {
  readonly kind: 'damaged';
  readonly name: string;
  readonly failure: IsocenterError;
}

/** Why there may be more in the folder. */
export interface FolderProblem {
  readonly kind: 'problem';
  readonly failure: IsocenterError;
}
