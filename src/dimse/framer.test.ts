import { describe, expect, it } from 'vitest';
import { bytesOf, encodedPdus } from './encoded-pdus.fixture.ts';
import { Framer } from './framer.ts';
import type { DataFragment, Pdu } from './pdu.ts';
import { encodePdu } from './pdu-writer.ts';

const limits = { dataPduLength: 1 << 20, controlPduLength: 1 << 16 };

function drain(framer: Framer): Pdu[] {
  const pdus: Pdu[] = [];
  for (let pdu = framer.next(); pdu; pdu = framer.next()) pdus.push(pdu);
  return pdus;
}

function decode(chunks: readonly Uint8Array[]): Pdu[] {
  const framer = new Framer(limits);
  return chunks.flatMap((chunk) => {
    framer.push(chunk);
    return drain(framer);
  });
}

/** Pieces of one fragment put together again, as whoever collects a command does. */
function joined(pdus: readonly Pdu[]): Pdu[] {
  const whole: Pdu[] = [];
  let open: DataFragment | undefined;
  for (const pdu of pdus) {
    if (pdu.type !== 'P-DATA-TF') whole.push(pdu);
    else {
      open = open ? { ...pdu, data: Buffer.concat([open.data, pdu.data]) } : pdu;
      if (pdu.last) {
        whole.push(open);
        open = undefined;
      }
    }
  }
  return whole;
}

describe('the framer', () => {
  it.each(encodedPdus)('decodes and encodes $gloss', (encoded) => {
    const bytes = bytesOf(encoded);
    expect(decode([bytes])).toEqual([encoded.pdu]);
    expect(encodePdu(encoded.pdu).toString('hex')).toBe(bytes.toString('hex'));
  });

  it('decodes the same wherever the stream is cut', () => {
    const bytes = Buffer.concat(encodedPdus.map(bytesOf));
    const expected = encodedPdus.map((encoded) => encoded.pdu);
    for (let cut = 0; cut <= bytes.length; cut++) {
      expect(joined(decode([bytes.subarray(0, cut), bytes.subarray(cut)]))).toEqual(expected);
    }
    expect(joined(decode([...bytes].map((byte) => Uint8Array.of(byte))))).toEqual(expected);
  });

  it('hands P-DATA on as views, before the PDU is complete', () => {
    const whole = encodePdu({
      type: 'P-DATA-TF',
      contextId: 1,
      isCommand: false,
      last: true,
      data: Buffer.alloc(5000),
    });
    const framer = new Framer(limits);
    const chunk = whole.subarray(0, 1000);
    framer.push(chunk);
    const [fragment] = drain(framer) as DataFragment[];
    expect(fragment).toMatchObject({ last: false, isCommand: false });
    expect(fragment!.data.length).toBe(1000 - 12);
    expect(fragment!.data.buffer).toBe(chunk.buffer);
  });

  it('takes several PDVs in one PDU', () => {
    const bytes = Buffer.from('040000000010 00000004 0301aabb 00000004 0302ccdd'.replaceAll(' ', ''), 'hex');
    expect(decode([bytes])).toMatchObject([
      { contextId: 3, isCommand: true, last: false },
      { contextId: 3, isCommand: false, last: true },
    ]);
  });

  const broken: Record<string, [hex: string, code: string, reason: number]> = {
    'HTTP at the first byte': ['47', 'dimse/protocol', 1],
    'a TLS hello at the first byte': ['16', 'dimse/protocol', 1],
    'PDU type 0': ['00', 'dimse/protocol', 1],
    'PDU type 8': ['08', 'dimse/protocol', 1],
    'a P-DATA-TF of length 0': ['040000000000', 'dimse/protocol', 6],
    'a P-DATA-TF of length FFFFFFFF': ['0400ffffffff', 'dimse/limit', 6],
    'an A-ASSOCIATE-RQ of length FFFFFFFF': ['0100ffffffff', 'dimse/limit', 6],
    'an A-ASSOCIATE-RQ of length 0': ['010000000000', 'dimse/protocol', 6],
    'an A-RELEASE-RQ of length 0': ['050000000000', 'dimse/protocol', 6],
    'a PDV longer than its PDU': ['04000000000a 00000007 0103', 'dimse/protocol', 6],
    'a PDV shorter than its header': ['04000000000a 00000001 0103', 'dimse/protocol', 6],
    'a PDU that ends inside a PDV header': ['04000000000b 00000006 0103 01020304', 'dimse/protocol', 6],
  };
  it.each(Object.entries(broken))('refuses %s', (_name, [hex, code, abortReason]) => {
    const bytes = Buffer.from(`${hex.replaceAll(' ', '')}`, 'hex');
    expect(() => decode([bytes])).toThrow(expect.objectContaining({ code, abortReason }));
  });

  it('takes no memory for what is only announced', () => {
    const before = process.memoryUsage().arrayBuffers;
    const framers = Array.from({ length: 2000 }, () => {
      const framer = new Framer(limits);
      framer.push(Buffer.from('01000000ffff0001', 'hex'));
      expect(framer.next()).toBeUndefined();
      return framer;
    });
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(framers.length * 1024);
  });
});
