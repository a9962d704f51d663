/** Whatever happens, the list of a scope is what the predicate finds, however it was made, on both engines. */
import fc from 'fast-check';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { rowsOf } from '../../src/catalog/engine/engine.ts';
import { parseQuery } from '../../src/catalog/index.ts';
import { orderBy, type RowOrder } from '../../src/catalog/query/order.ts';
import { type Condition, coveringRules, scopePredicate } from '../../src/catalog/query/scope.ts';
import { byArrival, type ListLimits, ScopeList } from '../../src/catalog/query/scope-lists.ts';
import type { StudyList } from '../../src/catalog/query/study-list.ts';
import type { Scope, ScopeRule } from '../../src/contract/index.ts';
import { Dataset, type PlainDataset, tags } from '../../src/dicom/index.ts';
import { emptyCatalog, engines, type TestCatalog } from '../support/engines.ts';
import { arrival, digest, header } from './samples.ts';

const who = { actor: 'ada', at: '2026-01-01T00:00:00.000Z' };
/** More than a list has in one bucket. */
const STUDIES = 700;
const PATIENTS = 90;
/** Milliseconds, on a machine that has much to do. */
const LONG = 300_000;
const patientKeyOf = (patient: number) => `P${patient}\\domain\\`;

const byTime = (descending: boolean): RowOrder => ({
  columns: [`coalesce(study.study_date, '')`, `coalesce(study.study_time, '')`, 'study.id'],
  descending,
  indexed: true,
});
const byPatient: RowOrder = {
  columns: [`coalesce(study.patient_id, '')`, 'study.id'],
  descending: false,
  indexed: false,
};
/** Lists are sorted; or walked, of what rules cover; or walked, of what the predicate finds. */
const sorted: ListLimits = { sorted: 10_000, coveredByRules: 10_000, length: 10_000 };
const walked: ListLimits = { ...sorted, sorted: 20 };
const walkedOfAll: ListLimits = { ...walked, coveredByRules: 25 };
const ways: readonly (readonly [RowOrder, ListLimits])[] = [
  [byTime(true), sorted],
  [byTime(true), walked],
  [byTime(false), walkedOfAll],
  [byArrival, walked],
  [byPatient, sorted],
  [byPatient, walked],
];

const study = fc.integer({ min: 1, max: STUDIES + 60 });
const patient = fc.integer({ min: 1, max: PATIENTS });
const collection = fc.constantFrom('lab', 'ward', null);
const label = fc.constantFrom('knee', 'hip', null);
const person = fc.constantFrom('person-1', 'person-2');
const day = fc.integer({ min: 1, max: 28 });
const studies = fc.array(study, { minLength: 1, maxLength: 60 });

const rule: fc.Arbitrary<ScopeRule> = fc.oneof(
  fc.constantFrom({ collection: 'lab' }, { collection: 'ward' }),
  fc.constantFrom({ label: 'trial' }, { label: 'trial', value: 'knee' }),
  person.map((uid) => ({ person: uid })),
  patient.map((n) => ({ patientKey: patientKeyOf(n) })),
  study.map((n) => ({ studyInstanceUid: `1.2.3.${n}` })),
);
const ofRules = fc
  .array(rule, { minLength: 2, maxLength: 6 })
  .map((rules): Scope => ({ kind: 'rules', rules }));
const scope = fc.oneof(
  { weight: 3, arbitrary: ofRules },
  { weight: 1, arbitrary: fc.tuple(ofRules, ofRules).map((scopes): Scope => ({ kind: 'all-of', scopes })) },
);

const parsing = { root: 'study', relational: true } as const;
/** Keys, and the same in SQL: that an order is limited by, and others. */
const asked: readonly (readonly [keys: PlainDataset, fits: Condition])[] = [
  [{}, sql`1 = 1`],
  [{ StudyDate: '20240105-20240120' }, sql`study_date BETWEEN '20240105' AND '20240120'`],
  [{ StudyDate: '20240107' }, sql`study_date = '20240107'`],
  [{ StudyDate: ['20240103', '20240120'] }, sql`study_date IN ('20240103', '20240120')`],
  [{ StudyDate: '20240120-', PatientID: 'P1*' }, sql`study_date >= '20240120' AND patient_id LIKE 'P1%'`],
  [{ StudyDate: '-20240110', ModalitiesInStudy: 'CT' }, sql`1 = 0`],
  [{ StudyDate: '20230101-20231231' }, sql`1 = 0`],
  [{ ModalitiesInStudy: 'MR' }, sql`1 = 1`],
];

type Change = (test: TestCatalog) => Promise<unknown>;

const arrivalOf = (n: number, instance: number, of: number, on: number, into: string | null, at: string) => {
  const keys = { PatientID: `P${of}`, StudyDate: `202401${String(on).padStart(2, '0')}` };
  const more = into === null ? {} : { collection: into };
  const entry = arrival(header(n, 1, instance, keys), `content ${n} ${instance}`, more);
  return { ...entry, origin: { ...entry.origin, receivedAt: at } };
};
const contentOf = (n: number) => ({
  studyInstanceUid: `1.2.3.${n}`,
  seriesInstanceUid: `1.2.3.${n}.1`,
  sopInstanceUid: `1.2.3.${n}.1.1`,
  sha256: digest(`content ${n} 1`),
});

/** Instances that came earlier than all before describe their study anew: its date, patient and collection. */
let oldest = Date.parse('2024-01-01T00:00:00.000Z');
function earlier(): string {
  oldest -= 1_000;
  return new Date(oldest).toISOString();
}
const arriving: fc.Arbitrary<Change> = fc
  .tuple(studies, fc.integer({ min: 1, max: 9 }), patient, day, collection, fc.boolean())
  .map(([numbers, instance, of, on, into, isEarlier]) => async ({ catalog }) => {
    const at = isEarlier ? earlier() : who.at;
    await catalog.commit([...new Set(numbers)].map((n) => arrivalOf(n, instance, of, on, into, at)));
  });
const change: fc.Arbitrary<Change> = fc.oneof(
  arriving,
  fc.tuple(study, label).map(
    ([n, value]): Change =>
      ({ catalog }) =>
        catalog.label({ target: 'study', uid: `1.2.3.${n}`, name: 'trial', value }, who),
  ),
  fc.tuple(patient, label).map(
    ([n, value]): Change =>
      ({ catalog }) =>
        catalog.label({ target: 'patient', uid: patientKeyOf(n), name: 'trial', value }, who),
  ),
  fc.tuple(person, patient, patient).map(
    ([personUid, ...patients]): Change =>
      ({ catalog }) =>
        catalog.merge({ personUid, name: 'S', patientKeys: patients.map(patientKeyOf) }, who),
  ),
  fc.tuple(person, patient).map(
    ([personUid, n]): Change =>
      ({ catalog }) =>
        catalog.split({ personUid, patientKeys: [patientKeyOf(n)] }, who),
  ),
  fc.tuple(studies, collection).map(
    ([numbers, into]): Change =>
      ({ catalog }) =>
        catalog.collect({ studyInstanceUids: numbers.map((n) => `1.2.3.${n}`), collection: into }, who),
  ),
  studies.map(
    (numbers): Change =>
      ({ catalog }) =>
        catalog.trash({ id: 't', reason: '', keptUntil: who.at, contents: numbers.map(contentOf) }, who),
  ),
  studies.map(
    (numbers): Change =>
      ({ catalog }) =>
        catalog.restore(numbers.map(contentOf), who),
  ),
  studies.map(
    (numbers): Change =>
      ({ catalog }) =>
        catalog.purge(numbers.map(contentOf), who),
  ),
  study.map(
    (n): Change =>
      async ({ catalog }) => {
        for (const id of await catalog.itemIds([contentOf(n)])) await catalog.removeLocation(id, 'local');
      },
  ),
  fc.constant<Change>(({ catalog }) => catalog.markQuiet({ seriesMs: 0, studyMs: 0 })),
);

/** A list that is brought up to date, and then is what the predicate finds. */
interface KeptUp {
  expectRight(): Promise<void>;
}
/** Scopes whose lists are kept up at a time. */
const KEPT = 3;

describe.each(engines)('the list of any scope on $name', (engine) => {
  let test: TestCatalog;
  beforeAll(async () => {
    test = await emptyCatalog(engine);
    const all = Array.from({ length: STUDIES }, (_, n) =>
      arrivalOf(n + 1, 1, (n % PATIENTS) + 1, (n % 28) + 1, n % 2 === 0 ? 'lab' : null, who.at),
    );
    await test.catalog.commit(all);
  });
  afterAll(() => test.close());

  it(
    'is what the predicate finds, in its order, whatever happened since it was made',
    async () => {
      /** Of the scopes before, too: more has happened to them. */
      const all: KeptUp[][] = [];
      const changes = fc.array(change, { minLength: 3, maxLength: 8 });
      const property = fc.asyncProperty(scope, changes, fc.nat(), async (of, some, seed) => {
        all.push(await listsOf(of));
        for (const happen of some) {
          await happen(test);
          for (const each of all.slice(-KEPT).flat()) await each.expectRight();
        }
        for (const n of [0, 1, 2]) await expectPages(of, asked[(seed + n) % asked.length]!);
        await expectPeople(of);
      });
      await fc.assert(property, { numRuns: 12, endOnFailure: true });
    },
    LONG,
  );

  /** Lists made in each way, that are kept up. */
  async function listsOf(of: Scope): Promise<KeptUp[]> {
    const rules = coveringRules(of)!;
    const { engine } = test.catalog;
    const all = ways.map(async ([order, limits]): Promise<KeptUp> => {
      const making = new ScopeList(engine, { scope: of, rules, order }, limits);
      const event = await test.catalog.lastEventSeq();
      let known = { event, answer: await making.asOf(event, undefined) };
      return {
        async expectRight() {
          const now = await test.catalog.lastEventSeq();
          known = { event: now, answer: await making.asOf(now, known) };
          const expected = await byPredicate(of, order);
          const isMade = order.indexed || expected.length <= limits.sorted;
          if (isMade && known.answer) expect(idsOf(known.answer, expected)).toEqual(expected);
          else if (!isMade) expect(known.answer).toBeUndefined();
        },
      };
    });
    return await Promise.all(all);
  }

  async function byPredicate(
    of: Scope,
    { columns, descending }: RowOrder,
    fits = sql`instance_count > 0`,
  ): Promise<number[]> {
    const { engine } = test.catalog;
    const statement = sql`SELECT id FROM study WHERE instance_count > 0
      AND ${scopePredicate(engine.dialect, of)!} AND ${fits} ORDER BY ${orderBy(columns, descending)}`;
    return (await rowsOf(engine, statement)).map(([id]) => Number(id));
  }

  /** Piece by piece; inside of one they may lie in any order. */
  function idsOf(list: StudyList, expected: readonly number[]): number[] {
    const places = new Map(expected.map((id, place) => [id, place]));
    const placeOf = (id: number) => places.get(id) ?? -1;
    return [...list.pieces(undefined, 1)].flatMap((ids) => ids.sort((a, b) => placeOf(a) - placeOf(b)));
  }

  /** What somebody who turns pages sees, by cursor and by offset, and how much there is said to be. */
  async function expectPages(of: Scope, [keys, fits]: (typeof asked)[number]): Promise<void> {
    const { catalog } = test;
    const rows = await rowsOf(catalog.engine, sql`SELECT id, study_instance_uid FROM study`);
    const uidOf = new Map(rows.map(([id, uid]) => [Number(id), String(uid)]));
    const query = {
      ...parseQuery(Dataset.of({ StudyInstanceUID: '', ...keys }), 'study', parsing),
      order: { tags: [tags.StudyDate], descending: true },
      attributes: [tags.StudyInstanceUID],
    };
    const uids: string[] = [];
    let after: string | undefined;
    do {
      const page = await catalog.findPage(of, {
        ...query,
        limit: 150,
        ...(after !== undefined && { after }),
      });
      uids.push(...page.rows.map(([uid]) => String(uid)));
      after = page.next;
    } while (after !== undefined);
    expect(uids).toEqual((await byPredicate(of, byTime(true), fits)).map((id) => uidOf.get(id)));
    for (const most of [10_000, 60]) {
      expect(await catalog.countAnswers(of, query, most)).toBe(Math.min(most, uids.length));
    }
    const { rows: later } = await catalog.findPage(of, { ...query, offset: 130, limit: 40 });
    expect(later.map(([uid]) => uid)).toEqual(uids.slice(130, 170));
  }

  /** Patients and persons, asked for one by one and all at once. */
  async function expectPeople(of: Scope): Promise<void> {
    const { catalog } = test;
    const { engine } = catalog;
    const rows = await rowsOf(
      engine,
      sql`SELECT DISTINCT patient_key FROM study WHERE ${scopePredicate(engine.dialect, of)!} ORDER BY patient_key`,
    );
    const expected = rows.map(([key]) => String(key));
    const keysOf = (patients: readonly { patientKey: string }[]) =>
      patients.map(({ patientKey }) => patientKey);
    expect(keysOf(await catalog.patients(of, { limit: 1_000 }))).toEqual(expected);
    for (const patientKey of [1, 2, 3, 4].map(patientKeyOf)) {
      const seen = expected.includes(patientKey) ? [patientKey] : [];
      expect(keysOf(await catalog.patients(of, { patientKey, limit: 1 }))).toEqual(seen);
    }
    const persons = await catalog.persons(of, { limit: 10, after: '' });
    for (const uid of ['person-1', 'person-2']) {
      const [one] = await catalog.persons(of, { uid });
      expect(one).toEqual(persons.find((each) => each.uid === uid));
      const known = await catalog.personOf(one?.patientKeys[0] ?? '');
      const theirs = known?.patientKeys.filter((each) => expected.includes(each));
      expect(one?.patientKeys).toEqual(theirs);
    }
  }
});
