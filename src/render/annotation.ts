/** Text on pictures (PS3.18 8.3.5.1.1): whose image it is, and how it was made. */
import { type Dataset, tagOf } from '../dicom/index.ts';

export const annotationKinds = ['patient', 'technique'] as const;
export type AnnotationKind = (typeof annotationKinds)[number];

/** Lines in the upper corners. Plain data: workers get it. */
export interface Annotation {
  readonly left: readonly string[];
  readonly right: readonly string[];
}

/** Characters of a line, and lines of a corner. */
const MAXIMUM_LENGTH = 64;

/** What a data set says of its patient, on the left, and of its technique, on the right. */
export function annotationOf(dataset: Dataset, kinds: readonly AnnotationKind[]): Annotation {
  const text = (keyword: string) => dataset.string(tagOf(keyword)!)?.trim() ?? '';
  return {
    left: kinds.includes('patient') ? lines(patientLines(text)) : [],
    right: kinds.includes('technique') ? lines(techniqueLines(text)) : [],
  };
}

type TextOf = (keyword: string) => string;

const patientLines = (text: TextOf): string[] => [
  nameOf(text('PatientName')),
  text('PatientID'),
  [dateOf(text('PatientBirthDate')), text('PatientSex')].filter(Boolean).join(' '),
  text('AccessionNumber'),
];

function techniqueLines(text: TextOf): string[] {
  const [tube, times] = [
    [measure(text('KVP'), 'kV'), measure(text('XRayTubeCurrent'), 'mA'), measure(text('Exposure'), 'mAs')],
    [measure(text('RepetitionTime'), 'ms', 'TR '), measure(text('EchoTime'), 'ms', 'TE ')],
  ].map((values) => values.filter(Boolean).join(' '));
  return [
    [text('Modality'), dateOf(text('StudyDate'))].filter(Boolean).join(' '),
    text('SeriesDescription'),
    tube!,
    times!,
    measure(text('SliceThickness'), 'mm'),
    text('SeriesNumber') && `Se ${text('SeriesNumber')} Im ${text('InstanceNumber')}`,
  ];
}

const lines = (texts: readonly string[]): string[] =>
  texts.filter((text) => text !== '').map((text) => text.slice(0, MAXIMUM_LENGTH));

/** Family name, given name; of the first component group that has one. */
function nameOf(name: string): string {
  const group = name.split('=').find((each) => each.replaceAll('^', '') !== '') ?? '';
  return group.split('^').slice(0, 2).filter(Boolean).join(', ');
}

const dateOf = (date: string): string => date.replace(/^(\d{4})(\d{2})(\d{2})$/, '$1-$2-$3');

const measure = (value: string, unit: string, before = ''): string =>
  value === '' ? '' : `${before}${value} ${unit}`;
