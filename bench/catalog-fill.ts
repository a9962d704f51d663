import { type Catalog, type CommitEntry, extractRecord } from '../src/catalog/index.ts';
import { Dataset, transferSyntax } from '../src/dicom/index.ts';

/** Size and shape of a made-up archive. */
export interface FillShape {
  readonly studies: number;
  readonly seriesPerStudy: number;
  readonly instancesPerSeries: number;
  /** Equal seeds give equal archives. */
  readonly seed: number;
  /** Number of the first study; lets a fill go on where another one ended. */
  readonly first?: number;
}

/** Studies of one transaction. */
const BATCH_STUDIES = 500;

const familyNames = 500;
/** Studies share 2,000 days and names of 500 families, so that some queries have a hundred answers. */
const days = 2_000;

/** The made-up patient of a study. */
export const patientOf = (study: number): { patientId: string; family: string; given: string } => ({
  patientId: `PAT${String(Math.floor(study / 2)).padStart(8, '0')}`,
  family: `FAMILY${String(study % familyNames).padStart(4, '0')}X${String(Math.floor(study / (familyNames * 100))).padStart(5, '0')}`,
  given: `GIVEN${study % 97}`,
});

/** The date of a study, YYYYMMDD: a hundred studies a day when there are 200,000 of them. */
export function dateOf(study: number, total: number): string {
  const perDay = Math.max(100, Math.ceil(total / 40_000));
  const day = Math.floor(study / perDay) % Math.max(days, 40_000);
  return new Date(Date.UTC(1950, 0, 1) + day * 86_400_000).toISOString().slice(0, 10).replaceAll('-', '');
}

/** Fills a catalog through `commit`, as ingest does, with instances that have no bytes anywhere. */
export async function syntheticFill(catalog: Catalog, shape: FillShape): Promise<void> {
  const first = shape.first ?? 0;
  for (let study = first; study < first + shape.studies; study += BATCH_STUDIES) {
    const entries: CommitEntry[] = [];
    const end = Math.min(study + BATCH_STUDIES, first + shape.studies);
    for (let one = study; one < end; one++) entries.push(...entriesOf(one, shape));
    await catalog.commit(entries);
  }
}

function entriesOf(study: number, shape: FillShape): CommitEntry[] {
  const entries: CommitEntry[] = [];
  for (let series = 0; series < shape.seriesPerStudy; series++) {
    for (let instance = 0; instance < shape.instancesPerSeries; instance++) {
      entries.push(entryOf(study, series, instance, shape));
    }
  }
  return entries;
}

function entryOf(study: number, series: number, instance: number, shape: FillShape): CommitEntry {
  const { patientId, family, given } = patientOf(study);
  const root = `1.2.826.0.1.3680043.10.${shape.seed}.${study}`;
  const dataset = Dataset.of({
    SOPClassUID: '1.2.840.10008.5.1.4.1.1.4',
    SOPInstanceUID: `${root}.${series}.${instance}`,
    StudyInstanceUID: root,
    SeriesInstanceUID: `${root}.${series}`,
    PatientID: patientId,
    PatientName: `${family}^${given}`,
    PatientBirthDate: '19600101',
    StudyDate: dateOf(study, shape.studies),
    StudyTime: '101500',
    AccessionNumber: `A${study}`,
    StudyDescription: 'Synthetic',
    Modality: series % 2 === 0 ? 'MR' : 'CT',
    SeriesNumber: series + 1,
    InstanceNumber: instance + 1,
  });
  const record = extractRecord(dataset, transferSyntax.explicitVrLittleEndian.uid);
  return {
    kind: 'instance',
    record,
    content: {
      sha256: `${study.toString(16)}-${series}-${instance}`.padStart(64, '0'),
      size: 35_000,
      mediaType: 'application/dicom',
      location: {
        store: 'local',
        key: `studies/${(study % 256).toString(16).padStart(2, '0')}/${root}/${series}/${instance}.dcm`,
        form: 'plain',
        headLength: 1_024,
      },
    },
    origin: {
      via: 'dimse',
      receivedAt: '2024-01-02T10:15:00.000Z',
      sender: 'MODALITY',
      address: '127.0.0.1',
      receiver: 'ISOCENTER',
    },
    actor: 'bench',
  };
}
