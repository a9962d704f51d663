import { asIsocenterError, IsocenterError } from '../base/index.ts';
import {
  type BidsName,
  bidsNotation,
  bidsPath,
  type ConvertedFacts,
  LEFT_OUT,
  type MappingRow,
  type NamedSeries,
  nameSeries,
} from '../bids/index.ts';
import { type NamedInDataset, problemOf } from '../contract/index.ts';
import { safeSegment } from '../naming/index.ts';
import { type DatasetOutput, type DatasetRecord, shortHash } from './dataset-record.ts';
import type { Mapping } from './mapping.ts';

/** What has no name goes here, and `.bidsignore` names it. */
export const ASIDE_FOLDER = 'unnamed';

/** Where the files of one output belong. */
export interface Wanted {
  readonly record: DatasetRecord;
  readonly output: DatasetOutput;
  /** Below the folder, without an end. */
  readonly place: string;
  /** Where they are while they cannot have that. */
  readonly aside: string;
  /** Undefined of what is kept aside. */
  readonly name: BidsName | undefined;
  /** Without `sub-`. */
  readonly subject: string;
  /** Why it is kept aside although it has a name, or what else a person should see to. */
  readonly problem: IsocenterError | undefined;
}

/** What went from where to where. */
export interface Moved {
  readonly from: string;
  readonly to: Wanted;
}

export interface PlannedSeries {
  readonly record: DatasetRecord;
  readonly named: NamedSeries;
  readonly outputs: readonly Wanted[];
}

/** Names for everything in a dataset; nothing is moved. Series of one session are named together. */
export function planPlaces(records: readonly DatasetRecord[], mapping: Mapping): PlannedSeries[] {
  const all = inOrder(records).map(whose(records, mapping));
  const displaced = displacedOf(all, mapping);
  const sessions = Map.groupBy(
    all.filter((one) => !displaced.has(one)),
    ({ subject, session }) => JSON.stringify([subject.toLowerCase(), session.toLowerCase()]),
  );
  return [
    ...[...sessions.values()].flatMap((session) => planSession(session, mapping.rows)),
    ...[...displaced].map((one) => planDisplaced(one, mapping.rows)),
  ];
}

interface Placed {
  readonly record: DatasetRecord;
  readonly subject: string;
  readonly session: string;
}

const inOrder = (records: readonly DatasetRecord[]): DatasetRecord[] =>
  [...records].sort(
    (a, b) =>
      compare(a.measured, b.measured) ||
      a.number - b.number ||
      compare(a.terms.seriesInstanceUid, b.terms.seriesInstanceUid),
  );

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** A table counts, then what a series of the study says of all of it, then its date. */
function whose(
  records: readonly DatasetRecord[],
  { subjects, sessions, rows }: Mapping,
): (record: DatasetRecord) => Placed {
  const said = new Map<string, string>();
  for (const { study, facts } of records) {
    const [named] = nameSeries([{ facts, outputs: [] }], rows);
    if (named?.session !== undefined && !said.has(study)) said.set(study, named.session);
  }
  return (record) => {
    const subject = saidOf(subjects, record.subject) ?? record.subject;
    const session =
      saidOf(sessions, `${subject}/${record.session}`) ?? said.get(record.study) ?? record.session;
    return { record, subject, session };
  };
}

/** Patients may be called like what every object has. */
const saidOf = (said: Readonly<Record<string, string>>, key: string): string | undefined =>
  Object.hasOwn(said, key) ? said[key] : undefined;

/** A table may call several patients one subject. Those that it does not name are not meant. */
function displacedOf(all: readonly Placed[], { subjects }: Mapping): Set<Placed> {
  const groups = Map.groupBy(all, ({ subject }) => subject.toLowerCase());
  return new Set(
    [...groups.values()].flatMap((group) =>
      new Set(group.map(({ record }) => record.patient)).size === 1
        ? []
        : group.filter(({ record }) => !Object.hasOwn(subjects, record.subject)),
    ),
  );
}

function planDisplaced(one: Placed, rows: readonly MappingRow[]): PlannedSeries {
  const { record, subject } = one;
  const [named] = nameSeries([convertedFacts(record)], rows);
  const outputs = record.outputs.map((output): Wanted => {
    const aside = asidePlace(one, output);
    const problem = new IsocenterError('dataset/name-of-patient');
    return { record, output, place: aside, aside, subject, name: undefined, problem };
  });
  return { record, named: named!, outputs };
}

function planSession(all: readonly Placed[], rows: readonly MappingRow[]): PlannedSeries[] {
  const taken = new Set<string>();
  return nameSeries(
    all.map(({ record }) => convertedFacts(record)),
    rows,
  ).map((named, at) => ({
    ...{ record: all[at]!.record, named },
    outputs: all[at]!.record.outputs.map((output, i) => wanted(all[at]!, output, named.outputs[i], taken)),
  }));
}

const convertedFacts = ({ facts, outputs }: DatasetRecord): ConvertedFacts => ({
  facts,
  outputs: outputs.map(({ added }) => added),
});

function wanted(
  { record, subject, session }: Placed,
  output: DatasetOutput,
  name: BidsName | undefined,
  taken: Set<string>,
): Wanted {
  const aside = asidePlace({ record, subject, session }, output);
  const kept = { record, output, place: aside, aside, subject, name: undefined };
  if (!name) return { ...kept, problem: undefined };
  try {
    const place = bidsPath({ subject, session }, name).join('/');
    if (taken.has(place.toLowerCase()))
      return { ...kept, problem: new IsocenterError('dataset/name-of-series') };
    taken.add(place.toLowerCase());
    return { ...kept, place, name, problem: undefined };
  } catch (error) {
    return { ...kept, problem: asIsocenterError(error) };
  }
}

function asidePlace({ record, subject, session }: Placed, { added }: DatasetOutput): string {
  const { facts, number, terms } = record;
  const words = facts.seriesDescription || facts.protocolName || facts.modality;
  const name = safeSegment(
    `${String(number).padStart(3, '0')}_${words}`,
    `_${shortHash(terms.seriesInstanceUid).slice(0, 6)}`,
  );
  return [ASIDE_FOLDER, `sub-${subject}`, `ses-${session}`, name + added].join('/');
}

/** What a person reads of it: one row for each protocol and description. */
export function rowsOf(
  planned: readonly PlannedSeries[],
  saidOf: (seen: Pick<NamedInDataset, 'protocol' | 'description'>) => string | null,
): NamedInDataset[] {
  const groups = Map.groupBy(planned, ({ record: { facts } }) =>
    JSON.stringify([facts.protocolName, facts.seriesDescription]),
  );
  return [...groups.values()].map((group) => {
    const { record, named, outputs } = group[0]!;
    const { protocolName: protocol, seriesDescription: description } = record.facts;
    const all = group.flatMap((one) => one.outputs);
    const problem = all.find((one) => one.problem !== undefined)?.problem;
    const [guessed] = nameSeries([convertedFacts(record)], []);
    return {
      ...{ protocol, description, series: group.length },
      ...{ source: named.source, confidence: named.confidence },
      name: notationOf(named),
      guess: notationOf(guessed!),
      is: saidOf({ protocol, description }),
      example: (outputs.find(({ name }) => name) ?? outputs[0])?.place ?? '',
      ...(problem && { problem: problemOf(problem) }),
    };
  });
}

function notationOf({ name, source }: NamedSeries): string | null {
  if (name) return bidsNotation(name);
  return source === 'none' ? null : LEFT_OUT;
}
