import { afterEach, describe, expect, it } from 'vitest';
import { corpus } from '../../test/support/corpus.ts';
import { engines } from '../../test/support/engines.ts';
import { Modality } from '../../test/support/eventful-archive.ts';
import { TemporaryArchive } from '../../test/support/temp-archive.ts';
import { systemClock } from '../base/index.ts';
import { everything, type Scope, systemActor } from '../contract/index.ts';

let temporary: TemporaryArchive | undefined;
afterEach(() => temporary?.[Symbol.asyncDispose]());

const uid = '6f1c8a52-3f0e-4a51-9c57-0d3a5a1b7e11';
const film = {
  ...{ uid, date: '1998', modality: 'CR', bodyPart: 'KNEE', place: 'a drawer', note: '', photo: null },
  studyInstanceUid: null,
  notStudies: [],
};

describe.each(engines)('studies that are elsewhere, on $name', (engine) => {
  async function open() {
    temporary = await TemporaryArchive.open(engine);
    const images = [...corpus({ kind: 'tiny', studies: 2, instancesPerSeries: 1, seed: 3 })];
    await new Modality(temporary, 'CT1', systemClock).send(images);
    const patients = await temporary.archive.patients(systemActor, everything, { limit: 10 });
    return { archive: temporary.archive, images, keys: patients.map(({ patientKey }) => patientKey) };
  }
  const sees = (patientKey: string): Scope => ({ kind: 'rules', rules: [{ patientKey }] });

  it('belong to a patient, and are seen by who sees that patient as such', async () => {
    const { archive, images, keys } = await open();
    const [mine, others] = keys as [string, string];
    const eve = { kind: 'user', name: 'eve' } as const;
    await archive.putElsewhere(systemActor, everything, { ...film, patientKey: mine });
    const of = (scope: Scope) => archive.elsewhereStudiesOf(eve, scope, keys);
    expect(await of(sees(mine))).toMatchObject([{ uid, place: 'a drawer' }]);
    expect(await of(sees(others))).toEqual([]);
    const [image] = images;
    const oneStudy: Scope = { kind: 'rules', rules: [{ studyInstanceUid: image!.studyInstanceUid }] };
    expect(await of(oneStudy)).toEqual([]);
    const taking = archive.putElsewhere(eve, sees(others), { ...film, patientKey: others });
    await expect(taking).rejects.toMatchObject({ code: 'archive/not-found' });
    const removing = archive.removeElsewhere(eve, sees(others), uid);
    await expect(removing).rejects.toMatchObject({ code: 'archive/not-found' });
    await archive.removeElsewhere(eve, sees(mine), uid);
    expect(await of(everything)).toEqual([]);
  });

  it('are said again with a correction, the oldest first', async () => {
    const { archive, keys } = await open();
    const patientKey = keys[0]!;
    const dates = [null, '20110324', '2011', '1998'];
    for (const [index, date] of dates.entries())
      await archive.putElsewhere(systemActor, everything, {
        ...{ ...film, patientKey, date, uid: uid.replace(/1$/, String(index)) },
      });
    const told = await archive.elsewhereStudiesOf(systemActor, everything, [patientKey]);
    expect(told.map(({ date }) => date)).toEqual(['1998', '2011', '20110324', null]);
    await archive.putElsewhere(systemActor, everything, { ...told[0]!, date: '1999' });
    const again = await archive.elsewhereStudiesOf(systemActor, everything, [patientKey]);
    expect(again.map(({ date }) => date)).toEqual(['1999', '2011', '20110324', null]);
  });
});
