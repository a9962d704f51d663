import { afterEach, describe, expect, test } from 'vitest';
import { engines } from '../../test/support/engines.ts';
import { TemporaryArchive } from '../../test/support/temp-archive.ts';
import { everything, systemActor } from '../contract/index.ts';

let temporary: TemporaryArchive | undefined;
afterEach(() => temporary?.[Symbol.asyncDispose]());

describe.each(engines)('on $name', (engine) => {
  test('patients become one person by a decision, and apart again by another', async () => {
    temporary = await TemporaryArchive.open(engine);
    const { archive, parts } = temporary;
    const keys = ['4711\\issuer\\north', '0815\\issuer\\south'];
    const person = await archive.mergePatients(systemActor, everything, {
      name: 'Doe^Jane',
      patientKeys: keys,
    });
    expect(person).toMatchObject({ name: 'Doe^Jane', patientKeys: [...keys].sort() });

    await archive.splitPatients(systemActor, everything, { personUid: person.uid, patientKeys: [keys[0]!] });
    expect(await parts.catalog.personOf(keys[0]!)).toBeUndefined();
    expect(await parts.catalog.personOf(keys[1]!)).toMatchObject({ patientKeys: [keys[1]] });
  });

  test('a person whom one more patient belongs to stays who they are, and so does one whom a patient leaves', async () => {
    temporary = await TemporaryArchive.open(engine);
    const { archive, parts } = temporary;
    const merge = (name: string, ...patientKeys: string[]) =>
      archive.mergePatients(systemActor, everything, { name, patientKeys });
    const [a, b, c] = ['1\\issuer\\a', '2\\issuer\\b', '3\\issuer\\c'] as const;
    const { uid } = await merge('Doe^Jane', a, b);
    expect(await merge('Roe^Jane', c, a, b)).toEqual({ uid, name: 'Roe^Jane', patientKeys: [a, b, c] });
    const other = await merge('Somebody', c);
    expect(other.uid).not.toBe(uid);
    expect(await parts.catalog.personOf(a)).toMatchObject({ uid, patientKeys: [a, b] });
  });

  test('a label can be set, changed and taken away', async () => {
    temporary = await TemporaryArchive.open(engine);
    const { archive, parts } = temporary;
    const set = (value: string | null) =>
      archive.label(systemActor, everything, { target: 'study', uid: '1.2.3', name: 'trial', value });
    await set('A');
    await set('B');
    expect(await parts.catalog.labels('study', '1.2.3')).toMatchObject([{ name: 'trial', value: 'B' }]);
    await set(null);
    expect(await parts.catalog.labels('study', '1.2.3')).toEqual([]);
  });

  test('who sees only some studies decides nothing about patients whom they do not see', async () => {
    temporary = await TemporaryArchive.open(engine);
    const { archive } = temporary;
    const scope = { kind: 'rules', rules: [{ collection: 'lab' }] } as const;
    const merging = archive.mergePatients({ kind: 'user', name: 'eve' }, scope, {
      name: 'X',
      patientKeys: ['a'],
    });
    await expect(merging).rejects.toMatchObject({ code: 'archive/not-found' });
  });
});
