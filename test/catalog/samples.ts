import { type CommitEntry, extractRecord } from '../../src/catalog/index.ts';
import { Dataset, type PlainDataset } from '../../src/dicom/index.ts';

export const EXPLICIT_LITTLE_ENDIAN = '1.2.840.10008.1.2.1';
export const MR_IMAGE_STORAGE = '1.2.840.10008.5.1.4.1.1.4';

/** A header with what every instance has, and what a test adds. */
export function header(study: number, series: number, instance: number, more: PlainDataset = {}): Dataset {
  return Dataset.of({
    SOPClassUID: MR_IMAGE_STORAGE,
    SOPInstanceUID: `1.2.3.${study}.${series}.${instance}`,
    StudyInstanceUID: `1.2.3.${study}`,
    SeriesInstanceUID: `1.2.3.${study}.${series}`,
    Modality: 'MR',
    PatientID: 'P1',
    PatientName: 'Müller^Jürgen',
    StudyDate: '20240102',
    StudyTime: '101500',
    SeriesNumber: series,
    InstanceNumber: instance,
    ...more,
  });
}

export const digest = (text: string): string =>
  Buffer.from(text.padEnd(32, '.')).toString('hex').slice(0, 64);

type Arrival = CommitEntry & { kind: 'instance' };

/** An entry that stores an instance with this header. Its digest is made from `content`. */
export function arrival(dataset: Dataset, content: string, more: Partial<Arrival> = {}): Arrival {
  const record = extractRecord(dataset, EXPLICIT_LITTLE_ENDIAN);
  return {
    kind: 'instance',
    record,
    content: {
      sha256: digest(content),
      size: 1_000,
      mediaType: 'application/dicom',
      location: {
        store: 'local',
        key: `studies/${record.studyInstanceUid}/${record.sopInstanceUid}-${content}.dcm`,
        form: 'plain',
        headLength: 512,
      },
    },
    origin: {
      via: 'dimse',
      receivedAt: '2024-01-02T10:15:00.000Z',
      sender: 'MODALITY',
      address: '127.0.0.1',
      receiver: 'ISOCENTER',
    },
    actor: 'node:MODALITY',
    ...more,
  };
}
