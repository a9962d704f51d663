import type { Pdu } from './pdu.ts';

/** PDUs as bytes, with what a person would say they are. Used by the tests of the framer and of the codec. */
export interface EncodedPdu {
  readonly gloss: string;
  readonly hex: string;
  readonly pdu: Pdu;
}

const title = (text: string): string => Buffer.from(text.padEnd(16)).toString('hex');
const text = (value: string): string => Buffer.from(value).toString('hex');
const zeros = (count: number): string => '00'.repeat(count);

const userInformation = {
  maximumLength: 16384,
  implementationClassUid: '1.2.3',
  roleSelections: [],
  extendedNegotiations: [],
  commonExtendedNegotiations: [],
};

export const encodedPdus: readonly EncodedPdu[] = [
  {
    gloss:
      'A-ASSOCIATE-RQ: ECHOSCU calls ANY-SCP for Verification in implicit VR little endian, PDUs up to 16 KiB',
    hex: [
      '01 00 000000a4 0001 0000',
      title('ANY-SCP') + title('ECHOSCU') + zeros(32),
      `10 00 0015 ${text('1.2.840.10008.3.1.1.1')}`,
      `20 00 002e 01 000000 30 00 0011 ${text('1.2.840.10008.1.1')} 40 00 0011 ${text('1.2.840.10008.1.2')}`,
      `50 00 0011 51 00 0004 00004000 52 00 0005 ${text('1.2.3')}`,
    ].join(''),
    pdu: {
      type: 'A-ASSOCIATE-RQ',
      protocolVersion: 1,
      calledAeTitle: 'ANY-SCP',
      callingAeTitle: 'ECHOSCU',
      applicationContext: '1.2.840.10008.3.1.1.1',
      contexts: [{ id: 1, abstractSyntax: '1.2.840.10008.1.1', transferSyntaxes: ['1.2.840.10008.1.2'] }],
      userInformation,
    },
  },
  {
    gloss: 'A-ASSOCIATE-AC: context 1 accepted, with every user item that an answer may carry',
    hex: [
      '02 00 000000ad 0001 0000',
      title('ANY-SCP') + title('ECHOSCU') + zeros(32),
      `10 00 0015 ${text('1.2.840.10008.3.1.1.1')}`,
      `21 00 0019 01 00 00 00 40 00 0011 ${text('1.2.840.10008.1.2')}`,
      `50 00 002f 51 00 0004 00004000 52 00 0005 ${text('1.2.3')}`,
      `53 00 0004 0005 0001 54 00 0006 0002 ${text('1.')} 00 01 59 00 0008 0006 ${text('ticket')}`,
    ].join(''),
    pdu: {
      type: 'A-ASSOCIATE-AC',
      protocolVersion: 1,
      calledAeTitle: 'ANY-SCP',
      callingAeTitle: 'ECHOSCU',
      applicationContext: '1.2.840.10008.3.1.1.1',
      contexts: [{ id: 1, result: 0, transferSyntaxUid: '1.2.840.10008.1.2' }],
      userInformation: {
        ...userInformation,
        asynchronousOperationsWindow: { maximumInvoked: 5, maximumPerformed: 1 },
        roleSelections: [{ sopClassUid: '1.', scuRole: false, scpRole: true }],
        userIdentityResponse: Buffer.from('ticket'),
      },
    },
  },
  {
    gloss: 'A-ASSOCIATE-RJ: transient, by the presentation service, local limit exceeded',
    hex: '03 00 00000004 00 02 03 02',
    pdu: { type: 'A-ASSOCIATE-RJ', result: 2, source: 3, reason: 2 },
  },
  {
    gloss: 'P-DATA-TF: the last command fragment in context 1, four bytes',
    hex: '04 00 0000000a 00000006 01 03 01020304',
    pdu: { type: 'P-DATA-TF', contextId: 1, isCommand: true, last: true, data: Buffer.from([1, 2, 3, 4]) },
  },
  {
    gloss: 'P-DATA-TF: an empty last data set fragment in context 255',
    hex: '04 00 00000006 00000002 ff 02',
    pdu: { type: 'P-DATA-TF', contextId: 255, isCommand: false, last: true, data: Buffer.alloc(0) },
  },
  { gloss: 'A-RELEASE-RQ', hex: '05 00 00000004 00000000', pdu: { type: 'A-RELEASE-RQ' } },
  { gloss: 'A-RELEASE-RP', hex: '06 00 00000004 00000000', pdu: { type: 'A-RELEASE-RP' } },
  {
    gloss: 'A-ABORT: by the provider, unexpected PDU',
    hex: '07 00 00000004 0000 02 02',
    pdu: { type: 'A-ABORT', source: 2, reason: 2 },
  },
];

export const bytesOf = (encoded: EncodedPdu): Buffer => Buffer.from(encoded.hex.replaceAll(' ', ''), 'hex');
