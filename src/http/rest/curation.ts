import type { Access } from '../../access/index.ts';
import type { Archive } from '../../archive/index.ts';
import { IsocenterError } from '../../base/index.ts';
import type { Caller, ControlApi, curationRoutes, RequestFor } from '../../contract/index.ts';
import { type Dataset, elementOf, hexTag } from '../../dicom/index.ts';
import { requireTag, rowOf } from './find.ts';

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
      archive.revise(actor, scope, identity, (dataset) => apply(dataset, change)),
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

/** Text by keyword or tag; numbers are read as such. What has no text form is `input/invalid`. */
function apply(dataset: Dataset, change: RequestFor<'revise'>['change']): void {
  for (const [name, text] of Object.entries(change)) {
    const tag = requireTag(name);
    const vr = dataset.get(tag)?.vr ?? elementOf(tag)?.vr;
    if (!vr || tag >>> 16 <= 2 || vr.kind === 'sequence' || vr.kind === 'bytes' || vr.kind === 'tag')
      throw new IsocenterError('input/invalid', {
        reason: `${elementOf(tag)?.keyword || hexTag(tag)} cannot be edited.`,
      });
    const isNumber = vr.kind === 'int' || vr.kind === 'bigint';
    if (text === null) dataset.set(tag, vr, []);
    else dataset.set(tag, vr, isNumber ? text.split('\\').map(Number) : text);
  }
}
