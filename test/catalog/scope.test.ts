/** Each kind of rule, alone and together, at each of the catalog's doors, on both engines. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Level, levels, parseQuery } from '../../src/catalog/index.ts';
import type { RulesScope, Scope, ScopeRule } from '../../src/contract/index.ts';
import { Dataset, tags } from '../../src/dicom/index.ts';
import { emptyCatalog, engines, type TestCatalog } from '../support/engines.ts';
import { arrival, header } from './samples.ts';

const who = { actor: 'ada', at: '2026-01-01T00:00:00.000Z' };
const rules = (...all: ScopeRule[]): RulesScope => ({ kind: 'rules', rules: all });
const allOf = (...scopes: Scope[]): Scope => ({ kind: 'all-of', scopes });
const lab = { collection: 'lab' };
const patient2 = { patientKey: 'P2\\domain\\' };

/** Study 1 is in the lab, 2 and 3 are of one person, 4 has a label, 5 is of a patient with the same one. */
const scopes: readonly (readonly [what: string, scope: Scope, studies: readonly number[]])[] = [
  ['a collection', rules(lab), [1]],
  ['a study', rules({ studyInstanceUid: '1.2.3.4' }), [4]],
  ['a patient', rules(patient2), [2]],
  ['a person', rules({ person: 'person-1' }), [2, 3]],
  ['a label, of studies and patients', rules({ label: 'trial', value: 'knee' }), [4, 5]],
  ['a label whatever its value', rules({ label: 'trial' }), [4, 5, 6]],
  [
    'one of the values of a label',
    rules({ label: 'trial', value: 'hip' }, { label: 'trial', value: 'no' }),
    [6],
  ],
  [
    'rules of all kinds',
    rules(lab, patient2, { person: 'person-1' }, { label: 'trial' }),
    [1, 2, 3, 4, 5, 6],
  ],
  ['what two scopes have in common', allOf(rules({ person: 'person-1' }), rules(patient2, lab)), [2]],
  ['what scopes have not in common', allOf(rules(lab), rules({ person: 'person-1' })), []],
  ['nothing that exists', rules({ person: 'p' }, { label: 'l' }, { collection: 'c' }), []],
  ['values that would be SQL', rules({ label: `x' OR '1'='1` }, { collection: `"]') OR 1=1 --` }), []],
  ['no rule', rules(), []],
];

describe.each(engines)('a scope on $name', (engine) => {
  let test: TestCatalog;

  beforeAll(async () => {
    test = await emptyCatalog(engine);
    const { catalog } = test;
    const study = (n: number, more = {}) =>
      arrival(header(n, 1, 1, { PatientID: `P${n}`, StudyDate: `2024010${n}` }), `content ${n}`, more);
    await catalog.commit([study(1, lab), ...[2, 3, 4, 5, 6, 7].map((n) => study(n))]);
    const patientKeys = ['P2\\domain\\', 'P3\\domain\\'];
    await catalog.merge({ personUid: 'person-1', name: 'Somebody', patientKeys }, who);
    const labelled = { target: 'study', uid: '1.2.3.4', name: 'trial', value: 'knee' } as const;
    await catalog.label(labelled, who);
    await catalog.label({ ...labelled, target: 'patient', uid: 'P5\\domain\\' }, who);
    await catalog.label({ ...labelled, uid: '1.2.3.6', value: 'hip' }, who);
    // A label on a series is about the series: it lets nobody see the study.
    await catalog.label({ ...labelled, target: 'series', uid: '1.2.3.7.1' }, who);
  });
  afterAll(() => test.close());

  const numbers = (uids: readonly string[]) => uids.map((uid) => Number(uid.split('.')[3])).sort();

  async function found(level: Level, scope: Scope, order = false): Promise<number[]> {
    const root = level === 'patient' ? 'patient' : 'study';
    const query = parseQuery(Dataset.of({ PatientID: '' }), level, { root, relational: true });
    const newest = { order: { tags: [tags.StudyDate], descending: true } };
    const pages = test.catalog.find(scope, { ...query, attributes: [tags.PatientID], ...(order && newest) });
    return (await Array.fromAsync(pages))
      .flat(2)
      .map((id) => Number(String(id).slice(1)))
      .sort();
  }

  it.each(scopes)('of %s covers its studies at every level, and in every list', async (_, scope, studies) => {
    const { catalog } = test;
    for (const level of levels) expect([level, await found(level, scope)]).toEqual([level, studies]);
    expect(await found('study', scope, true)).toEqual(studies);
    const query = parseQuery(Dataset.of({}), 'study', { root: 'study', relational: true });
    expect(await catalog.countAnswers(scope, query, 100)).toBe(studies.length);
    const patients = await catalog.patients(scope, { limit: 100 });
    expect(patients.map(({ patientId }) => Number(patientId!.slice(1)))).toEqual(studies);
    const told = (await catalog.eventPage(0, 1_000, scope)).events.map(
      ({ studyInstanceUid }) => studyInstanceUid!,
    );
    expect([...new Set(numbers(told))]).toEqual(studies);
    const uids = [1, 2, 3, 4, 5, 6, 7].map((n) => `1.2.3.${n}`);
    const given = (await Array.fromAsync(catalog.instances(scope, { studyInstanceUids: uids }))).flat();
    expect(numbers(given.map(({ studyInstanceUid }) => studyInstanceUid))).toEqual(studies);
    const { modalities } = await catalog.facets(scope);
    const count = studies.length;
    expect(await catalog.totals(scope)).toMatchObject({
      patients: count,
      studies: count,
      series: count,
      instances: count,
    });
    expect(modalities[0]?.studies ?? 0).toBe(studies.length);
  });

  it('of a person and of a label follows what people say', async () => {
    const { catalog } = test;
    const patientKeys = ['P7\\domain\\'];
    await catalog.merge({ personUid: 'person-1', name: 'Somebody', patientKeys }, who);
    expect(await found('study', rules({ person: 'person-1' }))).toEqual([2, 3, 7]);
    await catalog.split({ personUid: 'person-1', patientKeys }, who);
    expect(await found('study', rules({ person: 'person-1' }))).toEqual([2, 3]);
    const label = { target: 'study', uid: '1.2.3.7', name: 'shown' } as const;
    await catalog.label({ ...label, value: 'yes' }, who);
    expect(await found('study', rules({ label: 'shown' }))).toEqual([7]);
    await catalog.label({ ...label, value: null }, who);
    expect(await found('study', rules({ label: 'shown' }))).toEqual([]);
  });
});
