import type { Archive } from '../../archive/index.ts';
import { IsocenterError } from '../../base/index.ts';
import type { Caller, ExtensionCall } from '../../contract/index.ts';
import { type Dataset, type ElementPath, stringsAt } from '../../dicom/index.ts';
import { type ImagesBySeries, imagesBySeries, relatedCount } from './related-counts.ts';

/** What is known of a study, apart from its images. */
export interface StudyFacts {
  /** Its own and those of its patient. */
  readonly labels: ReadonlySet<string>;
  /** Who sent it: AE titles, names of accounts and programs. */
  readonly senders: readonly string[];
  /** AE titles of ours that it was sent to. */
  readonly receivers: readonly string[];
  readonly images: ImagesBySeries;
}

/** What is known of one image when a condition is asked about it. */
export interface Facts extends StudyFacts {
  /** All values of an element as text; none where it is not there. */
  values(path: ElementPath): readonly string[];
  /** What an extension says; absent where none can be asked. */
  says?(call: ExtensionCall): boolean;
}

export type Predicate = (facts: Facts) => boolean;

export const always: Predicate = () => true;

/** What has to be looked up for a condition. */
export interface Asks {
  readonly labels: boolean;
  readonly origins: boolean;
  /** How many images and series there are. */
  readonly counts: boolean;
  /** Whether extensions have to be asked. */
  readonly extensions: boolean;
}

const noLabels: ReadonlySet<string> = new Set();
const noImages: ImagesBySeries = new Map();

/** Of a study that the caller sees, as far as it is asked for. */
export async function studyFacts(
  archive: Archive,
  caller: Caller,
  studyInstanceUid: string,
  asks: Asks,
): Promise<StudyFacts> {
  const { actor, scope } = caller;
  const labels = asks.labels ? await archive.labelsOfStudy(actor, scope, studyInstanceUid) : noLabels;
  const origins = asks.origins ? await archive.origins(actor, scope, studyInstanceUid).catch(noneIfGone) : [];
  return {
    labels,
    senders: origins.map(({ sender }) => sender),
    receivers: origins.map(({ receiver }) => receiver),
    images: asks.counts ? await imagesBySeries(archive, caller, studyInstanceUid) : noImages,
  };
}

/** A study may be gone by the time that it is asked about. */
function noneIfGone(error: unknown): [] {
  if (error instanceof IsocenterError && error.code === 'archive/not-found') return [];
  throw error;
}

/** The same together with what is known of an image. */
export const imageFacts = (study: StudyFacts, dataset: Dataset): Facts => ({
  ...study,
  values: (path) => relatedCount(path, study.images, dataset) ?? stringsAt(dataset, path),
});
