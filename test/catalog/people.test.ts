/** Everybody whose images are kept: how they are found, told apart and brought together. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { everything, type Scope } from '../../src/contract/index.ts';
import { emptyCatalog, engines, type TestCatalog } from '../support/engines.ts';
import { arrival, header } from './samples.ts';

const who = { actor: 'ada', at: '2024-02-01T00:00:00.000Z' };
const ada = { PatientName: 'Müller^Änne', PatientBirthDate: '19700503', PatientSex: 'F' };

describe.each(engines)('people on $name', (engine) => {
  let test: TestCatalog;
  let keys: Record<string, string>;
  beforeEach(async () => {
    test = await emptyCatalog(engine);
    await test.catalog.commit([
      arrival(header(1, 1, 1, { ...ada, PatientID: 'A1', StudyDate: '20190102' }), 'a'),
      arrival(header(2, 1, 1, { ...ada, PatientID: 'A1', StudyDate: '20240102' }), 'b'),
      arrival(
        header(3, 1, 1, { ...ada, PatientName: 'MULLER^ANNE', PatientID: 'B7', StudyDate: '20200102' }),
        'c',
      ),
      arrival(header(4, 1, 1, { PatientID: 'C3', PatientName: 'Yamada^Tarou=山田^太郎' }), 'd'),
      arrival(header(5, 1, 1, { ...ada, PatientID: 'D4', PatientSex: 'O' }), 'e'),
    ]);
    const patients = await test.catalog.patients(everything, { limit: 10 });
    keys = Object.fromEntries(patients.map(({ patientId, patientKey }) => [patientId, patientKey]));
  });
  afterEach(async () => {
    await test.close();
  });

  async function names(scope: Scope, ...words: string[]) {
    const found = await test.catalog.people(scope, { words, limit: 10, offset: 0 });
    return found.map(({ patients }) => patients.map(({ patientId }) => patientId).join('+'));
  }

  const merge = (...ids: string[]) =>
    test.catalog.merge({ personUid: 'p1', name: 'Änne M.', patientKeys: ids.map((id) => keys[id]!) }, who);

  it('are listed by name, with their newest study', async () => {
    expect(await names(everything)).toEqual(['A1', 'B7', 'D4', 'C3']);
    const [first] = await test.catalog.people(everything, { words: [], limit: 1, offset: 0 });
    expect(first).toEqual({
      ...{ personUid: null, name: 'Müller^Änne', birthDate: '19700503', sex: 'F' },
      patients: [{ patientKey: keys.A1, patientId: 'A1' }],
      studyCount: 2,
      newest: { studyDate: '20240102', studyInstanceUid: '1.2.3.2' },
    });
    expect(await test.catalog.people(everything, { words: [], limit: 2, offset: 3 })).toHaveLength(1);
  });

  it.each([
    [['mull'], ['A1', 'B7', 'D4']],
    [['änne', 'B'], ['B7']],
    [['山田'], ['C3']],
    [['1970-05-03', 'D4'], ['D4']],
    [['1970'], ['A1', 'B7', 'D4']],
    [['%'], []],
    [["' OR 1=1 --"], []],
    [['nobody'], []],
  ])('are found by %j', async (words, found) => {
    expect(await names(everything, ...words)).toEqual(found);
  });

  it.each([
    [['mull'], ['A1', 'B7', 'D4']],
    [
      ['MÜLLER', 'än'],
      ['A1', 'B7', 'D4'],
    ],
    [['B'], ['B7']],
    [['1970-05'], ['A1', 'B7', 'D4']],
    [['山'], ['C3']],
    [['太'], []],
    [['anne'], []],
    [['%'], []],
  ])('are found by what they begin with: %j', async (words, found) => {
    const people = await test.catalog.people(everything, { words, isBeginning: true, limit: 10, offset: 0 });
    expect(people.map(({ patients }) => patients[0]?.patientId)).toEqual(found);
  });

  it('stand once when they are one person, where their first patient does, and are found by every name of theirs', async () => {
    await merge('B7', 'C3');
    expect(await names(everything)).toEqual(['A1', 'B7+C3', 'D4']);
    for (const id of ['B7', 'C3']) expect(await names(everything, id)).toEqual(['B7+C3']);
    expect(await names(everything, 'Änne', 'M.')).toEqual(['B7+C3']);
    const [person] = await test.catalog.peopleOf(everything, [keys.C3!]);
    expect(person).toMatchObject({ personUid: 'p1', name: 'Änne M.', studyCount: 2 });
  });

  it('may be one person when name, birth date and sex are the same', async () => {
    const groups = await test.catalog.likelySamePeople(everything, 10);
    expect(
      groups.map((group) => group.flatMap(({ patients }) => patients.map(({ patientId }) => patientId))),
    ).toEqual([['A1', 'B7']]);
    await merge('A1', 'B7');
    expect(await test.catalog.likelySamePeople(everything, 10)).toEqual([]);
  });

  it('are not suggested again once somebody told them apart', async () => {
    const tell = (areDifferent: boolean) =>
      test.catalog.setDifferent({ people: [[keys.B7!], [keys.A1!]], areDifferent }, who);
    await tell(true);
    expect(await test.catalog.likelySamePeople(everything, 10)).toEqual([]);
    await tell(true);
    await tell(false);
    expect(await test.catalog.likelySamePeople(everything, 10)).toHaveLength(1);
  });

  it('show of themselves what the scope covers', async () => {
    const scope: Scope = {
      kind: 'rules',
      rules: [{ studyInstanceUid: '1.2.3.1' }, { studyInstanceUid: '1.2.3.4' }],
    };
    await merge('B7', 'C3');
    expect(await names(scope)).toEqual(['A1', 'C3']);
    expect(await names(scope, 'B7')).toEqual([]);
    const [first] = await test.catalog.people(scope, { words: ['A1'], limit: 1, offset: 0 });
    expect(first).toMatchObject({ studyCount: 1, newest: { studyDate: '20190102' } });
    expect(await test.catalog.likelySamePeople(scope, 10)).toEqual([]);
    expect(await test.catalog.peopleOf({ kind: 'nothing' }, [keys.A1!])).toEqual([]);
  });
});
