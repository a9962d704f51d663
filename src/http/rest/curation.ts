import type { Access } from '../../access/index.ts';
import { type Archive, editElements } from '../../archive/index.ts';
import type { Caller, ControlApi, curationRoutes } from '../../contract/index.ts';
import { rowOf } from './find.ts';

/** Labels, persons, expected studies, edits. */
export function curationOperations(
  archive: Archive,
  access: Pick<Access, 'requireMayOpen'>,
): Pick<ControlApi, keyof typeof curationRoutes> {
  /** Persons that patients leave. */
  async function requireMayMove(caller: Caller, patientKeys: readonly string[]): Promise<void> {
    for (const patientKey of patientKeys) {
      const [patient] = await archive.patients(caller.actor, caller.scope, { patientKey, limit: 1 });
      if (patient?.personUid) access.requireMayOpen(caller, { kind: 'person', name: patient.personUid });
    }
  }

  return {
    labelsList: async (request, { actor, scope }) => ({
      labels: await archive.labels(actor, scope, request),
    }),
    labelNames: async ({ beginning, limit }, { actor, scope }) => ({
      names: await archive.labelNames(actor, scope, beginning, limit),
    }),
    async labelSet(request, caller) {
      const { actor, scope } = caller;
      access.requireMayOpen(caller, { kind: 'label', name: request.name });
      await archive.label(actor, scope, request);
      return { labels: await archive.labels(actor, scope, request) };
    },
    patientsList: async (request, { actor, scope }) => ({
      patients: await archive.patients(actor, scope, request),
    }),
    personsList: async (request, { actor, scope }) => ({
      persons: (await archive.persons(actor, scope, request)).map(personOf),
    }),
    async personMerge(request, caller) {
      await requireMayMove(caller, request.patientKeys);
      return personOf(await archive.mergePatients(caller.actor, caller.scope, request));
    },
    personShow: async ({ uid }, { actor, scope }) => personOf(await archive.person(actor, scope, uid)),
    personRename: async ({ uid, name }, { actor, scope }) =>
      personOf(await archive.renamePerson(actor, scope, { uid, name })),
    async personSplit({ uid, patientKeys }, caller) {
      const { actor, scope } = caller;
      await requireMayMove(caller, patientKeys);
      await archive.splitPatients(actor, scope, { personUid: uid, patientKeys });
      return { patientKeys };
    },
    expectedList: async ({ limit, overdue }, { actor, scope }) => ({
      studies: await archive.expectedStudies(actor, scope, { limit, overdue: overdue === 'true' }),
    }),
    async expectedAdd(study, { actor, scope }) {
      await archive.expectStudy(actor, scope, study);
      return { studyInstanceUid: study.studyInstanceUid };
    },
    async expectedEnd({ uid }, { actor, scope }) {
      await archive.endExpectation(actor, scope, uid);
      return { studyInstanceUid: uid };
    },
    revisionsList: async (identity, { actor, scope }) => ({
      revisions: await archive.revisions(actor, scope, identity),
    }),
    async revisionsCompare(identity, { actor, scope }) {
      const compared = await archive.compareRevisions(actor, scope, identity);
      return {
        revisions: compared.map(({ revision, header }) => ({ ...revision, header: rowOf(header.dataset) })),
      };
    },
    revise: ({ change, ...identity }, { actor, scope }) =>
      archive.revise(actor, scope, identity, (dataset) => editElements(dataset, change)),
    async revert(identity, { actor, scope }) {
      await archive.revert(actor, scope, identity);
      return identity;
    },
  };
}

const personOf = ({
  uid,
  name,
  patientKeys,
}: Readonly<{ uid: string; name: string; patientKeys: readonly string[] }>) => ({
  uid,
  name,
  patientKeys: [...patientKeys],
});
