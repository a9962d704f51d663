/**
 * What the DIMSE layer alone can do: handlers that keep nothing, DCMTK as the other side.
 * Run: node bench/dimse.ts [instances per association]
 */
import { once } from 'node:events';
import { connect as connectTcp } from 'node:net';
import { Dataset, writeDataset } from '../src/dicom/index.ts';
import { encodeCommandSet } from '../src/dimse/command-set.ts';
import { acceptContexts, createDimseServer, type DimseHandlers } from '../src/dimse/index.ts';
import { encodePdu } from '../src/dimse/pdu-writer.ts';
import { quickAck } from '../src/net/index.ts';
import { type CorpusKind, corpus, transferSyntaxes, writeCorpus } from '../test/support/corpus.ts';
import { dcmtk, storescu } from '../test/support/dcmtk.ts';
import { TemporaryDirectory } from '../test/support/temp.ts';

const explicit = transferSyntaxes.explicitVrLittleEndian;
const studyRootFind = '1.2.840.10008.5.1.4.1.2.2.1';
const perAssociation = Number(process.argv[2] ?? 1000);

const match = writeDataset(
  Dataset.of({
    QueryRetrieveLevel: 'STUDY',
    PatientName: 'Abel^Anna',
    PatientID: 'P0010000000',
    StudyInstanceUID: '2.25.856728981967731568600934557084024832',
    StudyDate: '20200101',
    StudyTime: '101010',
    StudyDescription: 'Head',
    NumberOfStudyRelatedInstances: 100,
  }),
  explicit,
);

const outgoing = (kind: CorpusKind) =>
  [...corpus({ kind, studies: 1, instancesPerSeries: 200 })].map((instance) => ({
    ...instance,
    dataSet: writeDataset(instance.dataset, instance.transferSyntaxUid),
  }));
let toGet = outgoing('mr');

const handlers: DimseHandlers = {
  associate: ({ request }) => ({
    accept: true,
    ...acceptContexts(request, { transferSyntaxes: () => [explicit] }),
    session: undefined,
  }),
  store: () => ({ write() {}, end: async () => ({ status: 0 }), abort() {} }),
  get: () => ({ count: toGet.length, items: toGet }),
  async *find() {
    for (let i = 0; i < 40; i++) yield Array<Uint8Array>(500).fill(match);
  },
};

const server = createDimseServer({ handlers, afterRead: quickAck });
const { port } = await server.listen({ host: '127.0.0.1', port: 0 });
const peer = { port, aet: 'BENCH' };
using directory = new TemporaryDirectory('bench');

interface Measured {
  readonly seconds: number;
  readonly cpuSeconds: number;
}

async function measure(work: () => Promise<unknown>): Promise<Measured> {
  const cpu = process.cpuUsage();
  const started = performance.now();
  await work();
  const { user, system } = process.cpuUsage(cpu);
  return { seconds: (performance.now() - started) / 1000, cpuSeconds: (user + system) / 1e6 };
}

function report(name: string, count: number, { seconds, cpuSeconds }: Measured, bytes = 0): void {
  const rate = `${Math.round(count / seconds)}/s`.padStart(9);
  const volume =
    bytes > 0 ? `${Math.round((bytes * count) / seconds / 1e6)} MB/s`.padStart(10) : ''.padStart(10);
  const cpu = `${((cpuSeconds / count) * 1000).toFixed(3)} ms CPU each`;
  console.log(`${name.padEnd(44)}${rate}${volume}   ${cpu}`);
}

for (const [kind, bytes] of [
  ['mr', 34_600],
  ['ct', 526_000],
] as const) {
  const [file = ''] = writeCorpus(directory.join(kind), { kind, studies: 1, instancesPerSeries: 1 });
  for (const associations of [1, 4]) {
    const repeat = ['--repeat', String(kind === 'mr' ? perAssociation : Math.ceil(perAssociation / 4))];
    const send = () => storescu(peer, [file], repeat);
    const measured = await measure(() => Promise.all(Array.from({ length: associations }, send)));
    report(
      `C-STORE ${kind}, ${associations} association(s)`,
      associations * Number(repeat[1]),
      measured,
      bytes,
    );
  }
  if (kind === 'mr') {
    const stock = ['--repeat', String(perAssociation)];
    const measured = await measure(() => storescu(peer, [file], stock, { noDelay: false }));
    report('C-STORE mr, storescu as shipped (Nagle on)', perAssociation, measured, bytes);
  }
  toGet = outgoing(kind);
  const keys = ['-k', 'QueryRetrieveLevel=STUDY', '-k', 'StudyInstanceUID=1.2'];
  const got = await measure(() => dcmtk('getscu', ['-S', '--ignore', ...keys, '127.0.0.1', String(port)]));
  report(`C-GET ${kind}, 200 images, getscu --ignore`, toGet.length, got, bytes);
}

report('C-FIND, 20,000 pending, client that ignores', 20_000, await measure(findIgnoring));
const version = await dcmtk('storescu', ['--version']);
console.log((version.stdout + version.stderr).split('\n')[0]);
await server.close();

/** A client that looks for the final status only: what the SCP alone needs. */
async function findIgnoring(): Promise<void> {
  const socket = connectTcp({ host: '127.0.0.1', port, noDelay: true });
  socket.write(
    encodePdu({
      type: 'A-ASSOCIATE-RQ',
      protocolVersion: 1,
      calledAeTitle: 'BENCH',
      callingAeTitle: 'IGNORING',
      applicationContext: '1.2.840.10008.3.1.1.1',
      contexts: [{ id: 1, abstractSyntax: studyRootFind, transferSyntaxes: [explicit] }],
      userInformation: {
        maximumLength: 131_072,
        implementationClassUid: '1.2.3',
        roleSelections: [],
        extendedNegotiations: [],
        commonExtendedNegotiations: [],
      },
    }),
  );
  await once(socket, 'data');
  const command = encodeCommandSet({
    AffectedSOPClassUID: studyRootFind,
    CommandField: 0x0020,
    MessageID: 1,
    Priority: 0,
    CommandDataSetType: 1,
  });
  const send = (isCommand: boolean, data: Uint8Array): void =>
    void socket.write(encodePdu({ type: 'P-DATA-TF', contextId: 1, isCommand, last: true, data }));
  send(true, command);
  send(false, match);
  // (0000,0900) US Success
  const success = Buffer.from('00000009020000000000', 'hex');
  for await (const chunk of socket) if (chunk.subarray(-24).includes(success)) break;
  socket.destroy();
}
