import { SaxesParser } from 'saxes';
import { describe, expect, it } from 'vitest';
import type { AuditRecord } from '../../contract/index.ts';
import { atnaAuditMessage } from './atna-audit-message.ts';
import { auditEventOf } from './audit-event.ts';
import { fhirAuditEvent } from './fhir-audit-event.ts';

const record: AuditRecord = {
  ...{ sequence: 7, at: '2026-05-01T08:00:00.000Z', address: '192.0.2.1', count: 1, outcome: 'done' },
  ...{ actor: { kind: 'user', name: 'ada' }, action: 'administer', via: 'GET /api/status', studies: [] },
  ...{ previous: '0', hash: '1' },
};
const emergency: AuditRecord = {
  ...record,
  ...{
    action: 'breakGlass',
    via: 'POST /api/break-glass',
    reason: 'unconscious <in> "the" emergency room\n',
  },
  ...{ patients: ['P1\\lab\\'], studies: ['1.2.3'] },
};
const records = [
  record,
  emergency,
  { ...record, address: 'local' },
  { ...record, address: '', outcome: 'failed' as const },
];

it.each([
  ['log in', 'POST /login', '110114', '110122'],
  ['log out', 'POST /logout', '110114', '110123'],
  ['open link', 'POST /share/:id', '110114', '110122'],
  ['breakGlass', 'POST /api/break-glass', '110113', '110127'],
  ['breakGlass', 'DELETE /api/break-glass/:id', '110113', '110138'],
  ['change credentials', 'POST /account/password', '110113', '110137'],
  ['administer', 'POST /api/users', '110113', '110137'],
  ['administer', 'POST /api/users/:name/grants', '110113', '110136'],
  ['share', 'POST /api/shares', '110113', '110135'],
  ['share', 'GET /api/shares', '110100', undefined],
  ['administer', 'POST /api/nodes', '110113', '110128'],
  ['administer', 'GET /api/audit', '110101', undefined],
  ['connect', 'A-ASSOCIATE', '110113', '110126'],
  ['view', 'GET /dicom-web/studies/:study/metadata', '110103', undefined],
  ['download', 'C-GET', '110104', undefined],
  ['find', 'C-FIND', '110112', undefined],
])('%s by %s has the codes of DICOM', (action, via, id, type) => {
  const event = auditEventOf({ action, via });
  expect([event.id.code, event.type?.code]).toEqual([id, type]);
});

/** Every value inside, with the name that it has. */
function* valuesIn(value: unknown, name = ''): Generator<[string, unknown]> {
  yield [name, value];
  if (typeof value !== 'object' || value === null) return;
  for (const [key, one] of Object.entries(value)) yield* valuesIn(one, Array.isArray(value) ? name : key);
}

describe('a FHIR AuditEvent', () => {
  it.each(records)('has what R4 requires, and nothing empty', (one) => {
    const event = fhirAuditEvent(one);
    expect(event).toMatchObject({
      ...{ resourceType: 'AuditEvent', id: '7', recorded: one.at },
      type: {
        system: 'http://dicom.nema.org/resources/ontology/DCM',
        code: expect.stringMatching(/^1101\d\d$/),
      },
      agent: [{ requestor: true, who: { identifier: { value: 'ada' } } }],
      source: { observer: { display: 'Isocenter' } },
    });
    expect(event.action).toMatch(/^[CRUDE]$/);
    expect(event.outcome).toMatch(/^[048]$/);
    for (const [name, value] of valuesIn(event)) {
      expect([name, value]).not.toEqual([name, '']);
      expect([name, value]).not.toEqual([name, []]);
      expect([name, value]).not.toEqual([name, {}]);
      if (name === 'system') expect(value).toMatch(/^(http:\/\/(dicom\.nema|terminology\.hl7)\.org\/|urn:)/);
    }
  });

  it('says why, and whose data it was', () => {
    const { purposeOfEvent, entity } = fhirAuditEvent(emergency);
    expect(purposeOfEvent).toEqual([
      { coding: [expect.objectContaining({ code: 'BTG' })], text: emergency.reason },
    ]);
    expect(entity).toMatchObject([
      { what: { identifier: { value: 'P1\\lab\\' } }, role: { code: '1', display: 'Patient' } },
      { what: { identifier: { value: 'urn:oid:1.2.3' } }, role: { code: '3' } },
    ]);
    expect(fhirAuditEvent(record)).not.toHaveProperty('entity');
  });
});

/** PS3.15 A.5.1: the children of each element, in their order, and the attributes that it has to have. */
const schema: Readonly<Record<string, readonly [children: RegExp, required: readonly string[]]>> = {
  AuditMessage: [
    /^EventIdentification (ActiveParticipant )+AuditSourceIdentification (ParticipantObjectIdentification )*$/,
    [],
  ],
  EventIdentification: [
    /^EventID (EventTypeCode )*(EventOutcomeDescription )?$/,
    ['EventActionCode', 'EventDateTime', 'EventOutcomeIndicator'],
  ],
  EventID: [/^$/, ['csd-code', 'codeSystemName', 'originalText']],
  EventTypeCode: [/^$/, ['csd-code', 'codeSystemName', 'originalText']],
  EventOutcomeDescription: [/^$/, []],
  ActiveParticipant: [/^$/, ['UserID', 'UserIsRequestor']],
  AuditSourceIdentification: [/^$/, ['AuditSourceID']],
  ParticipantObjectIdentification: [
    /^ParticipantObjectIDTypeCode $/,
    ['ParticipantObjectID', 'ParticipantObjectTypeCode', 'ParticipantObjectTypeCodeRole'],
  ],
  ParticipantObjectIDTypeCode: [/^$/, ['csd-code', 'codeSystemName', 'originalText']],
};

describe('an ATNA audit message', () => {
  it.each(records)('is what the schema of PS3.15 has, in one line', (one) => {
    const message = atnaAuditMessage(one);
    expect(message).not.toMatch(/\p{Cc}/u);
    const open: { name: string; children: string }[] = [];
    const parser = new SaxesParser();
    parser.on('error', (error) => expect.fail(error.message));
    parser.on('opentag', ({ name, attributes }) => {
      const parent = open.at(-1);
      if (parent) parent.children += `${name} `;
      for (const required of schema[name]![1]) expect(attributes[required], required).toMatch(/./);
      open.push({ name, children: '' });
    });
    parser.on('closetag', () => {
      const { name, children } = open.pop()!;
      expect([name, children]).toEqual([name, expect.stringMatching(schema[name]![0])]);
    });
    parser.write(message).close();
  });

  it('says why, and whose data it was', () => {
    const message = atnaAuditMessage(emergency);
    expect(message).toContain('csd-code="110127"');
    expect(message).toContain('unconscious &lt;in&gt; &quot;the&quot; emergency room');
    expect(message).toContain('ParticipantObjectID="P1\\lab\\" ParticipantObjectTypeCode="1"');
    expect(message).toContain('ParticipantObjectID="1.2.3" ParticipantObjectTypeCode="2"');
  });
});
