import { writeFileSync } from 'node:fs';
import { HeaderParser, tagOf } from '../../src/dicom/index.ts';
import { corpusInstance } from '../../test/support/corpus.ts';
import { hasPydicom, runPydicom } from '../../test/support/pydicom.ts';
import type { Bar } from '../bar.ts';
import { takeTurns, taking } from '../turns.ts';

const WANTED_PER_SECOND = 40_000;
const WANTED_RATIO = 20;
const WARM_UP_ROUNDS = 20_000;

/** What a catalogue keeps of an instance. */
const texts =
  'SpecificCharacterSet ImageType SOPClassUID SOPInstanceUID StudyDate SeriesDate AcquisitionDate ContentDate StudyTime ' +
  'SeriesTime AcquisitionTime ContentTime AccessionNumber Modality Manufacturer InstitutionName InstitutionAddress ' +
  'ReferringPhysicianName StationName StudyDescription SeriesDescription InstitutionalDepartmentName ' +
  'PerformingPhysicianName OperatorsName ManufacturerModelName PatientName PatientID PatientBirthDate PatientSex ' +
  'PatientAge BodyPartExamined ScanningSequence SequenceVariant MRAcquisitionType SequenceName DeviceSerialNumber ' +
  'SoftwareVersions ProtocolName TransmitCoilName PatientPosition StudyInstanceUID SeriesInstanceUID StudyID ' +
  'FrameOfReferenceUID PhotometricInterpretation PerformedProcedureStepStartDate';
const numbers =
  'SliceThickness RepetitionTime EchoTime MagneticFieldStrength FlipAngle PatientWeight SeriesNumber AcquisitionNumber ' +
  'InstanceNumber SliceLocation SamplesPerPixel Rows Columns BitsAllocated BitsStored WindowCenter WindowWidth';
const textKeywords = texts.split(' ');
const numberKeywords = numbers.split(' ');

/** Bar 3: the header of an MR in memory, every element located, some 60 attributes decoded; one thread. */
export const headerBar: Bar = {
  name: 'header',
  run: async (context) => {
    const file = corpusInstance(
      { kind: 'mr', studies: 1, instancesPerSeries: 1 },
      { study: 0, series: 0, instance: 0 },
    ).encode();
    const path = context.directory.join('header.dcm');
    writeFileSync(path, file);
    const rounds = context.quick ? 20_000 : 100_000;
    parseOften(file, WARM_UP_ROUNDS);
    const measured = await takeTurns(
      context,
      'header',
      taking(context, [
        { name: 'isocenter', measure: async () => parseOften(file, rounds) },
        { name: 'pydicom', available: hasPydicom, measure: () => parseOftenWithPydicom(path, rounds / 50) },
      ]),
      ({ measure }) => measure(),
      (rate) => `${rate.toFixed(0)}/s`,
    );
    const same = (rate: number) => rate;
    const ours = measured.of('isocenter', same);
    const result = { bar: 3, what: 'header parse, MR', unit: 'headers/s', better: 'higher', ours } as const;
    return [
      { ...result, wanted: { kind: 'at least', value: WANTED_PER_SECOND } },
      { ...result, peer: measured.peer('pydicom', same), wanted: { kind: 'ratio', atLeast: WANTED_RATIO } },
    ];
  },
};

function parseOften(file: Uint8Array, rounds: number): number {
  const textTags = textKeywords.map((keyword) => tagOf(keyword) ?? 0);
  const numberTags = numberKeywords.map((keyword) => tagOf(keyword) ?? 0);
  let found = 0;
  const started = performance.now();
  for (let round = 0; round < rounds; round++) {
    const { dataset } = new HeaderParser({ file: true }).push(file) ?? {};
    for (const tag of textTags) if (dataset?.string(tag) !== undefined) found++;
    for (const tag of numberTags) if (dataset?.number(tag) !== undefined) found++;
  }
  const seconds = (performance.now() - started) / 1000;
  const expected = rounds * (textTags.length + numberTags.length);
  if (found !== expected) throw new Error(`${expected - found} attributes were not found`);
  return rounds / seconds;
}

const script = `
import io, sys, time, pydicom
data, rounds, keywords = open(sys.argv[1], 'rb').read(), int(sys.argv[2]), sys.argv[3:]
started = time.perf_counter()
for _ in range(rounds):
    dataset = pydicom.dcmread(io.BytesIO(data), stop_before_pixels=True)
    for keyword in keywords:
        str(getattr(dataset, keyword))
print(rounds / (time.perf_counter() - started))
`;

async function parseOftenWithPydicom(path: string, rounds: number): Promise<number> {
  const output = await runPydicom(script, [path, String(rounds), ...textKeywords, ...numberKeywords]);
  return Number(output.trim());
}
