import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Dataset, type PlainDataset, writeFile } from '../../src/dicom/index.ts';
import { seededRandom } from './random.ts';

export const transferSyntaxes = {
  implicitVrLittleEndian: '1.2.840.10008.1.2',
  explicitVrLittleEndian: '1.2.840.10008.1.2.1',
  deflatedExplicitVrLittleEndian: '1.2.840.10008.1.2.1.99',
  explicitVrBigEndian: '1.2.840.10008.1.2.2',
} as const;

/** MR: 128 x 128 x 16 bit, 35 KB. CT: 512 x 512 x 16 bit, 0.5 MB. Tiny: an MR of 8 x 8, for tests of counts. */
export type CorpusKind = 'mr' | 'ct' | 'tiny';

export interface CorpusShape {
  readonly kind: CorpusKind;
  readonly studies: number;
  /** Number of the first study, to make one corpus in several parts. Default 0. */
  readonly firstStudy?: number;
  /** Default 1. */
  readonly seriesPerStudy?: number;
  readonly instancesPerSeries: number;
  /** Corpora of different seeds share no UID and no patient. Default 1. */
  readonly seed?: number;
  /** Default explicit VR little endian. */
  readonly transferSyntaxUid?: string;
  /** Over what the generator puts in, for every instance. */
  readonly override?: (at: Position) => PlainDataset;
}

/** Which instance of a corpus; all count from 0. */
export interface Position {
  readonly study: number;
  readonly series: number;
  readonly instance: number;
}

export interface CorpusInstance extends Position {
  readonly patientId: string;
  readonly studyInstanceUid: string;
  readonly seriesInstanceUid: string;
  readonly sopInstanceUid: string;
  readonly sopClassUid: string;
  readonly transferSyntaxUid: string;
  readonly dataset: Dataset;
  /** The instance as a Part 10 file. */
  encode(): Uint8Array;
}

interface Kind {
  readonly modality: string;
  readonly sopClassUid: string;
  readonly size: number;
}

const kinds: Readonly<Record<CorpusKind, Kind>> = {
  mr: { modality: 'MR', sopClassUid: '1.2.840.10008.5.1.4.1.1.4', size: 128 },
  ct: { modality: 'CT', sopClassUid: '1.2.840.10008.5.1.4.1.1.2', size: 512 },
  tiny: { modality: 'MR', sopClassUid: '1.2.840.10008.5.1.4.1.1.4', size: 8 },
};

/** Large enough that no two images of a study are equal, small enough to be made in no time. */
const NOISE_SAMPLES = 1 << 20;
const noiseBySeed = new Map<number, Uint16Array>();

/** The instances of a corpus, one after the other: nothing is kept. The same shape gives the same bytes. */
export function* corpus(shape: CorpusShape): Generator<CorpusInstance> {
  const { studies, firstStudy = 0, seriesPerStudy = 1, instancesPerSeries } = shape;
  for (let study = firstStudy; study < firstStudy + studies; study++) {
    for (let series = 0; series < seriesPerStudy; series++) {
      for (let instance = 0; instance < instancesPerSeries; instance++) {
        yield corpusInstance(shape, { study, series, instance });
      }
    }
  }
}

/** One instance of a corpus. */
export function corpusInstance(shape: CorpusShape, at: Position): CorpusInstance {
  const { seed = 1, transferSyntaxUid = transferSyntaxes.explicitVrLittleEndian } = shape;
  const kind = kinds[shape.kind];
  const studyInstanceUid = uid(seed, at.study + 1);
  const seriesInstanceUid = uid(seed, at.study + 1, at.series + 1);
  const sopInstanceUid = uid(seed, at.study + 1, at.series + 1, at.instance + 1);
  const patientId = `P${String(seed).padStart(3, '0')}${String(at.study).padStart(7, '0')}`;
  const dataset = Dataset.of({
    ...commonElements,
    ...(kind.modality === 'CT' ? ctElements : mrElements),
    ...studyElements(at.study, seed),
    ...geometry(kind.size, at),
    SOPClassUID: kind.sopClassUid,
    SOPInstanceUID: sopInstanceUid,
    StudyInstanceUID: studyInstanceUid,
    SeriesInstanceUID: seriesInstanceUid,
    FrameOfReferenceUID: uid(seed, at.study + 1, 9999),
    PatientID: patientId,
    Modality: kind.modality,
    ...shape.override?.(at),
  });
  addPrivateElements(dataset, at);
  dataset.set(0x7fe00010, 'OW', noise(seed, at, kind.size * kind.size, transferSyntaxUid));
  const identity = { ...at, patientId, studyInstanceUid, seriesInstanceUid, sopInstanceUid };
  const { sopClassUid } = kind;
  const encode = () => encodeFile(dataset, sopClassUid, sopInstanceUid, transferSyntaxUid);
  return { ...identity, sopClassUid, transferSyntaxUid, dataset, encode };
}

/** A data set as a Part 10 file. */
export function encodeFile(
  dataset: Dataset,
  sopClassUid: string,
  sopInstanceUid: string,
  transferSyntaxUid: string = transferSyntaxes.explicitVrLittleEndian,
): Uint8Array {
  const meta = Dataset.of({
    FileMetaInformationGroupLength: 0,
    FileMetaInformationVersion: Uint8Array.of(0, 1),
    MediaStorageSOPClassUID: sopClassUid,
    MediaStorageSOPInstanceUID: sopInstanceUid,
    TransferSyntaxUID: transferSyntaxUid,
    ImplementationClassUID: '2.25.80302813137786398554742050926734630921',
    ImplementationVersionName: 'ISOCENTER_TEST',
  });
  return writeFile({ meta, dataset, transferSyntaxUid });
}

/** Writes a corpus as files, a folder per study; the paths in order. */
export function writeCorpus(directory: string, shape: CorpusShape): string[] {
  const paths: string[] = [];
  for (const instance of corpus(shape)) {
    const folder = join(directory, `study-${instance.study}`);
    if (instance.series === 0 && instance.instance === 0) mkdirSync(folder, { recursive: true });
    const path = join(folder, `${instance.series}-${String(instance.instance).padStart(5, '0')}.dcm`);
    writeFileSync(path, instance.encode());
    paths.push(path);
  }
  return paths;
}

/** Under 2.25 (PS3.5 B.2): a number that is as long as a UUID's and holds the position. */
export function uid(seed: number, ...position: readonly number[]): string {
  const [study = 0, series = 0, instance = 0] = position;
  const parts = [
    [seed, 24n],
    [study, 32n],
    [series, 24n],
    [instance, 32n],
  ] as const;
  return `2.25.${parts.reduce((number, [part, bits]) => (number << bits) | BigInt(part), 0xa5n)}`;
}

const lastNames = ['Abel', 'Brandt', 'Conrad', 'Dietz', 'Ebert', 'Falk', 'Graf', 'Horn', 'Iversen', 'Jung'];
const firstNames = ['Anna', 'Ben', 'Clara', 'David', 'Emma', 'Finn', 'Greta', 'Hugo', 'Ida', 'Jan'];

/** A hundred studies in a row share a family name, and every 200th a study date. */
function studyElements(study: number, seed: number): PlainDataset {
  const family = `${lastNames[Math.floor(study / 100) % 10]}${String(Math.floor(study / 1000)).padStart(4, '0')}`;
  const day = new Date(Date.UTC(2015, 0, 1) + (study % 200) * 86_400_000);
  const date = day.toISOString().slice(0, 10).replaceAll('-', '');
  return {
    PatientName: `${family}^${firstNames[study % 10]}`,
    PatientBirthDate: `19${String(30 + (study % 60))}0${1 + (study % 9)}15`,
    PatientSex: study % 2 === 0 ? 'F' : 'M',
    StudyDate: date,
    SeriesDate: date,
    AcquisitionDate: date,
    ContentDate: date,
    AccessionNumber: `A${seed}-${study}`,
    StudyID: String(study),
  };
}

function geometry(size: number, { series, instance }: Position): PlainDataset {
  return {
    SeriesNumber: series + 1,
    InstanceNumber: instance + 1,
    AcquisitionNumber: 1,
    ImagePositionPatient: [-120, -120, -60 + instance * 3],
    ImageOrientationPatient: [1, 0, 0, 0, 1, 0],
    SliceLocation: -60 + instance * 3,
    Rows: size,
    Columns: size,
    PixelSpacing: [240 / size, 240 / size],
  };
}

const commonElements: PlainDataset = {
  SpecificCharacterSet: 'ISO_IR 100',
  ImageType: ['ORIGINAL', 'PRIMARY', 'AXIAL'],
  InstanceCreationDate: '20150102',
  InstanceCreationTime: '101530.250000',
  StudyTime: '101500',
  SeriesTime: '101510.5',
  AcquisitionTime: '101520.125',
  ContentTime: '101530.25',
  Manufacturer: 'Synthetic Imaging',
  InstitutionName: 'Universitätsklinikum Musterstadt',
  InstitutionAddress: 'Ringstraße 1, 12345 Musterstadt',
  ReferringPhysicianName: 'Müller^Jörg^^Dr.',
  StationName: 'SCANNER1',
  StudyDescription: 'Schädel nativ',
  InstitutionalDepartmentName: 'Radiologie',
  PerformingPhysicianName: 'Roentgen^Wilhelm',
  OperatorsName: 'Technik^Tina',
  ManufacturerModelName: 'Phantom 3000',
  ReferencedStudySequence: [],
  PatientAge: '045Y',
  PatientSize: 1.72,
  PatientWeight: 71.5,
  DeviceSerialNumber: '004711',
  SoftwareVersions: ['VX 1.0', 'P2'],
  ProtocolName: 'routine',
  PatientPosition: 'HFS',
  PositionReferenceIndicator: '',
  BodyPartExamined: 'HEAD',
  SamplesPerPixel: 1,
  PhotometricInterpretation: 'MONOCHROME2',
  BitsAllocated: 16,
  BitsStored: 12,
  HighBit: 11,
  PixelRepresentation: 0,
  WindowCenter: 2048,
  WindowWidth: 4096,
  RescaleIntercept: 0,
  RescaleSlope: 1,
  RequestedProcedureDescription: 'Routine',
  PerformedProcedureStepStartDate: '20150102',
  PerformedProcedureStepStartTime: '101500',
  PerformedProcedureStepID: 'PPS1',
};

const mrElements: PlainDataset = {
  SeriesDescription: 't1 se tra',
  ScanningSequence: 'SE',
  SequenceVariant: ['SK', 'SP'],
  ScanOptions: '',
  MRAcquisitionType: '2D',
  SequenceName: 'se2d1',
  AngioFlag: 'N',
  SliceThickness: 3,
  RepetitionTime: 550,
  EchoTime: 8.6,
  NumberOfAverages: 1,
  ImagingFrequency: 123.25,
  ImagedNucleus: '1H',
  EchoNumbers: 1,
  MagneticFieldStrength: 3,
  SpacingBetweenSlices: 3.3,
  EchoTrainLength: 1,
  PixelBandwidth: 150,
  TransmitCoilName: 'Body',
  FlipAngle: 90,
};

const ctElements: PlainDataset = {
  SeriesDescription: 'Thorax 1.0 B60f',
  SliceThickness: 1,
  KVP: 120,
  DataCollectionDiameter: 500,
  ReconstructionDiameter: 240,
  DistanceSourceToDetector: 1085.6,
  DistanceSourceToPatient: 595,
  GantryDetectorTilt: 0,
  TableHeight: 152,
  RotationDirection: 'CW',
  ExposureTime: 500,
  XRayTubeCurrent: 220,
  Exposure: 110,
  FilterType: 'WEDGE_3',
  ConvolutionKernel: 'B60f',
  SpiralPitchFactor: 1.2,
  CTDIvol: 7.4,
};

/** As scanners write them: a creator, values of several types, a sequence. */
function addPrivateElements(dataset: Dataset, at: Position): void {
  dataset.set(0x00190010, 'LO', 'ISOCENTER TEST HEADER');
  dataset.set(0x00191008, 'CS', 'IMAGE NUM 4');
  dataset.set(0x0019100a, 'US', at.instance + 1);
  dataset.set(0x0019100c, 'IS', 1000);
  dataset.set(0x0019100e, 'FD', [0.75, -0.25, 0]);
  dataset.set(0x00291008, 'CS', 'IMAGE NUM 4');
  dataset.set(0x00290010, 'LO', 'ISOCENTER TEST CSA');
  dataset.set(
    0x00291010,
    'OB',
    Uint8Array.from({ length: 512 }, (_, i) => (i * 37 + at.instance) & 0xff),
  );
  dataset.set(0x00291020, 'SQ', [
    Dataset.of({ CodeValue: '113014', CodingSchemeDesignator: 'DCM', CodeMeaning: 'Study' }),
  ]);
}

/** Twelve-bit noise, a different piece of it for every instance. */
function noise(
  seed: number,
  { study, series, instance }: Position,
  samples: number,
  transferSyntaxUid: string,
): Uint8Array {
  const all = noiseOf(seed);
  const start = (study * 7919 + series * 104_729 + instance * 331) % (NOISE_SAMPLES - samples);
  const pixels = all.slice(start, start + samples);
  const bytes = new Uint8Array(pixels.buffer);
  if (transferSyntaxUid === transferSyntaxes.explicitVrBigEndian) swapPairs(bytes);
  return bytes;
}

function noiseOf(seed: number): Uint16Array {
  const known = noiseBySeed.get(seed);
  if (known) return known;
  const random = seededRandom(seed);
  const samples = Uint16Array.from({ length: NOISE_SAMPLES }, () => random() * 4096);
  noiseBySeed.set(seed, samples);
  return samples;
}

function swapPairs(bytes: Uint8Array): void {
  for (let i = 0; i + 1 < bytes.length; i += 2) {
    const first = bytes[i] as number;
    bytes[i] = bytes[i + 1] as number;
    bytes[i + 1] = first;
  }
}
