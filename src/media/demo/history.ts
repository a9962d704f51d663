import {
  Dataset,
  implementationClassUid,
  type PlainDataset,
  transferSyntax,
  writeFile,
} from '../../dicom/index.ts';
import { type DemoImage, type DemoSeries, type DemoStudy, demoStudies, studyElements } from './studies.ts';

export interface DemoFile {
  /** Relative, with forward slashes, safe on every file system. */
  readonly fileName: string;
  readonly bytes: Uint8Array;
}

const explicitVrLittleEndian = transferSyntax.explicitVrLittleEndian.uid;

/**
 * A made-up patient's images of twelve years (radiograph, MR, ultrasound cine, two CTs; about 30 MB), file by file.
 * Everything is computed; nothing shows a real person. The same seed gives the same bytes.
 */
export function* demoHistory(seed = 1): Generator<DemoFile> {
  for (const [studyIndex, study] of demoStudies.entries()) {
    for (const [seriesIndex, series] of study.series.entries()) {
      let number = 0;
      for (const image of series.images(seed)) {
        number++;
        yield demoFile(seed, study, series, image, [studyIndex + 1, seriesIndex + 1, number]);
      }
    }
  }
}

type Place = readonly [study: number, series: number, image: number];

function demoFile(
  seed: number,
  study: DemoStudy,
  series: DemoSeries,
  image: DemoImage,
  place: Place,
): DemoFile {
  const [studyNumber, seriesNumber, number] = place;
  const sopInstanceUid = uid(seed, ...place);
  const dataset = Dataset.of({
    SpecificCharacterSet: 'ISO_IR 100',
    ...studyElements(study),
    ...timesOf(study, place),
    ...series.elements,
    ...image.elements,
    SOPClassUID: series.sopClassUid,
    SOPInstanceUID: sopInstanceUid,
    StudyInstanceUID: uid(seed, studyNumber, 0, 0),
    StudyID: String(studyNumber),
    SeriesInstanceUID: uid(seed, studyNumber, seriesNumber, 0),
    SeriesNumber: seriesNumber,
    AcquisitionNumber: 1,
    InstanceNumber: number,
    ...frameOfReference(seed, studyNumber, image),
  });
  addPrivateElements(dataset, number);
  dataset.set(0x7fe00010, dataset.number(0x00280100) === 8 ? 'OB' : 'OW', image.pixels);
  const modality = dataset.string(0x00080060);
  const fileName = `${study.date}-${modality}/${seriesNumber}/${String(number).padStart(4, '0')}.dcm`;
  return { fileName, bytes: encode(dataset, series.sopClassUid, sopInstanceUid) };
}

/** Series start two minutes apart, images 2 s apart. */
function timesOf({ date, time }: DemoStudy, [, series, image]: Place): PlainDataset {
  const seriesTime = laterTime(time, series * 120);
  const imageTime = laterTime(time, series * 120 + image * 2);
  return {
    SeriesDate: date,
    AcquisitionDate: date,
    ContentDate: date,
    SeriesTime: seriesTime,
    AcquisitionTime: imageTime,
    ContentTime: imageTime,
    InstanceCreationDate: date,
    InstanceCreationTime: imageTime,
  };
}

function laterTime(time: string, seconds: number): string {
  const total =
    Number(time.slice(0, 2)) * 3600 + Number(time.slice(2, 4)) * 60 + Number(time.slice(4)) + seconds;
  return [total / 3600, (total / 60) % 60, total % 60]
    .map((part) => String(Math.floor(part)).padStart(2, '0'))
    .join('');
}

/** Only images with a position in space have one (PS3.3 C.7.4.1). */
const frameOfReference = (seed: number, study: number, image: DemoImage): PlainDataset =>
  'ImagePositionPatient' in image.elements
    ? { FrameOfReferenceUID: uid(seed, study, 0, 1), PositionReferenceIndicator: '' }
    : {};

/** As every scanner writes some. */
function addPrivateElements(dataset: Dataset, number: number): void {
  dataset.set(0x00290010, 'LO', 'ISOCENTER DEMO');
  dataset.set(0x00291001, 'LO', 'synthetic');
  dataset.set(0x00291002, 'US', number);
  dataset.set(0x00291003, 'FD', [0.25 * number, 1 / number]);
}

/** Under 2.25 (PS3.5 B.2): a number as long as a UUID's that holds the place. */
function uid(seed: number, ...place: Place): string {
  const number = place.reduce(
    (sum, part) => (sum << 24n) | BigInt(part),
    (0xdan << 32n) | BigInt(seed >>> 0),
  );
  return `2.25.${number}`;
}

function encode(dataset: Dataset, sopClassUid: string, sopInstanceUid: string): Uint8Array {
  const meta = Dataset.of({
    FileMetaInformationGroupLength: 0,
    FileMetaInformationVersion: Uint8Array.of(0, 1),
    MediaStorageSOPClassUID: sopClassUid,
    MediaStorageSOPInstanceUID: sopInstanceUid,
    TransferSyntaxUID: explicitVrLittleEndian,
    ImplementationClassUID: implementationClassUid,
    ImplementationVersionName: 'ISOCENTER_DEMO',
  });
  return writeFile({ preamble: undefined, meta, dataset, transferSyntaxUid: explicitVrLittleEndian });
}
