import { Dataset, type PlainDataset } from '../../src/dicom/index.ts';
import { type ClientAssociation, connect } from '../../src/dimse/index.ts';
import { writeCorpus } from '../../test/support/corpus.ts';
import type { DicomPeer } from '../../test/support/dcmtk.ts';
import type { Bar, BenchContext } from '../bar.ts';
import { isocenter } from '../peers/isocenter.ts';
import { orthanc } from '../peers/orthanc.ts';
import type { Result, Wanted } from '../result.ts';
import { sendFolder } from '../send.ts';
import { median } from '../statistics.ts';
import { takeTurns, taking } from '../turns.ts';

const studyRootFind = '1.2.840.10008.5.1.4.1.2.2.1';
const implicitVrLittleEndian = '1.2.840.10008.1.2';
const explicitVrLittleEndian = '1.2.840.10008.1.2.1';
const ASSOCIATIONS = 4;
const SEED = 30;

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
const counts: PlainDataset = { NumberOfStudyRelatedSeries: '', NumberOfStudyRelatedInstances: '' };

interface Query {
  readonly what: string;
  readonly wanted: Wanted;
  readonly repeats: number;
  readonly results: number;
  /** The keys of the n-th query: never the same one twice in a row. */
  keys(n: number, studies: number): PlainDataset;
}

const fifteenfold: Wanted = { kind: 'ratio', atLeast: 15 };
const families = ['Abel', 'Brandt', 'Conrad', 'Dietz', 'Ebert', 'Falk', 'Graf', 'Horn', 'Iversen', 'Jung'];

const queries = (studies: number): readonly Query[] => [
  {
    what: 'by PatientID',
    wanted: fifteenfold,
    repeats: 30,
    results: 1,
    keys: (n) => ({
      PatientID: `P${String(SEED).padStart(3, '0')}${String((n * 7919) % studies).padStart(7, '0')}`,
    }),
  },
  {
    what: 'by name prefix',
    wanted: fifteenfold,
    repeats: 20,
    results: 100,
    keys: (n) => ({
      PatientName: `${families[n % 10]}${String(n % Math.ceil(studies / 1000)).padStart(4, '0')}*`,
    }),
  },
  {
    what: 'by date range',
    wanted: fifteenfold,
    repeats: 20,
    results: studies / 200,
    keys: (n) => ({
      StudyDate: `201501${String(1 + (n % 28)).padStart(2, '0')}-201501${String(1 + (n % 28)).padStart(2, '0')}`,
    }),
  },
  {
    what: 'all, with counts',
    wanted: { kind: 'ratio', atLeast: 8 },
    repeats: 2,
    results: studies,
    keys: () => counts,
  },
];

/** Bar 7 at 20,000 studies: C-FIND over one kept association, with our own client for everybody. */
export const findBar: Bar = {
  name: 'find',
  run: async (context) => {
    const studies = context.quick ? 2_000 : 20_000;
    const folders = writeStudies(context, studies);
    await using servers = new AsyncDisposableStack();
    const participants = [];
    for (const peer of taking(context, [isocenter, orthanc])) {
      const server = servers.use(await peer.start());
      const started = performance.now();
      await Promise.all(folders.map((folder) => sendFolder(server.peer, folder)));
      context.log(
        `find: ${studies} studies sent to ${peer.name} in ${((performance.now() - started) / 1000).toFixed(1)} s`,
      );
      const association = await open(server.peer);
      servers.defer(() => association.release());
      participants.push({ name: peer.name, association });
    }
    const results: Result[] = [];
    for (const query of queries(studies)) {
      const measured = await takeTurns(
        context,
        `find ${query.what}`,
        participants,
        ({ association }) => latency(association, query, studies),
        (ms) => `${ms.toFixed(2)} ms`,
      );
      const same = (ms: number) => ms;
      results.push({
        bar: 7,
        what: `C-FIND ${query.what} (${query.results} of ${studies})`,
        unit: 'ms',
        better: 'lower',
        ours: measured.of('isocenter', same),
        peer: measured.peer('orthanc', same),
        wanted: query.wanted,
      });
    }
    return results;
  },
};

function writeStudies(context: BenchContext, studies: number): string[] {
  const folder = context.directory.join('find');
  context.log(`find: writing ${studies} studies`);
  return Array.from({ length: ASSOCIATIONS }, (_, part) => {
    const each = studies / ASSOCIATIONS;
    const path = `${folder}-${part}`;
    writeCorpus(path, {
      kind: 'tiny',
      studies: each,
      firstStudy: part * each,
      instancesPerSeries: 1,
      seed: SEED,
    });
    return path;
  });
}

const open = (peer: DicomPeer): Promise<ClientAssociation> =>
  connect({
    host: peer.host ?? '127.0.0.1',
    port: peer.port,
    callingAeTitle: 'BENCH',
    calledAeTitle: peer.aet,
    contexts: [
      { abstractSyntax: studyRootFind, transferSyntaxes: [explicitVrLittleEndian, implicitVrLittleEndian] },
    ],
  });

/** Median time from request to the final response, in ms. */
async function latency(association: ClientAssociation, query: Query, studies: number): Promise<number> {
  const times: number[] = [];
  for (let n = 0; n < query.repeats; n++) {
    const identifier = Dataset.of({ ...returnKeys, ...query.keys(n, studies) });
    const started = performance.now();
    let found = 0;
    for await (const _ of association.find({ sopClassUid: studyRootFind, identifier })) found++;
    times.push(performance.now() - started);
    if (found !== query.results)
      throw new Error(`${query.what}: ${found} results instead of ${query.results}`);
  }
  return median(times);
}
