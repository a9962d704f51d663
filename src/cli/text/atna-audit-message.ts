/** A record of the audit log as an audit message of DICOM and ATNA (PS3.15 A.5.1), in one line. */
import { escapedHtml } from '../../base/index.ts';
import type { AuditRecord } from '../../contract/index.ts';
import { type AuditCode, auditEventOf, auditOutcomes, auditWords, isIpAddress } from './audit-event.ts';

export function atnaAuditMessage(record: AuditRecord): string {
  const { at, actor, address, outcome, studies, patients = [] } = record;
  const { id, type, action } = auditEventOf(record);
  const event = {
    ...{ EventActionCode: action, EventDateTime: at, EventOutcomeIndicator: auditOutcomes[outcome] },
  };
  // 1: a machine's name, 2: an IP address.
  const from = isIpAddress(address) ? '2' : '1';
  const participant = {
    ...{ UserID: `${actor.kind}:${actor.name}`, UserName: actor.name, UserIsRequestor: 'true' },
    ...(address !== '' && { NetworkAccessPointID: address, NetworkAccessPointTypeCode: from }),
  };
  return element('AuditMessage', {}, [
    element('EventIdentification', event, [
      coded('EventID', id),
      ...(type ? [coded('EventTypeCode', type)] : []),
      `<EventOutcomeDescription>${escaped(auditWords(record))}</EventOutcomeDescription>`,
    ]),
    element('ActiveParticipant', participant),
    element('AuditSourceIdentification', { AuditSourceID: 'Isocenter' }),
    ...patients.map((key) => participantObject(key, ['1', '1'], patientNumber, 'RFC-3881')),
    ...studies.map((study) => participantObject(study, ['2', '3'], studyUid, 'DCM')),
  ]);
}

const patientNumber: AuditCode = { code: '2', display: 'Patient Number' };
const studyUid: AuditCode = { code: '110180', display: 'Study Instance UID' };

/** @param what its type and its role: 1 and 1 are a person who is the patient, 2 and 3 a system object that is a report. */
function participantObject(
  id: string,
  [type, role]: readonly [type: string, role: string],
  kind: AuditCode,
  system: string,
): string {
  const attributes = {
    ParticipantObjectID: id,
    ParticipantObjectTypeCode: type,
    ParticipantObjectTypeCodeRole: role,
  };
  return element('ParticipantObjectIdentification', attributes, [
    coded('ParticipantObjectIDTypeCode', kind, system),
  ]);
}

const coded = (name: string, { code, display }: AuditCode, system = 'DCM'): string =>
  element(name, { 'csd-code': code, codeSystemName: system, originalText: display });

function element(
  name: string,
  attributes: Readonly<Record<string, string>>,
  content: readonly string[] = [],
): string {
  const written = Object.entries(attributes).map(([key, value]) => ` ${key}="${escaped(value)}"`);
  const start = `${name}${written.join('')}`;
  return content.length === 0 ? `<${start}/>` : `<${start}>${content.join('')}</${name}>`;
}

/** XML has no control characters, and a message here no line breaks. */
const escaped = (text: string): string => escapedHtml(text.replace(/\p{Cc}/gu, ' '));
