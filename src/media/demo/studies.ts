import type { PlainDataset } from '../../dicom/index.ts';
import { type Clinic, clinics } from './clinics.ts';
import { t1Signal, t2Signal } from './head.ts';
import { CINE, heartCine } from './heart-cine.ts';
import {
  CR_COLUMNS,
  CR_ROWS,
  CR_SPACING_MM,
  CT_OFFSET,
  CT_SIZE,
  CT_SPACING_MM,
  chestRadiograph,
  ctSlices,
  MR_SIZE,
  MR_SPACING_MM,
  mrSlices,
} from './pixels.ts';
import { seededRandom } from './random.ts';

/** One image of a series: what differs from its neighbours, and its pixels when they are asked for. */
export interface DemoImage {
  readonly elements: PlainDataset;
  readonly pixels: Uint8Array;
}

export interface DemoSeries {
  readonly sopClassUid: string;
  readonly elements: PlainDataset;
  images(seed: number): Iterable<DemoImage>;
}

export interface DemoStudy {
  readonly clinic: Clinic;
  /** DA and TM of the study. */
  readonly date: string;
  readonly time: string;
  readonly age: string;
  readonly elements: PlainDataset;
  readonly series: readonly DemoSeries[];
}

const sopClass = {
  cr: '1.2.840.10008.5.1.4.1.1.1',
  ct: '1.2.840.10008.5.1.4.1.1.2',
  mr: '1.2.840.10008.5.1.4.1.1.4',
  usMultiFrame: '1.2.840.10008.5.1.4.1.1.3.1',
};

const greyscale = (size: { rows: number; columns: number }, bits: 8 | 12): PlainDataset => ({
  SamplesPerPixel: 1,
  PhotometricInterpretation: 'MONOCHROME2',
  Rows: size.rows,
  Columns: size.columns,
  BitsAllocated: bits === 8 ? 8 : 16,
  BitsStored: bits,
  HighBit: bits - 1,
  PixelRepresentation: 0,
});

/** Position and orientation of an axial slice of `size` x `size` pixels at height `z`. */
const axial = (size: number, spacing: number, z: number): PlainDataset => ({
  ImagePositionPatient: [(-(size - 1) / 2) * spacing, (-(size - 1) / 2) * spacing, z],
  ImageOrientationPatient: [1, 0, 0, 0, 1, 0],
  SliceLocation: z,
  PixelSpacing: [spacing, spacing],
});

const radiograph: DemoSeries = {
  sopClassUid: sopClass.cr,
  elements: {
    Modality: 'CR',
    SeriesDescription: 'Thorax p.a.',
    Manufacturer: 'Synthetic Imaging',
    ManufacturerModelName: 'Plate Reader 35',
    DeviceSerialNumber: '35-0042',
    SoftwareVersions: '2.1',
    StationName: 'ROE1',
    BodyPartExamined: 'CHEST',
    ViewPosition: 'PA',
    KVP: 125,
    Exposure: 2,
    DistanceSourceToDetector: 1800,
    ImagerPixelSpacing: [CR_SPACING_MM, CR_SPACING_MM],
    PatientOrientation: ['L', 'F'],
    ImageType: ['ORIGINAL', 'PRIMARY'],
    WindowCenter: 2100,
    WindowWidth: 2600,
    BurnedInAnnotation: 'NO',
    ...greyscale({ rows: CR_ROWS, columns: CR_COLUMNS }, 12),
  },
  *images(seed) {
    yield { elements: {}, pixels: chestRadiograph(seed) };
  },
};

const MR_SLICES = 24;
const MR_SLICE_MM = 5;
const MR_LOWEST_MM = -52;

const mrSeries = (description: string, sequence: PlainDataset, signal: typeof t1Signal): DemoSeries => ({
  sopClassUid: sopClass.mr,
  elements: {
    Modality: 'MR',
    SeriesDescription: description,
    ProtocolName: description,
    Manufacturer: 'Synthetic Imaging',
    ManufacturerModelName: 'Phantom 3000',
    DeviceSerialNumber: '004711',
    SoftwareVersions: ['VX 1.0', 'P2'],
    StationName: 'MR2',
    BodyPartExamined: 'HEAD',
    PatientPosition: 'HFS',
    ImageType: ['ORIGINAL', 'PRIMARY', 'OTHER'],
    SequenceVariant: 'SK',
    ScanOptions: '',
    MRAcquisitionType: '2D',
    MagneticFieldStrength: 3,
    ImagedNucleus: '1H',
    ImagingFrequency: 123.25,
    NumberOfAverages: 1,
    SliceThickness: MR_SLICE_MM,
    SpacingBetweenSlices: MR_SLICE_MM,
    ReceiveCoilName: 'Head_20',
    WindowCenter: 400,
    WindowWidth: 850,
    ...greyscale({ rows: MR_SIZE, columns: MR_SIZE }, 12),
    ...sequence,
  },
  *images(seed) {
    const slice = mrSlices(seed, signal);
    for (let i = 0; i < MR_SLICES; i++) {
      const z = MR_LOWEST_MM + i * MR_SLICE_MM;
      yield { elements: axial(MR_SIZE, MR_SPACING_MM, z), pixels: slice(z) };
    }
  },
});

const t1 = { ScanningSequence: 'SE', RepetitionTime: 550, EchoTime: 8.6, EchoTrainLength: 1, FlipAngle: 90 };
const t2 = {
  ScanningSequence: 'SE',
  RepetitionTime: 4500,
  EchoTime: 98,
  EchoTrainLength: 15,
  FlipAngle: 150,
};

const cine: DemoSeries = {
  sopClassUid: sopClass.usMultiFrame,
  elements: {
    Modality: 'US',
    SeriesDescription: 'Vierkammerblick',
    Manufacturer: 'Synthetic Imaging',
    ManufacturerModelName: 'Echo 5',
    DeviceSerialNumber: 'E5-118',
    SoftwareVersions: '5.0.3',
    StationName: 'ECHO1',
    BodyPartExamined: 'HEART',
    PatientOrientation: '',
    ImageType: ['ORIGINAL', 'PRIMARY'],
    NumberOfFrames: CINE.frames,
    FrameTime: CINE.frameTimeMs,
    FrameIncrementPointer: [0x00181063],
    StartTrim: 1,
    StopTrim: CINE.frames,
    RecommendedDisplayFrameRate: 30,
    CineRate: 30,
    HeartRate: 67,
    LossyImageCompression: '00',
    BurnedInAnnotation: 'NO',
    SequenceOfUltrasoundRegions: [
      {
        RegionSpatialFormat: 1,
        RegionDataType: 1,
        RegionFlags: 0,
        RegionLocationMinX0: 0,
        RegionLocationMinY0: 0,
        RegionLocationMaxX1: CINE.columns - 1,
        RegionLocationMaxY1: CINE.rows - 1,
        PhysicalUnitsXDirection: 3,
        PhysicalUnitsYDirection: 3,
        PhysicalDeltaX: CINE.mmPerPixel / 10,
        PhysicalDeltaY: CINE.mmPerPixel / 10,
        TransducerFrequency: 2500,
      },
    ],
    ...greyscale(CINE, 8),
  },
  *images(seed) {
    yield { elements: {}, pixels: heartCine(seededRandom(seed)) };
  },
};

const CT_SLICES = 40;
const CT_SLICE_MM = 5;
const CT_LOWEST_MM = -131;

const chestCt = (noduleDiameter: number): DemoSeries => ({
  sopClassUid: sopClass.ct,
  elements: {
    Modality: 'CT',
    SeriesDescription: 'Thorax KM 5.0 Br40',
    ProtocolName: 'Thorax_KM',
    Manufacturer: 'Synthetic Imaging',
    ManufacturerModelName: 'Volume 128',
    DeviceSerialNumber: 'V128-7',
    SoftwareVersions: 'VA40',
    StationName: 'CT1',
    BodyPartExamined: 'CHEST',
    PatientPosition: 'HFS',
    ImageType: ['ORIGINAL', 'PRIMARY', 'AXIAL'],
    KVP: 120,
    XRayTubeCurrent: 180,
    ExposureTime: 500,
    Exposure: 90,
    ConvolutionKernel: 'Br40',
    GantryDetectorTilt: 0,
    SpiralPitchFactor: 1.2,
    ReconstructionDiameter: CT_SIZE * CT_SPACING_MM,
    ContrastBolusAgent: 'Iopromid 300',
    ContrastBolusVolume: 70,
    SliceThickness: CT_SLICE_MM,
    RescaleIntercept: -CT_OFFSET,
    RescaleSlope: 1,
    RescaleType: 'HU',
    WindowCenter: [40, -600],
    WindowWidth: [400, 1500],
    WindowCenterWidthExplanation: ['WEICHTEIL', 'LUNGE'],
    ...greyscale({ rows: CT_SIZE, columns: CT_SIZE }, 12),
  },
  *images(seed) {
    const slice = ctSlices(seed, noduleDiameter);
    for (let i = 0; i < CT_SLICES; i++) {
      const z = CT_LOWEST_MM + i * CT_SLICE_MM;
      yield { elements: axial(CT_SIZE, CT_SPACING_MM, z), pixels: slice(z) };
    }
  },
});

const hospitalStudy = {
  StudyDescription: 'CT Thorax mit KM',
  PerformingPhysicianName: 'Roentgen^Wilhelm^^Dr.',
};

/** Twelve years of one patient: a nodule in the lung, found by chance, grows between the two CTs. */
export const demoStudies: readonly DemoStudy[] = [
  {
    clinic: 'practice',
    date: '20110314',
    time: '091205',
    age: '056Y',
    elements: { StudyDescription: 'Röntgen Thorax', AccessionNumber: '11-0832' },
    series: [radiograph],
  },
  {
    clinic: 'imagingCentre',
    date: '20160905',
    time: '143010',
    age: '062Y',
    elements: { StudyDescription: 'MRT Schädel nativ', AccessionNumber: 'RS160905-17' },
    series: [mrSeries('t1_se_tra_5mm', t1, t1Signal), mrSeries('t2_tse_tra_5mm', t2, t2Signal)],
  },
  {
    clinic: 'heartCentre',
    date: '20190521',
    time: '101540',
    age: '064Y',
    elements: { StudyDescription: 'Echokardiographie', AccessionNumber: 'E-19-2204' },
    series: [cine],
  },
  {
    clinic: 'hospital',
    date: '20221010',
    time: '112033',
    age: '068Y',
    elements: { ...hospitalStudy, AccessionNumber: 'UKM-2210-5531' },
    series: [chestCt(6)],
  },
  {
    clinic: 'hospital',
    date: '20230417',
    time: '084512',
    age: '068Y',
    elements: { ...hospitalStudy, AccessionNumber: 'UKM-2304-1207' },
    series: [chestCt(11)],
  },
];

/** Patient, institution and study of one visit. */
export const studyElements = ({ clinic, date, time, age, elements }: DemoStudy): PlainDataset => ({
  ...clinics[clinic],
  PatientAge: age,
  StudyDate: date,
  StudyTime: time,
  ...elements,
});
