/** The marks of a study as they are kept on the server: the newest report of ours, and the newest selection of key images. */

import { maxFindRows } from '../../../../../src/contract/index.ts';
import { type Dataset, fromJson, tags } from '../../../../../src/dicom/index.ts';
import { api } from '../../../api/client.ts';
import { type JsonInstance, seriesMetadata } from '../../../api/dicom-web.ts';
import { textOf } from '../../../api/rows.ts';
import { storeInstances } from '../../../api/store.ts';
import { newUid } from '../../../api/uids.ts';
import { type Marks, noMarks } from '../marks.ts';
import type { DocumentStart } from './document.ts';
import { manufacturer } from './document.ts';
import { isKeyObjects, keyImagesIn, keyObjectsFile, keyObjectsSeries } from './key-objects.ts';
import { isReport, measurementsIn, reportFile, reportSeries } from './measurement-report.ts';

/** Documents of one kind in a study: every version that is there, the newest last. */
interface Versions {
  /** Undefined where there is none yet. */
  readonly series: string | undefined;
  readonly documents: readonly Dataset[];
}

export interface KeptMarks {
  readonly marks: Marks;
  readonly reports: Versions;
  readonly keyObjects: Versions;
}

export async function keptMarks(study: string, signal: AbortSignal): Promise<KeptMarks> {
  const { rows } = await api.studySeries({ study, limit: maxFindRows }, { signal });
  const of = async (
    { description, modality }: { description: string; modality: string },
    is: (document: Dataset) => boolean,
  ) => {
    const found = rows.filter(
      (row) => textOf(row, 'Modality') === modality && textOf(row, 'SeriesDescription') === description,
    );
    const series = found.map((row) => textOf(row, 'SeriesInstanceUID'));
    const all = await Promise.all(series.map((uid) => seriesMetadata(study, uid, signal)));
    const documents = all
      .flat()
      .map((json) => fromJson(json))
      .filter((document) => isOurs(document) && is(document));
    return { series: series[0], documents: documents.toSorted((a, b) => (timeOf(a) < timeOf(b) ? -1 : 1)) };
  };
  const [reports, keyObjects] = await Promise.all([
    of(reportSeries, isReport),
    of(keyObjectsSeries, isKeyObjects),
  ]);
  const [report, selection] = [reports.documents.at(-1), keyObjects.documents.at(-1)];
  return {
    marks: {
      measurements: report ? measurementsIn(report) : noMarks.measurements,
      keyImages: selection ? keyImagesIn(selection) : noMarks.keyImages,
    },
    ...{ reports, keyObjects },
  };
}

const isOurs = (document: Dataset): boolean => document.string(tags.Manufacturer) === manufacturer;
const timeOf = (document: Dataset): string =>
  `${document.string(tags.ContentDate) ?? ''}${document.string(tags.ContentTime) ?? ''}`;

export interface Keeping {
  readonly study: string;
  readonly marks: Marks;
  /** As they were when this person opened them, or kept them last. */
  readonly base: Marks;
  /** An instance of the study. */
  readonly about: JsonInstance;
  readonly observer: string;
  /** Whether old versions may go into the trash. */
  readonly mayRemove: boolean;
}

/** Keeps new versions. @returns what is kept now: with what others have added in the meantime */
export async function keepMarks(keeping: Keeping, signal: AbortSignal): Promise<Marks> {
  const { study, base, about, observer, mayRemove } = keeping;
  const kept = await keptMarks(study, signal);
  const marks = withOthers(keeping.marks, base, kept.marks);
  const at = new Date();
  const replaced: string[] = [];
  const files: Uint8Array[] = [];
  const next = ({ series, documents }: Versions): DocumentStart => ({
    ...{ about, at, sopInstanceUid: newUid(), seriesInstanceUid: series ?? newUid() },
    instanceNumber:
      1 + Math.max(0, ...documents.map((document) => document.number(tags.InstanceNumber) ?? 0)),
  });
  if (marks.measurements !== base.measurements) {
    const replaces = uidsOf(kept.reports);
    files.push(reportFile(marks.measurements, { ...next(kept.reports), observer, replaces }));
    replaced.push(...replaces);
  }
  if (marks.keyImages !== base.keyImages) {
    // A selection of nothing is none: PS3.3 C.17.6.2 wants at least one.
    if (marks.keyImages.length > 0) files.push(keyObjectsFile(marks.keyImages, next(kept.keyObjects)));
    replaced.push(...uidsOf(kept.keyObjects));
  }
  if (files.length > 0) await storeInstances(study, files);
  if (replaced.length > 0 && mayRemove)
    await api.remove({ selection: { instances: replaced }, reason: 'replaced by a newer version' });
  return marks;
}

const uidsOf = ({ documents }: Versions): string[] =>
  documents.map((document) => document.string(tags.SOPInstanceUID) ?? '');

/** What others added since one opened the marks stays; the same objects where they added nothing. */
function withOthers(mine: Marks, base: Marks, theirs: Marks): Marks {
  const known = new Set([...mine.measurements, ...base.measurements].map(({ uid }) => uid));
  const added = theirs.measurements.filter(({ uid }) => !known.has(uid));
  return added.length === 0 ? mine : { ...mine, measurements: [...mine.measurements, ...added] };
}
