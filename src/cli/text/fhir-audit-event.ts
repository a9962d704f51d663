/** A record of the audit log as a FHIR R4 AuditEvent, with the codes of PS3.15 A.5 that ATNA uses. */
import type { AuditRecord } from '../../contract/index.ts';

const DICOM = 'http://dicom.nema.org/resources/ontology/DCM';

/** By what was done: event type (PS3.16 CID 400) and FHIR's code for the kind of action. */
const events: Readonly<Record<string, readonly [code: string, display: string, action: string]>> = {
  find: ['110112', 'Query', 'E'],
  read: ['110104', 'DICOM Instances Transferred', 'R'],
  send: ['110104', 'DICOM Instances Transferred', 'R'],
  store: ['110104', 'DICOM Instances Transferred', 'C'],
  edit: ['110103', 'DICOM Instances Accessed', 'U'],
  remove: ['110105', 'DICOM Study Deleted', 'D'],
  'log in': ['110114', 'User Authentication', 'E'],
  connect: ['110113', 'Security Alert', 'E'],
};
const other = ['110100', 'Application Activity', 'E'] as const;

/** FHIR's outcome codes: success, and a failure that was foreseen. */
const outcomes = { done: '0', refused: '4', failed: '8' } as const;

export function fhirAuditEvent({
  sequence,
  at,
  actor,
  address,
  action,
  via,
  outcome,
  studies,
  count,
}: AuditRecord) {
  const [code, display, kind] = events[action] ?? other;
  return {
    resourceType: 'AuditEvent',
    id: String(sequence),
    type: { system: DICOM, code, display },
    action: kind,
    recorded: at,
    outcome: outcomes[outcome],
    outcomeDesc: `${via}, ${count} times`,
    agent: [
      {
        type: { text: actor.kind },
        who: { identifier: { value: actor.name } },
        requestor: true,
        // 2: an IP address.
        ...(/^[0-9a-f.:]+$/i.test(address) && { network: { address, type: '2' } }),
      },
    ],
    source: { observer: { display: 'Isocenter' } },
    entity: studies.map((study) => ({
      what: { identifier: { system: 'urn:dicom:uid', value: `urn:oid:${study}` } },
      type: { system: DICOM, code: '110180', display: 'Study Instance UID' },
    })),
  };
}
