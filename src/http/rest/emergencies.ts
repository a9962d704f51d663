import type { Access } from '../../access/index.ts';
import type { Archive } from '../../archive/index.ts';
import { IsocenterError } from '../../base/index.ts';
import type {
  CallContext,
  ControlApi,
  emergencyRoutes,
  Opened,
  RequestFor,
  ResultFor,
  ScopeRule,
} from '../../contract/index.ts';
import { studyRows } from './find.ts';

/** Opening, in an emergency, what one does not see otherwise. */
export function emergencyOperations(
  archive: Archive,
  access: Access,
): Pick<ControlApi, keyof typeof emergencyRoutes> {
  const { emergencies } = access;
  return {
    breakGlass: (request, context) => breakGlass(archive, access, request, context),
    emergenciesList: async (_, caller) => ({ emergencies: emergencies.list(caller) }),
    async emergencyEnd({ id }, caller) {
      await emergencies.end(caller, id);
      return { ended: id };
    },
  };
}

/** More patients have one ID only by mistake. */
const MOST_PATIENTS = 100;
/** Told of what was opened. */
const MOST_STUDIES = 1_000;

/** What is not there, and what the right does not reach, is not found: an emergency is no way to ask around. */
async function breakGlass(
  archive: Archive,
  access: Access,
  { reason, minutes, patientId, studyInstanceUid }: RequestFor<'breakGlass'>,
  context: CallContext,
): Promise<ResultFor<'breakGlass'>> {
  const { actor, scope } = context;
  if ((patientId === undefined) === (studyInstanceUid === undefined))
    throw new IsocenterError('input/invalid', { reason: 'Name either a patient or a study.' });
  const rules: ScopeRule[] = [];
  if (studyInstanceUid !== undefined) {
    const found = await archive.count(actor, scope, [{ studyInstanceUids: [studyInstanceUid] }]);
    if (found > 0) rules.push({ studyInstanceUid });
  } else {
    const patients = await archive.patients(actor, scope, { patientId, limit: MOST_PATIENTS });
    rules.push(...patients.map(({ patientKey }) => ({ patientKey })));
  }
  if (rules.length === 0)
    throw new IsocenterError('archive/not-found', { what: patientId === undefined ? 'study' : 'patient' });
  const expiresAt = await access.emergencies.open(actor, rules, { reason, minutes });
  return { expiresAt, opened: await openedBy(archive, { ...context, scope: { kind: 'rules', rules } }) };
}

/** For the audit log, which has to say whose data it was. */
async function openedBy(archive: Archive, context: CallContext): Promise<Opened> {
  const patients = await archive.patients(context.actor, context.scope, { limit: MOST_PATIENTS });
  const studies = await studyRows(archive, context, MOST_STUDIES);
  return {
    patients: patients.map(({ patientKey }) => patientKey),
    studies: studies.map(({ StudyInstanceUID }) => String(StudyInstanceUID)),
  };
}
