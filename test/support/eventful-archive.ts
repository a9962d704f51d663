import { decide } from '../../src/archive/decide.ts';
import { type OpenArchive, openArchive, parseQuery } from '../../src/archive/index.ts';
import { type Clock, systemClock } from '../../src/base/index.ts';
import { type Actor, everything, type Level, type Origin } from '../../src/contract/index.ts';
import { Dataset, type PlainDataset, tags } from '../../src/dicom/index.ts';
import type { ArchiveHome } from './archive-home.ts';
import { type CorpusInstance, type CorpusShape, corpus, corpusInstance } from './corpus.ts';
import { encodeDataSet } from './sender.ts';

const settings = { seriesQuietSeconds: 60, studyQuietSeconds: 300, trashGraceDays: 30, importConcurrency: 4 };
const ada: Actor = { kind: 'user', name: 'ada' };

/** Every look at this clock is a second later, so that no two things happen at the same time. */
export class TickingClock implements Clock {
  #milliseconds = Date.UTC(2026, 0, 1);

  now(): Date {
    this.#milliseconds += 1000;
    return new Date(this.#milliseconds);
  }

  monotonic(): number {
    return this.#milliseconds;
  }
}

/** Opens a data directory in this process, without doors. */
export function openData(
  data: string,
  { database = `sqlite:${data}/catalog.sqlite`, clock = systemClock }: OpenDataOptions = {},
): Promise<OpenArchive> {
  return openArchive({ data, database, settings, clock });
}

interface OpenDataOptions {
  readonly database?: string;
  readonly clock?: Clock | undefined;
}

/** Puts instances into an open archive as if a modality had sent them. */
export class Modality {
  readonly #open: Pick<OpenArchive, 'archive'>;
  readonly #sender: string;
  readonly #clock: Clock;

  constructor(open: Pick<OpenArchive, 'archive'>, sender: string, clock: Clock) {
    this.#open = open;
    this.#sender = sender;
    this.#clock = clock;
  }

  async send(instances: Iterable<CorpusInstance>): Promise<void> {
    for (const instance of instances) await this.#sendOne(instance);
  }

  async #sendOne(instance: CorpusInstance): Promise<void> {
    const origin: Origin = {
      via: 'dimse',
      receivedAt: this.#clock.now().toISOString(),
      sender: this.#sender,
      address: '192.0.2.7',
      receiver: 'ISOCENTER',
    };
    const actor: Actor = { kind: 'node', name: this.#sender };
    const { transferSyntaxUid } = instance;
    const sink = this.#open.archive.ingest(actor, everything, { origin, transferSyntaxUid });
    await sink.write(encodeDataSet(instance));
    await sink.end();
  }
}

/** The files disagree about their study and patient; whoever came first describes both. */
function quarrelsome(at: { series: number; instance: number }): PlainDataset {
  return {
    StudyDescription: `Schädel, told by series ${at.series} image ${at.instance}`,
    PatientName: `Müller^Jörg${at.series}${at.instance}`,
    PatientComments: 'said once',
    SeriesDescription: `t${at.instance} se`,
    EchoTime: 8 + at.instance,
    InstitutionName: `Haus ${at.series}${at.instance}`,
    StationName: `MR${at.instance}`,
  };
}

const shapes = {
  quarrelsome: {
    kind: 'tiny',
    studies: 3,
    seriesPerStudy: 3,
    instancesPerSeries: 4,
    seed: 41,
    override: quarrelsome,
  },
  /** Two ids of one patient, and names beyond Latin 1. */
  foreign: {
    kind: 'tiny',
    studies: 4,
    instancesPerSeries: 2,
    seed: 42,
    override: ({ study }) => ({
      SpecificCharacterSet: 'ISO_IR 192',
      PatientName: ['Yamada^Tarou=山田^太郎=やまだ^たろう', 'Люкceмбypг', 'Διονυσιος', 'Żółć^Łukasz'][study]!,
      PatientID: `X-${study % 2}`,
      IssuerOfPatientID: study < 2 ? 'Klinik Süd' : '',
    }),
  },
  plain: { kind: 'tiny', studies: 6, seriesPerStudy: 2, instancesPerSeries: 3, seed: 43 },
} as const satisfies Record<string, CorpusShape>;

/** The same identity with other content. */
const otherContent = (shape: CorpusShape, comment: string): CorpusShape => ({
  ...shape,
  override: (at) => ({
    ...shape.override?.(at),
    ImageComments: comment,
    StudyDescription: `${comment} description`,
    PatientName: `Other^${comment}`,
  }),
});

/**
 * Fills an empty archive with a history that has everything a rebuild must bring back: files that disagree,
 * re-sends from several senders, conflicts (open, settled, settled twice), removals (waiting, restored, purged, settled by
 * a re-send), labels, merged and split persons, nodes, expected studies, names in many scripts, files, edits, losses.
 */
export async function makeEventfulArchive(home: Pick<ArchiveHome, 'open'>): Promise<void> {
  const clock = new TickingClock();
  const open = await home.open(clock);
  const modality = (name: string) => new Modality(open, name, clock);
  const { quarrelsome, foreign, plain } = shapes;
  // Against the order of their names, so that what is read first is not what came first.
  await modality('MR1').send([...corpus(quarrelsome)].reverse());
  await modality('CT2').send(corpus(foreign));
  await modality('MR1').send([...corpus(plain)].reverse());
  await modality('PACS').send(corpus(quarrelsome));
  await modality('PACS').send(corpus({ ...plain, studies: 2 }));
  await modality('MR1').send(corpus({ ...plain, studies: 1 }));
  await quarrel(open, modality('RESEND'));
  await tidyUp(open, modality('LATE'));
  await decidePeople(open);
  await keepFiles(open, clock);
  await edit(open);
  await loseBytes(open, modality('AGAIN'));
  await open.close();
}

/** Conflicts: open, settled in favour of either, settled with a third content that came later. */
async function quarrel({ archive }: OpenArchive, modality: Modality): Promise<void> {
  const at = (study: number, instance: number) => ({ study, series: 0, instance });
  for (const comment of ['Édition', 'Zweite']) {
    const other = otherContent(shapes.plain, comment);
    await modality.send([0, 1, 2, 3].map((study) => corpusInstance(other, at(study, 0))));
    await modality.send([corpusInstance(other, at(0, 1))]);
  }
  const open = await archive.conflicts(ada, everything, 'open', 100);
  const chosen = open.filter((_, index) => index % 3 !== 0);
  for (const [index, { id, contenders }] of chosen.entries()) {
    const keep = contenders.filter(({ current }) => current === (index % 2 === 0)).at(-1);
    if (keep) await archive.resolve(ada, everything, id, keep.digest);
  }
  await modality.send([corpusInstance(otherContent(shapes.plain, 'Third'), at(1, 0))]);
}

async function tidyUp({ archive }: OpenArchive, modality: Modality): Promise<void> {
  const { quarrelsome, foreign, plain } = shapes;
  const remove = async (shape: CorpusShape, study: number, series?: number): Promise<string> => {
    const { studyInstanceUid, seriesInstanceUid } = corpusInstance(shape, {
      study,
      series: series ?? 0,
      instance: 0,
    });
    const selector = {
      studyInstanceUids: [studyInstanceUid],
      ...(series === undefined ? {} : { seriesInstanceUids: [seriesInstanceUid] }),
    };
    const known = new Set((await archive.trash(ada, everything, 1000)).map(({ id }) => id));
    await archive.remove(ada, everything, [selector], 'wrong patient: Käse');
    return (await archive.trash(ada, everything, 1000)).find(({ id }) => !known.has(id))!.id;
  };
  await remove(quarrelsome, 2, 1);
  const restored = await remove(quarrelsome, 1);
  await archive.restore(ada, everything, [restored]);
  await archive.purge(ada, everything, [await remove(plain, 5), await remove(plain, 4, 0)]);
  await remove(foreign, 3);
  await modality.send(corpus({ ...foreign, studies: 4, instancesPerSeries: 1 }));
  // Something else takes the place of what waits in the trash, which is then restored.
  const trashed = await remove(plain, 2, 1);
  await modality.send([
    corpusInstance(otherContent(plain, 'Replaced'), { study: 2, series: 1, instance: 1 }),
  ]);
  await archive.restore(ada, everything, [trashed]);
  // What was purged comes again.
  await modality.send([corpusInstance(plain, { study: 5, series: 0, instance: 0 })]);
}

async function decidePeople(open: OpenArchive): Promise<void> {
  const { parts, archive } = open;
  const uidOf = (study: number) =>
    corpusInstance(shapes.plain, { study, series: 0, instance: 0 }).studyInstanceUid;
  const label = (study: number, name: string, value: string | null) =>
    decide(parts, 'label', { target: 'study', uid: uidOf(study), name, value }, ada);
  await label(0, 'Trial', 'Größe 7');
  await label(1, 'Trial', 'to be withdrawn');
  await label(1, 'Trial', null);
  await label(0, 'Trial', 'Größe 8');
  const patients = await patientKeys(open);
  const personUid = 'person-1';
  await decide(parts, 'merge', { personUid, name: 'Doe^Jane', patientKeys: patients.slice(0, 4) }, ada);
  await decide(parts, 'split', { personUid, patientKeys: patients.slice(1, 2) }, ada);
  const apart = [patients.slice(4, 5), patients.slice(5, 6)];
  await decide(parts, 'different', { people: apart, areDifferent: true }, ada);
  const notApart = [patients.slice(4, 5), patients.slice(0, 1)];
  for (const areDifferent of [true, false])
    await decide(parts, 'different', { people: notApart, areDifferent }, ada);
  const node = { name: 'ws1', aeTitle: 'WS1', host: '192.0.2.9', port: 104 };
  for (const name of ['ws1', 'ws2', 'ws3']) {
    await archive.saveNode(ada, { ...node, name } as Parameters<typeof archive.saveNode>[1]);
  }
  const announced = {
    source: 'worklist',
    seriesCount: 2,
    instanceCount: null,
    deadline: '2026-02-01T00:00:00.000Z',
  };
  for (const studyInstanceUid of [uidOf(0), '1.2.3.4'])
    await archive.expectStudy(ada, everything, { ...announced, studyInstanceUid });
  await archive.endExpectation(ada, everything, uidOf(0));
  const elsewhere = { uid: '6f1c8a52-3f0e-4a51-9c57-0d3a5a1b7e11', patientKey: patients[0]!, date: '1998' };
  const film = {
    ...elsewhere,
    modality: 'CR',
    bodyPart: 'Knie',
    place: 'Schublade',
    note: '',
    photo: null,
    notStudies: ['1.2.3'],
  };
  const others = ['6f1c8a52-3f0e-4a51-9c57-0d3a5a1b7e12', '6f1c8a52-3f0e-4a51-9c57-0d3a5a1b7e13'];
  await archive.putElsewhere(ada, everything, { ...film, studyInstanceUid: null });
  for (const uid of others)
    await archive.putElsewhere(ada, everything, { ...film, uid, studyInstanceUid: uidOf(0) });
  await archive.putElsewhere(ada, everything, { ...film, note: 'Größe 18×24', studyInstanceUid: null });
  await archive.removeElsewhere(ada, everything, others[1]!);
  await archive.removeNode(ada, 'ws2');
  await archive.saveNode(ada, { ...node, port: 11112 } as Parameters<typeof archive.saveNode>[1]);
}

/** Edits: current, taken back, of what is in conflict. */
async function edit({ archive }: OpenArchive): Promise<void> {
  const at = (study: number, instance: number) =>
    corpusInstance(shapes.plain, { study, series: 1, instance });
  const name = (text: string) => (dataset: Dataset) => void dataset.set(tags.PatientName, 'PN', text);
  for (const [index, identity] of [at(0, 0), at(0, 1), at(3, 2)].entries())
    await archive.revise(ada, everything, identity, name(`Edited^${index}`));
  await archive.revise(ada, everything, at(0, 0), name('Edited^Twice'));
  await archive.revert(ada, everything, at(0, 1));
}

/** Files: attached, of a collection, derived from each other and from an instance, sent again, removed, purged. */
async function keepFiles(open: OpenArchive, clock: Clock): Promise<void> {
  const { archive } = open;
  const put = async (name: string, more: object = {}) => {
    const origin: Origin = {
      ...{ via: 'import', receivedAt: clock.now().toISOString(), sender: 'ada' },
      ...{ address: `/disc/${name}`, receiver: '' },
    } as const;
    const sink = archive.ingestFile(ada, everything, { origin, name, ...more });
    await sink.write(new TextEncoder().encode(name.toLowerCase()));
    const { sha256, receivedAt } = await sink.end();
    return { sha256, receivedAt };
  };
  const at = { study: 0, series: 0, instance: 0 };
  const { studyInstanceUid, seriesInstanceUid, sopInstanceUid } = corpusInstance(shapes.quarrelsome, at);
  const study = { target: 'study', uid: studyInstanceUid } as const;
  const raw = await put('Größe 1.dat', { attachTo: [study, { target: 'person', uid: 'person-1' }] });
  const report = await put('report.pdf', { mediaType: 'application/pdf', collection: 'Labor Süd' });
  await archive.detachFile(ada, everything, { digest: raw.sha256, target: 'person', uid: 'person-1' });
  await put('REPORT.pdf');
  const described = { name: 'Befund Knie.pdf', date: '201103' };
  await archive.describeFile(ada, everything, { digest: report.sha256, ...described });
  const [instance] = (
    await Array.fromAsync(archive.select(ada, everything, [{ sopInstanceUids: [sopInstanceUid] }]))
  ).flat();
  const image = { studyInstanceUid, seriesInstanceUid, sopInstanceUid, ...pickContent(instance!) };
  const made = { method: 'recon', methodVersion: '7' };
  await archive.derive(ada, everything, { item: image, sources: [raw, report], ...made });
  await archive.derive(ada, everything, { item: report, sources: [image], ...made, method: 'writing' });
  await archive.underive(ada, everything, { item: image, sources: [report], method: 'recon' });
  const [waiting, gone, back] = [await put('waiting'), await put('gone'), await put('back')];
  for (const { sha256 } of [waiting, gone, back])
    await archive.removeFiles(ada, everything, [sha256], 'nobody needs it');
  await archive.derive(ada, everything, { item: gone, sources: [raw], ...made });
  const entries = await archive.trash(ada, everything, 1000);
  const ids = entries.filter(({ files }) => files > 0).map(({ id }) => id);
  await archive.purge(ada, everything, [ids[1]!]);
  await archive.restore(ada, everything, [ids[2]!]);
}

/** Bytes that are gone: of who describes a study, of an open conflict, of a file; accepted, come again, purged. */
async function loseBytes({ archive, parts }: OpenArchive, modality: Modality): Promise<void> {
  const { store, catalog } = parts;
  await store.settleNow();
  const { quarrelsome, plain } = shapes;
  const at = (shape: CorpusShape, study: number, series: number, instance: number) =>
    corpusInstance(shape, { study, series, instance });
  const [describes, accepted, again, purged] = [
    at(quarrelsome, 0, 2, 3),
    at(quarrelsome, 0, 1, 1),
    at(plain, 3, 0, 1),
    at(plain, 4, 1, 2),
  ];
  const currentOf = async (identity: CorpusInstance) => (await catalog.lookup([identity]))[0]!.current!;
  const keyOf = async (itemId: number) => (await catalog.locationsOf(itemId))[0]!.key;
  for (const each of [describes, accepted, again, purged])
    await store.remove(await keyOf((await currentOf(each)).itemId));
  const [conflict] = await catalog.conflicts({ limit: 1 });
  const [file] = await archive.files(ada, everything, { limit: 1 });
  for (const key of [await keyOf(conflict!.contenders.at(-1)!.itemId), file!.key!])
    await store.putFile(key, 'rotten');
  const all = { selectors: undefined, quick: false };
  await Array.fromAsync(archive.verify(ada, everything, all, new AbortController().signal));
  const { sha256 } = await currentOf(accepted);
  await archive.acceptLosses(ada, everything, { digests: [sha256], reason: 'kein Backup' });
  await modality.send([again]);
  const selector = { sopInstanceUids: [purged.sopInstanceUid] };
  const known = new Set((await archive.trash(ada, everything, 1000)).map(({ id }) => id));
  await archive.remove(ada, everything, [selector], 'lost anyway');
  const removal = (await archive.trash(ada, everything, 1000)).find(({ id }) => !known.has(id))!;
  await archive.purge(ada, everything, [removal.id]);
}

const pickContent = ({ sha256, receivedAt }: { sha256: string; receivedAt: string }) => ({
  sha256,
  receivedAt,
});

async function patientKeys({ parts }: OpenArchive): Promise<string[]> {
  const keys = new Set<string>();
  for await (const line of parts.catalog.canonicalDump()) {
    const [title, , patientKey] = JSON.parse(line) as string[];
    if (title === 'study') keys.add(patientKey!);
  }
  return [...keys].sort();
}

const asked: Readonly<Record<Level, PlainDataset>> = {
  patient: { PatientID: '', PatientName: '', PatientBirthDate: '', NumberOfPatientRelatedStudies: '' },
  study: {
    StudyInstanceUID: '',
    PatientName: '',
    PatientID: '',
    StudyDescription: '',
    ReferringPhysicianName: '',
    ModalitiesInStudy: '',
    NumberOfStudyRelatedSeries: '',
    NumberOfStudyRelatedInstances: '',
  },
  series: {
    StudyInstanceUID: '',
    SeriesInstanceUID: '',
    SeriesDescription: '',
    StationName: '',
    InstitutionName: '',
    NumberOfSeriesRelatedInstances: '',
  },
  instance: { StudyInstanceUID: '', SeriesInstanceUID: '', SOPInstanceUID: '*', InstanceNumber: '' },
};

/** All that a rebuild has to bring back, as sorted lines: the canonical dump, and what queries answer on every level. */
export async function everythingKnown(open: OpenArchive): Promise<string[]> {
  const lines = await Array.fromAsync(open.parts.catalog.canonicalDump());
  for (const [level, keys] of Object.entries(asked) as [Level, PlainDataset][]) {
    const root = level === 'patient' ? 'patient' : 'study';
    const query = parseQuery(Dataset.of(keys), level, { root, relational: true });
    const { pages } = open.archive.find(ada, everything, query);
    for await (const page of pages) for (const row of page) lines.push(JSON.stringify([level, ...row]));
  }
  return lines.sort();
}
