import { describe, expect, it } from 'vitest';
import { type CommandSet, decodeCommandSet, encodeCommandSet, hasDataSet } from './command-set.ts';

const hex = (text: string): Buffer => Buffer.from(text.replaceAll(/\s/g, ''), 'hex');

// C-ECHO-RQ: group length 56, Verification SOP Class, command field 0030H, message 7, no data set
const echoRequest = hex(`
  0000 0000 04000000 38000000
  0000 0200 12000000 312e322e3834302e31303030382e312e3100
  0000 0001 02000000 3000
  0000 1001 02000000 0700
  0000 0008 02000000 0101
`);

describe('command sets', () => {
  it('encodes a C-ECHO-RQ to the bytes of the standard', () => {
    const command = {
      AffectedSOPClassUID: '1.2.840.10008.1.1',
      CommandField: 0x0030,
      MessageID: 7,
      CommandDataSetType: 0x0101,
    };
    expect(encodeCommandSet(command).toString('hex')).toBe(echoRequest.toString('hex'));
    expect(decodeCommandSet(echoRequest)).toEqual(command);
  });

  const commands: Record<string, CommandSet> = {
    'odd texts': { AffectedSOPClassUID: '1.2.3', ErrorComment: 'odd', MoveDestination: 'AET' },
    'even texts': { AffectedSOPClassUID: '1.23', ErrorComment: 'even', MoveDestination: 'AETS' },
    'empty texts': { AffectedSOPInstanceUID: '' },
    'numbers at their limits': { MessageID: 0, Status: 0xffff },
    tags: { OffendingElement: [0x00100010, 0x7fe00010], AttributeIdentifierList: [] },
  };
  it.each(Object.entries(commands))('round-trips %s', (_name, command) => {
    expect(decodeCommandSet(encodeCommandSet(command))).toEqual(command);
  });

  it('skips elements that it does not know', () => {
    const unknown = hex('0000 1051 04000000 01020304');
    expect(decodeCommandSet(Buffer.concat([unknown, echoRequest]))).toEqual(decodeCommandSet(echoRequest));
  });

  const broken = {
    'an element cut in its header': echoRequest.subarray(0, 15),
    'an element that runs past the end': hex('0000 0001 ff000000 3000'),
    'another group': hex('0800 0001 02000000 3000'),
    'a number without a value': hex('0000 0001 00000000'),
  };
  it.each(Object.entries(broken))('refuses %s', (_name, bytes) => {
    expect(() => decodeCommandSet(bytes)).toThrow(expect.objectContaining({ code: 'dimse/protocol' }));
  });

  it('takes every data set type but 0101H as "a data set follows"', () => {
    expect(hasDataSet({ CommandDataSetType: 0x0101 })).toBe(false);
    expect(hasDataSet({ CommandDataSetType: 0x0000 })).toBe(true);
  });
});
