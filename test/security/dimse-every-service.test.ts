/**
 * Every service of the DICOM port, at each level and root, against everybody who may call. A caller or a service without an
 * expectation does not compile.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { controlSocketPath, createClient, httpTransport } from '../../src/client/index.ts';
import type { Client, GrantTerms, NodeRights } from '../../src/contract/index.ts';
import { Dataset, parseDataset, tags } from '../../src/dicom/index.ts';
import {
  acceptContexts,
  type ClientAssociation,
  connect,
  createDimseServer,
  type DimseServer,
  type StoreSink,
  statuses,
} from '../../src/dimse/index.ts';
import { type CorpusInstance, corpus, transferSyntaxes } from '../support/corpus.ts';
import { encodeDataSet, sendInstances } from '../support/sender.ts';
import { type IsocenterServer, startIsocenter } from '../support/server.ts';

const NOT_AUTHORIZED = 0x0124;
const VERIFICATION = '1.2.840.10008.1.1';
const COMMITMENT = '1.2.840.10008.1.20.1';
const MR = '1.2.840.10008.5.1.4.1.1.4';
const roots = { patient: '1.2.840.10008.5.1.4.1.2.1', study: '1.2.840.10008.5.1.4.1.2.2' } as const;
const models = { find: '1', move: '2', get: '3' } as const;

/** What a caller gets: nothing at all, one study that they were granted, or everything. */
type Extent = 'rejected' | 'refused' | 'nothing' | 'granted' | 'everything';

const levels = {
  patient: ['PATIENT', 'STUDY', 'SERIES', 'IMAGE'],
  study: ['STUDY', 'SERIES', 'IMAGE'],
} as const;
const services = [
  'C-ECHO',
  'C-STORE',
  'N-ACTION',
  ...(['find', 'move', 'get'] as const).flatMap((service) =>
    (['patient', 'study'] as const).flatMap((root) =>
      levels[root].map((level) => ({ service, root, level })),
    ),
  ),
] as const;
type Family = 'C-ECHO' | 'C-STORE' | 'N-ACTION' | 'find' | 'move' | 'get';
type QueryRetrieve = Extract<(typeof services)[number], object>;

const everyRight: NodeRights = { store: true, find: true, retrieve: true, commit: true };
const noRight: NodeRights = { store: false, find: false, retrieve: false, commit: false };
/** As scripts name them that were written before `read` was two rights. */
const allGranted = ['find', 'read', 'store'] as const;

interface Caller {
  /** undefined: nobody registered them. */
  readonly may?: NodeRights;
  readonly grant?: (granted: CorpusInstance) => Pick<GrantTerms, 'scope'> & Partial<GrantTerms>;
  readonly expected: Readonly<Record<Family, Extent>>;
}

const each = (extent: Extent, but: Partial<Record<Family, Extent>> = {}) => ({
  ...{ 'C-ECHO': 'everything' as const, 'C-STORE': extent, 'N-ACTION': extent },
  ...{ find: extent, move: extent, get: extent },
  ...but,
});
const rules =
  (rule: (granted: CorpusInstance) => Extract<GrantTerms['scope'], { kind: 'rules' }>['rules'][number]) =>
  (granted: CorpusInstance) => ({ scope: { kind: 'rules' as const, rules: [rule(granted)] } });
const theStudy = rules(({ studyInstanceUid }) => ({ studyInstanceUid }));

const callers = {
  unknown: { expected: { ...each('rejected'), 'C-ECHO': 'rejected' } },
  'without rights': { may: noRight, expected: each('refused') },
  finder: { may: { ...noRight, find: true }, expected: each('refused', { find: 'everything' }) },
  retriever: {
    may: { ...noRight, retrieve: true },
    expected: each('refused', { move: 'everything', get: 'everything' }),
  },
  storer: { may: { ...noRight, store: true }, expected: each('refused', { 'C-STORE': 'everything' }) },
  committer: { may: { ...noRight, commit: true }, expected: each('refused', { 'N-ACTION': 'everything' }) },
  'with all rights': { may: everyRight, expected: each('everything') },
  'granted a study': { may: everyRight, grant: theStudy, expected: each('granted') },
  'granted a label': {
    may: everyRight,
    grant: rules(() => ({ label: 'shown', value: 'yes' })),
    // A label is of what is there: nothing new can be stored because of one.
    expected: each('granted'),
  },
  'granted a person': {
    may: everyRight,
    grant: rules(() => ({ person: personUid })),
    expected: each('granted'),
  },
  'granted a collection': {
    may: everyRight,
    grant: rules(() => ({ collection: 'shown' })),
    expected: each('granted'),
  },
  'granted to find only': {
    may: everyRight,
    grant: (granted) => ({ ...theStudy(granted), rights: ['find'] }),
    expected: each('refused', { find: 'granted' }),
  },
  'granted to view only': {
    may: everyRight,
    grant: (granted) => ({ ...theStudy(granted), rights: ['find', 'view'] }),
    expected: each('refused', { find: 'granted' }),
  },
  'granted, but without the right': {
    may: { ...noRight, find: true },
    grant: theStudy,
    expected: each('refused', { find: 'granted' }),
  },
  'granted until yesterday': {
    may: everyRight,
    grant: (granted) => ({ ...theStudy(granted), expiresAt: '2020-01-01T00:00:00Z' }),
    expected: each('refused'),
  },
  'granted what is not there': {
    may: everyRight,
    grant: rules(() => ({ studyInstanceUid: '1.2.3' })),
    expected: each('nothing', { 'C-STORE': 'nothing' }),
  },
} as const satisfies Record<string, Caller>;
type Name = keyof typeof callers;
const names = Object.keys(callers) as Name[];

let server: IsocenterServer;
let client: Client;
let sink: DimseServer;
let personUid = '';
let granted: CorpusInstance;
let sibling: CorpusInstance;
let hidden: CorpusInstance;
/** What the sink received since it was last emptied. */
const received = new Set<string>();

const titleOf = (name: Name): string => `CALLER${names.indexOf(name)}`;

beforeAll(async () => {
  server = await startIsocenter({ args: ['--loopback-grant', 'off'] });
  client = createClient(httpTransport({ socketPath: controlSocketPath(server.data) }));
  // The sibling is another study of the patient whose study is granted.
  const patient = { PatientID: 'SHOWN', PatientName: 'Shown^Somebody', InstitutionName: 'Clinic' };
  [granted, sibling, hidden] = [
    ...corpus({ kind: 'tiny', studies: 1, instancesPerSeries: 1, seed: 501, override: () => patient }),
    ...corpus({ kind: 'tiny', studies: 1, instancesPerSeries: 1, seed: 502, override: () => patient }),
    ...corpus({ kind: 'tiny', studies: 1, instancesPerSeries: 1, seed: 503 }),
  ] as [CorpusInstance, CorpusInstance, CorpusInstance];
  await client.nodesAdd({ name: 'modality', aeTitle: 'MODALITY', host: '127.0.0.1', port: 104 });
  await sendInstances(server.peer, 'MODALITY', [granted, hidden]);
  await describeGranted();
  await sendInstances(server.peer, 'MODALITY', [sibling]);
  for (const name of names) await register(name, callers[name]);
  sink = createDimseServer({
    handlers: {
      associate: ({ request }) => ({
        accept: true,
        ...acceptContexts(request, { transferSyntaxes: () => [transferSyntaxes.explicitVrLittleEndian] }),
        session: undefined,
      }),
      store: keep,
    },
  });
  const { port } = await sink.listen({ host: '127.0.0.1', port: 0 });
  await client.nodesAdd({ name: 'sink', aeTitle: 'SINK', host: '127.0.0.1', port });
});
afterAll(async () => {
  await sink.close({ drainMs: 1_000 });
  await server.stop();
});

/** The granted study by each kind of rule: its label, its collection, and the person of its patient alone. */
async function describeGranted(): Promise<void> {
  const { studyInstanceUid } = granted;
  await client.labelSet({ target: 'study', uid: studyInstanceUid, name: 'shown', value: 'yes' });
  await client.collectionAdd({ name: 'shown' });
  await client.collectionPut({ name: 'shown', studies: [studyInstanceUid] });
  const { patients } = await client.patientsList({ patientId: 'SHOWN' });
  const person = await client.personMerge({ name: 'Somebody', patientKeys: [patients[0]!.patientKey] });
  personUid = person.uid;
}

async function register(name: Name, { may, grant }: Caller): Promise<void> {
  if (!may) return;
  const node = `caller${names.indexOf(name)}`;
  await client.nodesAdd({ name: node, aeTitle: titleOf(name), host: '127.0.0.1', port: 104, may });
  if (!grant) return;
  await client.nodeGrant({ name: node, rights: [...allGranted], expiresAt: null, ...grant(granted) });
}

const contexts = [
  { abstractSyntax: VERIFICATION, transferSyntaxes: [transferSyntaxes.explicitVrLittleEndian] },
  { abstractSyntax: COMMITMENT, transferSyntaxes: [transferSyntaxes.explicitVrLittleEndian] },
  { abstractSyntax: MR, transferSyntaxes: [transferSyntaxes.explicitVrLittleEndian], role: 'both' as const },
  ...Object.values(roots).flatMap((root) =>
    Object.values(models).map((model) => ({
      abstractSyntax: `${root}.${model}`,
      transferSyntaxes: [transferSyntaxes.explicitVrLittleEndian],
    })),
  ),
];

async function withAssociation<T>(
  name: Name,
  work: (association: ClientAssociation, reported: Promise<Dataset>) => Promise<T>,
): Promise<T | 'rejected'> {
  const { promise: reported, resolve } = Promise.withResolvers<Dataset>();
  const { host = '127.0.0.1', port, aet: calledAeTitle } = server.peer;
  const association = await connect({
    ...{ host, port, calledAeTitle, callingAeTitle: titleOf(name), contexts },
    handlers: {
      nEventReport: ({ transferSyntaxUid }, information) => {
        resolve(parseDataset(information ?? new Uint8Array(0), transferSyntaxUid));
        return { status: statuses.success };
      },
    },
  }).catch((error: { code?: string }) => {
    if (error.code === 'dimse/rejected') return undefined;
    throw error;
  });
  if (!association) return 'rejected';
  try {
    return await work(association, reported);
  } finally {
    await association.release();
  }
}

const all = (): CorpusInstance[] => [granted, sibling, hidden];

/** What was got, as the kind of caller that gets it. The person's patient has both studies of theirs. */
function extentOf(name: Name, got: ReadonlySet<string>): Extent | string {
  const uids = (instances: readonly CorpusInstance[]) =>
    instances.map(({ sopInstanceUid }) => sopInstanceUid).sort();
  const own = name === 'granted a person' ? [granted, sibling] : [granted];
  const found = [...got].sort().join();
  if (found === '') return 'nothing';
  if (found === uids(all()).join()) return 'everything';
  return found === uids(own).join() ? 'granted' : `leak: ${found}`;
}

/** The unique keys of an instance down to a level. */
function keysOf(
  instance: CorpusInstance,
  { root, level }: Pick<QueryRetrieve, 'root' | 'level'>,
): Record<string, string> {
  const depth = ['PATIENT', 'STUDY', 'SERIES', 'IMAGE'].indexOf(level);
  return {
    QueryRetrieveLevel: level,
    ...(root === 'patient' && { PatientID: patientIdOf(instance) }),
    ...(depth >= 1 && { StudyInstanceUID: instance.studyInstanceUid }),
    ...(depth >= 2 && { SeriesInstanceUID: instance.seriesInstanceUid }),
    ...(depth >= 3 && { SOPInstanceUID: instance.sopInstanceUid }),
  };
}

const patientIdOf = ({ dataset }: CorpusInstance): string => dataset.string(tags.PatientID)!;

const ask: Readonly<Record<'C-ECHO' | 'C-STORE' | 'N-ACTION', (name: Name) => Promise<Extent | string>>> = {
  'C-ECHO': (name) =>
    withAssociation(name, async (association) =>
      (await association.echo()).status === statuses.success ? 'everything' : 'refused',
    ),
  /** Sends again what is there: who may store into a study that they see is told Success, others that they may not. */
  'C-STORE': (name) =>
    withAssociation(name, async (association) => {
      const stored = new Set<string>();
      for (const instance of all()) {
        const { status } = await association.store({ ...instance, dataSet: encodeDataSet(instance) });
        if (status === statuses.success) stored.add(instance.sopInstanceUid);
        else expect(status).toBe(NOT_AUTHORIZED);
      }
      const mayNothing = stored.size === 0 && !isLimited(name);
      return mayNothing ? 'refused' : extentOf(name, stored);
    }),
  'N-ACTION': (name) =>
    withAssociation(name, async (association, reported) => {
      const dataSet = Dataset.of({
        TransactionUID: `2.25.${Date.now()}${names.indexOf(name)}`,
        ReferencedSOPSequence: all().map(({ sopClassUid, sopInstanceUid }) => ({
          ...{ ReferencedSOPClassUID: sopClassUid, ReferencedSOPInstanceUID: sopInstanceUid },
        })),
      });
      const { status } = await association.nAction({
        ...{ sopClassUid: COMMITMENT, sopInstanceUid: `${COMMITMENT}.1`, typeId: 1, dataSet },
      });
      if (status === NOT_AUTHORIZED) return 'refused';
      expect(status).toBe(statuses.success);
      const report = await reported;
      const committed = report.items(tags.ReferencedSOPSequence);
      return extentOf(name, new Set(committed.map((item) => item.string(tags.ReferencedSOPInstanceUID)!)));
    }),
};

/** A store that is refused for each study is no refused right when a grant names something else. */
const isLimited = (name: Name): boolean => name === 'granted what is not there';

async function askFind(name: Name, { root, level }: QueryRetrieve): Promise<Extent | string> {
  return await withAssociation(name, async (association) => {
    const found = new Set<string>();
    for (const instance of all()) {
      const identifier = Dataset.of({
        ...keysOf(instance, { root, level }),
        NumberOfPatientRelatedStudies: '',
      });
      const matches = association.find({ sopClassUid: `${roots[root]}.${models.find}`, identifier });
      const { answers, status } = await drain(matches);
      if (status === NOT_AUTHORIZED) return 'refused';
      expect(status).toBe(statuses.success);
      for (const answer of answers) {
        if (level !== 'PATIENT') expect(answer.string(tags.StudyInstanceUID)).toBe(instance.studyInstanceUid);
        found.add(instance.sopInstanceUid);
        requireNoCountOfOthers(name, answer);
      }
    }
    // A patient exists for who sees one of the studies, whichever study was the reason to ask.
    if (level === 'PATIENT' && found.has(granted.sopInstanceUid) && callerSeesOne(name))
      found.delete(sibling.sopInstanceUid);
    return extentOf(name, found);
  });
}

const callerSeesOne = (name: Name): boolean =>
  (callers[name] as Caller).expected.find === 'granted' && name !== 'granted a person';

/** Nobody is told how many studies of a patient there are that they may not see. */
function requireNoCountOfOthers(name: Name, answer: Dataset): void {
  const count = answer.string(tags.NumberOfPatientRelatedStudies);
  if (callerSeesOne(name)) expect(['', '1', undefined]).toContain(count);
}

async function drain(matches: ReturnType<ClientAssociation['find']>) {
  const answers: Dataset[] = [];
  for (;;) {
    const step = await matches.next();
    if (step.done) return { answers, status: step.value.status };
    answers.push(parseDataset(step.value.identifier, step.value.transferSyntaxUid));
  }
}

async function askRetrieve(name: Name, { service, root, level }: QueryRetrieve): Promise<Extent | string> {
  return await withAssociation(name, async (association) => {
    received.clear();
    for (const instance of all()) {
      const identifier = Dataset.of(keysOf(instance, { root, level }));
      const sopClassUid = `${roots[root]}.${models[service]}`;
      const { status, completed } =
        service === 'move'
          ? await association.move({ sopClassUid, identifier, moveDestination: 'SINK' })
          : await association.get({ sopClassUid, identifier, store: keep });
      if (status === NOT_AUTHORIZED) return 'refused';
      // Nothing found is a success of nothing: that something is there which one may not see is not told.
      expect({ status, completed }).toEqual({ status: statuses.success, completed });
    }
    return extentOf(name, received);
  });
}

/** Receives an instance and remembers which. */
const keep = ({ sopInstanceUid }: { readonly sopInstanceUid: string }): StoreSink => ({
  write: () => {},
  end: async () => {
    received.add(sopInstanceUid);
    return { status: statuses.success };
  },
  abort: () => {},
});

const titleOfService = (service: (typeof services)[number]): string =>
  typeof service === 'string'
    ? service
    : `C-${service.service.toUpperCase()} ${service.root} root ${service.level}`;

describe.each(names)('a caller %s', (name) => {
  it.each(services.map((service) => [titleOfService(service), service] as const))(
    'by %s',
    async (_, service) => {
      const { expected } = callers[name];
      const family = typeof service === 'string' ? service : service.service;
      const got =
        typeof service === 'string'
          ? await ask[service](name)
          : service.service === 'find'
            ? await askFind(name, service)
            : await askRetrieve(name, service);
      expect(got).toBe(expected[family]);
    },
  );
});

it('nobody learns at the DICOM port that a study is there which they may not see', async () => {
  const [stranger] = corpus({ kind: 'tiny', studies: 1, instancesPerSeries: 1, seed: 504 });
  const status = async (instance: CorpusInstance) =>
    (await sendInstances(server.peer, titleOf('granted a study'), [instance])).refused.map(
      ({ status }) => status,
    );
  expect(await status(hidden)).toEqual(await status(stranger!));
});
