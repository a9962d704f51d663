/** A record of the audit log as a FHIR R4 AuditEvent, with the codes of PS3.15 A.5 that ATNA uses. */
import type { AuditRecord } from '../../contract/index.ts';
import { type AuditCode, auditEventOf, auditOutcomes, auditWords, isIpAddress } from './audit-event.ts';

const DICOM = 'http://dicom.nema.org/resources/ontology/DCM';
const HL7 = 'http://terminology.hl7.org/CodeSystem';
const codingOf = ({ code, display }: AuditCode) => ({ system: DICOM, code, display });

export function fhirAuditEvent(record: AuditRecord) {
  const { sequence, at, actor, address, outcome, reason } = record;
  const { id, type, action } = auditEventOf(record);
  const entity = entitiesOf(record);
  return {
    resourceType: 'AuditEvent',
    id: String(sequence),
    type: codingOf(id),
    ...(type && { subtype: [codingOf(type)] }),
    action,
    recorded: at,
    outcome: auditOutcomes[outcome],
    outcomeDesc: auditWords(record),
    ...(reason !== undefined && { purposeOfEvent: [purposeOf(record, reason)] }),
    agent: [
      {
        type: { text: actor.kind },
        who: { identifier: { value: actor.name } },
        requestor: true,
        // 2: an IP address.
        ...(isIpAddress(address) && { network: { address, type: '2' } }),
      },
    ],
    source: { observer: { display: 'Isocenter' } },
    // FHIR has no empty arrays.
    ...(entity.length > 0 && { entity }),
  };
}

/** Why somebody says that they did it. */
function purposeOf({ action }: AuditRecord, text: string) {
  const coding = [{ system: `${HL7}/v3-ActReason`, code: 'BTG', display: 'break the glass' }];
  return { ...(action === 'breakGlass' && { coding }), text };
}

function entitiesOf({ studies, patients = [] }: AuditRecord) {
  const kinds = `${HL7}/audit-entity-type`;
  const roles = `${HL7}/object-role`;
  return [
    ...patients.map((value) => ({
      what: { identifier: { value } },
      type: { system: kinds, code: '1', display: 'Person' },
      role: { system: roles, code: '1', display: 'Patient' },
    })),
    ...studies.map((study) => ({
      what: { identifier: { system: 'urn:dicom:uid', value: `urn:oid:${study}` } },
      type: { system: kinds, code: '2', display: 'System Object' },
      role: { system: roles, code: '3', display: 'Report' },
    })),
  ];
}
