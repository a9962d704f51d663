/** What who sees few studies is answered out of a list that is kept up, on both engines: it is what the predicate says. */
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseQuery } from '../../src/catalog/index.ts';
import type { QueryOrder } from '../../src/catalog/query/query.ts';
import { scopePredicate } from '../../src/catalog/query/scope.ts';
import type { RulesScope, Scope, ScopeRule } from '../../src/contract/index.ts';
import { Dataset, type PlainDataset, tags } from '../../src/dicom/index.ts';
import { emptyCatalog, engines, type TestCatalog } from '../support/engines.ts';
import { arrival, digest, header } from './samples.ts';

const who = { actor: 'ada', at: '2026-01-01T00:00:00.000Z' };
const rules = (...all: ScopeRule[]): RulesScope => ({ kind: 'rules', rules: all });
const lab = { collection: 'lab' };
const trial = { label: 'trial', value: 'knee' };
const scopes: readonly Scope[] = [
  rules(lab),
  rules(trial),
  rules({ person: 'person-1' }),
  rules({ patientKey: 'P3\\domain\\' }, { studyInstanceUid: '1.2.3.12' }),
  rules(lab, trial, { person: 'person-1' }),
  { kind: 'all-of', scopes: [rules(lab, { person: 'person-1' }), rules(trial)] },
];
const by = (tag: number, descending: boolean): QueryOrder => ({ tags: [tag], descending });
const lastArrived: QueryOrder = { by: 'arrival', descending: true };
const orders = [
  ...[undefined, by(tags.StudyDate, true), by(tags.StudyDate, false), by(tags.PatientID, true)],
  lastArrived,
];
const key = (study: number) => `P${study}\\domain\\`;

describe.each(engines)('the list of a scope on $name', (engine) => {
  let test: TestCatalog;
  beforeAll(async () => {
    test = await emptyCatalog(engine);
  });
  afterAll(() => test.close());

  const arrive = (study: number, instance = 1, more: { collection?: string } = {}, keys: PlainDataset = {}) =>
    test.catalog.commit([
      arrival(
        header(study, 1, instance, {
          PatientID: `P${study}`,
          StudyDate: `202401${String(31 - (study % 5)).padStart(2, '0')}`,
          ...keys,
        }),
        `content ${study} ${instance}`,
        more,
      ),
    ]);
  const label = (target: 'study' | 'patient', uid: string, value: string | null) =>
    test.catalog.label({ target, uid, name: 'trial', value }, who);
  const contents = [
    {
      studyInstanceUid: '1.2.3.2',
      seriesInstanceUid: '1.2.3.2.1',
      sopInstanceUid: '1.2.3.2.1.1',
      sha256: digest('content 2 1'),
    },
  ];

  /** Each thing that happens makes the lists old; what is between is asked of lists that are kept up, or made anew. */
  const happenings: readonly (readonly [what: string, happen: () => Promise<unknown>])[] = [
    [
      'some studies are there',
      async () => {
        for (let study = 1; study <= 8; study++) await arrive(study, 1, study % 2 === 0 ? lab : {});
      },
    ],
    ['a study arrives that is seen', () => arrive(10, 1, lab)],
    ['a study arrives that is not seen', () => arrive(11)],
    ['a study arrives that was granted before', () => arrive(12)],
    ['more of a study arrives', () => arrive(10, 2, lab)],
    ['a study of a patient arrives', () => arrive(13, 1, {}, { PatientID: 'P3' })],
    ['a study gets a label', () => label('study', '1.2.3.4', 'knee')],
    ['a patient gets a label', () => label('patient', key(3), 'knee')],
    ['another study of the patient arrives', () => arrive(14, 1, lab, { PatientID: 'P3' })],
    [
      'patients become a person',
      () => test.catalog.merge({ personUid: 'person-1', name: 'S', patientKeys: [key(4), key(5)] }, who),
    ],
    ['a study of a person arrives', () => arrive(15, 1, {}, { PatientID: 'P5' })],
    ['the person is split', () => test.catalog.split({ personUid: 'person-1', patientKeys: [key(4)] }, who)],
    ['a label is taken away', () => label('study', '1.2.3.4', null)],
    [
      'a study goes to the trash',
      () => test.catalog.trash({ id: 't', reason: '', keptUntil: who.at, contents }, who),
    ],
    ['it comes back', () => test.catalog.restore(contents, who)],
    [
      'studies are put into a collection',
      () => test.catalog.collect({ studyInstanceUids: ['1.2.3.1', '1.2.3.11'], collection: 'lab' }, who),
    ],
    ['they are quiet', () => test.catalog.markQuiet({ seriesMs: 0, studyMs: 0 })],
    [
      'all are taken out again',
      () =>
        test.catalog.collect(
          { studyInstanceUids: ['1.2.3.1', '1.2.3.2', '1.2.3.14'], collection: null },
          who,
        ),
    ],
  ];

  it.each(happenings)('is right after this: %s', async (_, happen) => {
    await happen();
    for (const scope of scopes) {
      const expected = await seen(scope);
      for (const order of orders) {
        const found = await turningPages(scope, order);
        expect(found.map(([uid]) => uid).sort()).toEqual(expected);
        if (order && 'tags' in order)
          expectInOrder(
            found.map((row) => row[order.tags[0] === tags.StudyDate ? 1 : 2]!),
            order,
          );
      }
      expect(await test.catalog.countAnswers(scope, query, 100)).toBe(expected.length);
      expect(await test.catalog.countAnswers(scope, query, 2)).toBe(Math.min(2, expected.length));
    }
  });

  const identifier = Dataset.of({ StudyInstanceUID: '', StudyDate: '', PatientID: '' });
  const query = {
    ...parseQuery(identifier, 'study', { root: 'study', relational: true }),
    attributes: [tags.StudyInstanceUID, tags.StudyDate, tags.PatientID],
  };

  /** By the predicate, row by row. */
  async function seen(scope: Scope): Promise<string[]> {
    const { engine } = test.catalog;
    const statement = sql`SELECT study_instance_uid FROM study
      WHERE instance_count > 0 AND ${scopePredicate(engine.dialect, scope)!}`;
    return (await engine.rows(statement.compile(engine.builder))).map(([uid]) => String(uid)).sort();
  }

  async function turningPages(scope: Scope, order: QueryOrder | undefined): Promise<string[][]> {
    const all: string[][] = [];
    let after: string | undefined;
    do {
      const asked = { ...query, limit: 2, ...(order && { order }), ...(after !== undefined && { after }) };
      const page = await test.catalog.findPage(scope, asked);
      all.push(...page.rows.map((row) => row.map(String)));
      after = page.next;
    } while (after !== undefined);
    return all;
  }

  function expectInOrder(values: readonly string[], { descending }: QueryOrder): void {
    const sorted = [...values].sort();
    expect(values).toEqual(descending ? sorted.reverse() : sorted);
  }
});
