/** What docs/access.md says of guardians: a grant for a child that ends on a birthday. */
import { expect, it } from 'vitest';
import type { Clock } from '../../src/base/index.ts';
import { systemClock } from '../../src/base/index.ts';
import { grantOf, parseExpiry } from '../../src/cli/frame/grant-options.ts';
import { type Caller, callerFor, everything, roles } from '../../src/contract/index.ts';
import { tags } from '../../src/dicom/index.ts';
import { openAccess } from '../support/access.ts';
import { corpus } from '../support/corpus.ts';
import { engines } from '../support/engines.ts';
import { Modality } from '../support/eventful-archive.ts';
import { TemporaryArchive, tester } from '../support/temp-archive.ts';

const browser = { address: '127.0.0.1', agent: 'test' };

it.each(engines)(
  'a guardian sees a child until the birthday, and nobody else ever, on $name',
  async (engine) => {
    await using temporary = await TemporaryArchive.open(engine);
    const { archive, directory } = temporary;
    const [first, second, other] = [...corpus({ kind: 'tiny', studies: 3, instancesPerSeries: 1 })];
    await new Modality(temporary, 'CLINIC', systemClock).send([first!, second!, other!]);
    const patients = await archive.patients(tester, everything, { limit: 10 });
    const keysOf = (...ids: string[]) =>
      patients.filter(({ patientId }) => ids.includes(patientId ?? '')).map(({ patientKey }) => patientKey);
    const patientKeys = keysOf(first!.patientId, second!.patientId);
    const { uid } = await archive.mergePatients(tester, everything, { name: 'A child', patientKeys });

    let now = '2026-01-01T00:00:00Z';
    const clock: Clock = { now: () => new Date(now), monotonic: () => Date.parse(now) };
    const access = await openAccess(archive, directory.path, clock);
    const expires = parseExpiry('2031-05-16', undefined, Date.parse(now));
    const grant = grantOf({ role: 'viewer', person: [uid], expires })!;
    await access.addUser(tester, { name: 'mother', grant });
    const token = await access.createToken(
      tester,
      { name: 'phone', rights: [...roles.viewer], scope: everything, expiresAt: null },
      'mother',
    );
    const studiesOf = async (caller: Caller): Promise<unknown[]> => {
      const query = { level: 'study', keys: [], attributes: [tags.StudyInstanceUID] } as const;
      const pages = await Array.fromAsync(
        archive.find(caller.actor, callerFor(caller, 'find').scope, query).pages,
      );
      return pages.flat().map(([study]) => study);
    };
    const ways = [() => access.user('mother', ''), () => access.byToken(token.token, '')];
    const child = [first!.studyInstanceUid, second!.studyInstanceUid].sort();

    for (const day of ['2026-01-01T00:00:00Z', '2031-05-16T23:59:59Z']) {
      now = day;
      for (const caller of ways) expect((await studiesOf(caller())).sort()).toEqual(child);
    }
    now = '2031-05-16T23:00:00Z';
    const { session } = await access.logIns.begin('mother', browser);
    expect(await studiesOf(access.bySession(session, ''))).toHaveLength(2);

    const mother = { kind: 'user', name: 'mother' } as const;
    expect(access.lookedAfterBy(mother)).toEqual([{ person: uid, until: expires }]);

    now = '2031-05-17T00:00:00Z';
    expect(access.lookedAfterBy(mother)).toEqual([]);
    for (const caller of [...ways, () => access.bySession(session, '')]) {
      for (const right of ['find', 'view', 'download'] as const)
        expect(() => callerFor(caller(), right)).toThrow(
          expect.objectContaining({ code: 'archive/forbidden' }),
        );
    }
  },
);
