import { Dataset, type PlainDataset, plainTransferSyntaxes } from '../src/dicom/index.ts';
import { type ClientAssociation, connect } from '../src/dimse/index.ts';
import type { DicomPeer } from '../test/support/dcmtk.ts';

const studyRootFind = '1.2.840.10008.5.1.4.1.2.2.1';
const DAY_MS = 86_400_000;
/** How many studies share a family name, and how many a date. */
const RESULTS = 100;

/** What a workstation's study list asks for. */
const returnKeys: PlainDataset = {
  QueryRetrieveLevel: 'STUDY',
  PatientName: '',
  PatientID: '',
  PatientBirthDate: '',
  StudyDate: '',
  StudyTime: '',
  AccessionNumber: '',
  StudyDescription: '',
  StudyInstanceUID: '',
};

export interface Query {
  readonly what: string;
  readonly results: number;
  /** The keys of the n-th query: never the same ones twice in a row. */
  keys(n: number): PlainDataset;
}

const families = ['Abel', 'Brandt', 'Conrad', 'Dietz', 'Ebert', 'Falk', 'Graf', 'Horn', 'Iversen', 'Jung'];

/** What can be asked about the n-th of `studies` studies, spread so that queries find 1 or 100 at any size. */
export function studyAttributes(n: number, studies: number) {
  const date = new Date(Date.UTC(1995, 0, 1) + (n % (studies / RESULTS)) * DAY_MS);
  return {
    PatientID: `PAT${String(n).padStart(8, '0')}`,
    PatientName: `${families[Math.floor(n / RESULTS) % 10]}${String(Math.floor(n / 1000)).padStart(5, '0')}^Anna`,
    StudyDate: date.toISOString().slice(0, 10).replaceAll('-', ''),
  };
}

/** Walks through all studies in large steps, so that neighbours in time are no neighbours in the database. */
const pick = (n: number, studies: number) => studyAttributes((n * 7919) % studies, studies);

export const queries = (studies: number): readonly Query[] => [
  { what: 'by PatientID', results: 1, keys: (n) => ({ PatientID: pick(n, studies).PatientID }) },
  {
    what: 'by name prefix',
    results: RESULTS,
    keys: (n) => ({ PatientName: pick(n, studies).PatientName.replace(/\^.*/, '*') }),
  },
  {
    what: 'by date range',
    results: RESULTS,
    keys: (n) => ({ StudyDate: `${pick(n, studies).StudyDate}-${pick(n, studies).StudyDate}` }),
  },
];

export const everyStudy = (studies: number): Query => ({
  what: 'all, with counts',
  results: studies,
  keys: () => ({ NumberOfStudyRelatedSeries: '', NumberOfStudyRelatedInstances: '' }),
});

export const openForFind = (peer: DicomPeer): Promise<ClientAssociation> =>
  connect({
    host: peer.host ?? '127.0.0.1',
    port: peer.port,
    callingAeTitle: 'BENCH',
    calledAeTitle: peer.aet,
    contexts: [{ abstractSyntax: studyRootFind, transferSyntaxes: plainTransferSyntaxes }],
  });

/** Times from request to final response in ms; throws when a query finds another number of studies than it has to. */
export async function latencies(
  association: ClientAssociation,
  query: Query,
  repeats: number,
): Promise<number[]> {
  const times: number[] = [];
  for (let n = 0; n < repeats; n++) {
    const identifier = Dataset.of({ ...returnKeys, ...query.keys(n) });
    const started = performance.now();
    let found = 0;
    for await (const _ of association.find({ sopClassUid: studyRootFind, identifier })) found++;
    times.push(performance.now() - started);
    if (found !== query.results)
      throw new Error(`${query.what}: ${found} results instead of ${query.results}`);
  }
  return times;
}
