/** Instances that are no images, as made-up clinics write them: documents, reports, key objects, recordings. */
import { Dataset, type PlainDataset, tags } from '../../src/dicom/index.ts';
import { encodeFile, uid } from './corpus.ts';

const storage = '1.2.840.10008.5.1.4.1.1.';

/** A file of its own series in the study of its seed; `series` tells them apart. */
export function objectFile(
  seed: number,
  series: number,
  sopClass: string,
  content: PlainDataset,
  more?: Dataset,
) {
  const [sopClassUid, sopInstanceUid] = [storage + sopClass, uid(seed, 1, series, 1)];
  const dataset = Dataset.of({
    ...{ SOPClassUID: sopClassUid, SOPInstanceUID: sopInstanceUid },
    ...{ StudyInstanceUID: uid(seed, 1), SeriesInstanceUID: uid(seed, 1, series) },
    ...{ PatientID: `OBJECT${seed}`, PatientName: 'Object^Test', StudyDate: '20240501', StudyTime: '101500' },
    ...{ SeriesNumber: series, InstanceNumber: 1, ContentDate: '20240501', ContentTime: '102000' },
    ...content,
  });
  for (const element of more ?? [])
    if (element.value.kind === 'items') dataset.set(element.tag, 'SQ', element.value.items);
  return encodeFile(dataset, sopClassUid, sopInstanceUid);
}

/** PS3.3 A.45.1, with a document of our own. */
export const pdfFile = (seed: number, series: number, pages: readonly string[]): Uint8Array =>
  documentFile(seed, series, '104.1', 'application/pdf', 'Letter', pdfOf(pages));

export const clinicalDocumentFile = (seed: number, series: number, xml: string): Uint8Array =>
  documentFile(seed, series, '104.2', 'text/XML', 'History', new TextEncoder().encode(xml));

function documentFile(
  seed: number,
  series: number,
  sopClass: string,
  type: string,
  title: string,
  bytes: Uint8Array,
) {
  return objectFile(seed, series, sopClass, {
    ...{ Modality: 'DOC', SeriesDescription: title, DocumentTitle: title },
    ...{ MIMETypeOfEncapsulatedDocument: type, EncapsulatedDocumentLength: bytes.length },
    EncapsulatedDocument: bytes.length % 2 === 0 ? bytes : new Uint8Array([...bytes, 0]),
  });
}

/** A PDF of as many pages as there are lines, in letters that it does not bring along (ISO 32000-1 9.6.2.2). */
export function pdfOf(lines: readonly string[]): Uint8Array {
  const pageNumber = (i: number) => 4 + 2 * i;
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    `<< /Type /Pages /Count ${lines.length} /Kids [${lines.map((_, i) => `${pageNumber(i)} 0 R`).join(' ')}] >>`,
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>',
    ...lines.flatMap((line, i) => {
      const text = `BT /F1 32 Tf 60 740 Td (${line}) Tj ET`;
      return [
        `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents ${pageNumber(i) + 1} 0 R ` +
          '/Resources << /Font << /F1 3 0 R >> >> >>',
        `<< /Length ${text.length} >>\nstream\n${text}\nendstream`,
      ];
    }),
  ];
  const bodies = objects.map((object, i) => `${i + 1} 0 obj\n${object}\nendobj\n`);
  const start = '%PDF-1.4\n';
  const offsets = bodies.map((_, i) => start.length + bodies.slice(0, i).join('').length);
  const entries = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`);
  const end = start.length + bodies.join('').length;
  const table = `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${entries.join('')}`;
  const trailer = `trailer\n<< /Size ${objects.length + 1} /Root 1 0 R >>\nstartxref\n${end}\n%%EOF\n`;
  return new TextEncoder().encode(start + bodies.join('') + table + trailer);
}

export const code = (
  CodeMeaning: string,
  CodeValue = 'T1',
  CodingSchemeDesignator = '99TEST',
): PlainDataset => ({
  CodeValue,
  CodingSchemeDesignator,
  CodeMeaning,
});

export const contentItem = (
  ValueType: string,
  name: string,
  more: PlainDataset = {},
  RelationshipType = 'CONTAINS',
): PlainDataset => ({ RelationshipType, ValueType, ConceptNameCodeSequence: [code(name)], ...more });

/** A measurement with its unit as UCUM writes it. */
export const measurement = (
  name: string,
  value: string,
  unit: string,
  content: PlainDataset[] = [],
): PlainDataset =>
  contentItem('NUM', name, {
    MeasuredValueSequence: [
      { NumericValue: value, MeasurementUnitsCodeSequence: [code(unit, unit, 'UCUM')] },
    ],
    ContentSequence: content,
  });

const CT_IMAGE = `${storage}2`;

export const imageItem = (sopInstanceUid: string): PlainDataset => ({
  RelationshipType: 'CONTAINS',
  ValueType: 'IMAGE',
  ReferencedSOPSequence: [{ ReferencedSOPClassUID: CT_IMAGE, ReferencedSOPInstanceUID: sopInstanceUid }],
});

/** @param images of the first series of the study that it speaks of */
export function reportFile(
  seed: number,
  series: number,
  {
    title,
    content,
    images,
    sopClass = '88.33',
    more = {},
  }: {
    readonly title: string;
    readonly content: readonly PlainDataset[];
    readonly images: readonly string[];
    readonly sopClass?: string;
    readonly more?: PlainDataset;
  },
): Uint8Array {
  return objectFile(seed, series, sopClass, {
    ...{ Modality: sopClass === '88.59' ? 'KO' : 'SR', SeriesDescription: title },
    ...{ ValueType: 'CONTAINER', ConceptNameCodeSequence: [code(title)], ContinuityOfContent: 'SEPARATE' },
    ContentSequence: content,
    CurrentRequestedProcedureEvidenceSequence: [
      {
        StudyInstanceUID: uid(seed, 1),
        ReferencedSeriesSequence: [
          {
            SeriesInstanceUID: uid(seed, 1, 1),
            ReferencedSOPSequence: images.map((image) => ({
              ReferencedSOPClassUID: CT_IMAGE,
              ReferencedSOPInstanceUID: image,
            })),
          },
        ],
      },
    ],
    ...more,
  });
}

const leads = ['I', 'II', 'III', 'aVR', 'aVL', 'aVF', 'V1', 'V2', 'V3', 'V4', 'V5', 'V6'];
/** How high the R wave of each lead is, mV. */
const heights = [0.7, 1.1, 0.5, -0.9, 0.2, 0.8, -0.6, -0.4, 0.4, 1.2, 1.3, 1];

const ECG_FREQUENCY = 500;
const ECG_SECONDS = 10;
/** Of one step of a sample. */
const ECG_MICROVOLTS = 5;

/** Twelve leads of ten seconds, 75 beats in a minute (PS3.3 A.34.3). */
export function ecgFile(seed: number, series: number): Uint8Array {
  const samples = new Int16Array(ECG_FREQUENCY * ECG_SECONDS * leads.length);
  for (let i = 0; i < ECG_FREQUENCY * ECG_SECONDS; i++)
    for (const [lead, height] of heights.entries())
      samples[i * leads.length + lead] = Math.round(
        (beat(i / ECG_FREQUENCY) * height * 1_000) / ECG_MICROVOLTS,
      );
  const group = Dataset.of({
    ...{ MultiplexGroupLabel: 'RHYTHM', WaveformOriginality: 'ORIGINAL', SamplingFrequency: ECG_FREQUENCY },
    ...{ NumberOfWaveformChannels: leads.length, NumberOfWaveformSamples: ECG_FREQUENCY * ECG_SECONDS },
    ...{ WaveformBitsAllocated: 16, WaveformSampleInterpretation: 'SS' },
    ChannelDefinitionSequence: leads.map((lead) => ({
      ChannelSourceSequence: [code(`Lead ${lead}`, '2:1', 'MDC')],
      ...{ ChannelSensitivity: ECG_MICROVOLTS, ChannelSensitivityCorrectionFactor: 1, ChannelBaseline: 0 },
      ChannelSensitivityUnitsSequence: [code('microvolt', 'uV', 'UCUM')],
      WaveformBitsStored: 16,
    })),
  });
  group.set(tags.WaveformData, 'OW', new Uint8Array(samples.buffer));
  const more = new Dataset().set(tags.WaveformSequence, 'SQ', [group]);
  return objectFile(seed, series, '9.1.1', { Modality: 'ECG', SeriesDescription: '12-lead ECG' }, more);
}

/** P, QRS and T of a heart that beats every 0.8 s, the R wave being 1. */
function beat(seconds: number): number {
  const at = seconds % 0.8;
  const wave = (middle: number, width: number) => Math.exp(-(((at - middle) / width) ** 2));
  return (
    0.12 * wave(0.2, 0.025) -
    0.1 * wave(0.33, 0.01) +
    wave(0.36, 0.012) -
    0.2 * wave(0.39, 0.012) +
    0.25 * wave(0.6, 0.045)
  );
}

/** An EDF+ file of an EEG: waves of 10 Hz, one note (EDF+ 2.2). @param seconds data records of one second each */
export function edfOf(
  electrodes: readonly string[],
  seconds: number,
  note: { readonly at: number; readonly text: string },
) {
  const signals = [...electrodes.map((name) => `EEG ${name}-Ref`), 'EDF Annotations'];
  const isNote = (i: number) => i === electrodes.length;
  const [frequency, noteSamples] = [128, 32];
  const field = (value: string | number, length: number) => String(value).padEnd(length).slice(0, length);
  const each = (length: number, of: (i: number) => string | number) =>
    signals.map((_, i) => field(of(i), length)).join('');
  const header = [
    ...[field('0', 8), field('X F 01-JAN-1980 X', 80), field('Startdate 01-MAY-2024 X X X', 80)],
    ...['01.05.24', '22.30.00', field(256 * (signals.length + 1), 8), field('EDF+C', 44)],
    ...[field(seconds, 8), field(1, 8), field(signals.length, 4)],
    ...[each(16, (i) => signals[i]!), each(80, () => ''), each(8, (i) => (isNote(i) ? '' : 'uV'))],
    ...[each(8, (i) => (isNote(i) ? -1 : -200)), each(8, (i) => (isNote(i) ? 1 : 200))],
    ...[each(8, () => -32_768), each(8, () => 32_767), each(80, () => '')],
    ...[each(8, (i) => (isNote(i) ? noteSamples : frequency)), each(32, () => '')],
  ].join('');
  const records = Array.from({ length: seconds }, (_, second) => {
    const samples = electrodes.flatMap((_, channel) =>
      Array.from({ length: frequency }, (_, i) =>
        Math.round(4_000 * Math.sin(2 * Math.PI * 10 * (i / frequency) + channel)),
      ),
    );
    const text = second === Math.floor(note.at) ? `+${note.at}\u0014${note.text}\u0014\0` : '';
    const list = new TextEncoder().encode(`+${second}\u0014\u0014\0${text}`.padEnd(noteSamples * 2, '\0'));
    return [new Uint8Array(Int16Array.from(samples).buffer), list];
  });
  return Buffer.concat([Buffer.from(header, 'latin1'), ...records.flat()]);
}
