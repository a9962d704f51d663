import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MultipartParser, multipartLimits } from './multipart-parser.ts';

interface Read {
  readonly headers: Record<string, string>;
  readonly body: string;
}

/** All parts of a body that comes in these pieces. Views are copied, as they are valid during the call only. */
async function read(boundary: string, pieces: readonly Uint8Array[]): Promise<Read[]> {
  const parts: { headers: Record<string, string>; chunks: Buffer[]; ended: boolean }[] = [];
  const parser = new MultipartParser(boundary, {
    begin: (headers) => void parts.push({ headers: Object.fromEntries(headers), chunks: [], ended: false }),
    data: async (bytes) => void parts.at(-1)!.chunks.push(Buffer.from(bytes)),
    end: () => {
      parts.at(-1)!.ended = true;
    },
  });
  for (const piece of pieces) {
    const lent = Uint8Array.from(piece);
    await parser.push(lent);
    lent.fill(0x58);
  }
  parser.end();
  expect(parts.every(({ ended }) => ended)).toBe(true);
  return parts.map(({ headers, chunks }) => ({ headers, body: Buffer.concat(chunks).toString('latin1') }));
}

const bytes = (text: string) => Buffer.from(text, 'latin1');
const whole = (text: string) => read('b', [bytes(text)]);
const singly = (text: string) =>
  read(
    'b',
    [...bytes(text)].map((byte) => Uint8Array.of(byte)),
  );

const accepted: readonly (readonly [string, string, Read[]])[] = [
  ['one part', '--b\r\nA: 1\r\n\r\nbody\r\n--b--', [{ headers: { a: '1' }, body: 'body' }]],
  [
    'two parts, preamble and epilogue',
    'hello\r\n--b\r\nA: 1\r\n\r\nx\r\n--b\r\nB: 2\r\nC:3\r\n\r\ny\r\n--b--\r\nbye',
    [
      { headers: { a: '1' }, body: 'x' },
      { headers: { b: '2', c: '3' }, body: 'y' },
    ],
  ],
  ['a part without headers', '--b\r\n\r\nbody\r\n--b--', [{ headers: {}, body: 'body' }]],
  ['an empty part', '--b\r\nA: 1\r\n\r\n\r\n--b--', [{ headers: { a: '1' }, body: '' }]],
  ['spaces after a boundary', '--b \t\r\nA: 1\r\n\r\nx\r\n--b--', [{ headers: { a: '1' }, body: 'x' }]],
  [
    'what nearly is a boundary',
    '--b\r\n\r\n\r\n--\r\n--a\r\n-\r\r\n--b--',
    [{ headers: {}, body: '\r\n--\r\n--a\r\n-\r' }],
  ],
  ['a boundary that does not begin a line', '--b\r\n\r\nx--b\r\n--b--', [{ headers: {}, body: 'x--b' }]],
  ['no part at all', '--b--', []],
];

describe('multipart bodies', () => {
  it.each(accepted)('with %s', async (_what, text, expected) => {
    expect(await whole(text)).toEqual(expected);
    expect(await singly(text)).toEqual(expected);
  });

  it('are the same however they are cut', async () => {
    const noise = fc
      .array(fc.constantFrom('\r', '\n', '-', 'b', 'x'), { maxLength: 60 })
      .map((all) => all.join(''));
    await fc.assert(
      fc.asyncProperty(
        fc.array(noise, { minLength: 1, maxLength: 4 }),
        fc.array(fc.nat(400)),
        async (bodies, cuts) => {
          // Whatever looks like a delimiter ends a body; a longer boundary never appears in the noise.
          const text = `${bodies.map((body) => `--bbq\r\nA: 1\r\n\r\n${body}\r\n`).join('')}--bbq--`;
          const at = [...new Set(cuts.filter((cut) => cut < text.length))].sort((a, b) => a - b);
          const pieces = [0, ...at].map((start, index) => bytes(text.slice(start, at[index] ?? text.length)));
          expect((await read('bbq', pieces)).map(({ body }) => body)).toEqual(bodies);
        },
      ),
    );
  });

  it('go to the handler as views, without a copy', async () => {
    const body = Buffer.concat([bytes('--b\r\n\r\n'), Buffer.alloc(100_000, 7), bytes('\r\n--b--')]);
    const buffers = new Set<ArrayBufferLike>();
    const parser = new MultipartParser('b', {
      begin() {},
      data: ({ buffer }) => void buffers.add(buffer),
      end() {},
    });
    await parser.push(body);
    expect([...buffers]).toEqual([body.buffer]);
  });
});

describe('what cannot be read', () => {
  it.each([
    ['no end', '--b\r\nA: 1\r\n\r\nbody'],
    ['nothing', ''],
    ['no end of headers', '--b\r\nA: 1\r\n'],
    ['something after a boundary', '--bc\r\nA: 1\r\n\r\nx\r\n--b--'],
    ['a header without a name', '--b\r\n: 1\r\n\r\nx\r\n--b--'],
    ['too long headers', `--b\r\nA: ${'x'.repeat(multipartLimits.headerBytes)}\r\n\r\nx\r\n--b--`],
    ['headers without end', `--b\r\n${'A: 1\r\n'.repeat(9_000)}`],
    ['too many headers', `--b\r\n${'A: 1\r\n'.repeat(40)}\r\nx\r\n--b--`],
    ['a preamble without end', 'x'.repeat(multipartLimits.preambleBytes + 1)],
    ['an epilogue without end', `--b--${'x'.repeat(multipartLimits.preambleBytes + 1)}`],
    ['too many parts', `${'--b\r\n\r\n\r\n'.repeat(multipartLimits.parts + 1)}--b--`],
  ])('%s', async (_what, text) => {
    await expect(whole(text)).rejects.toMatchObject({ code: 'input/invalid' });
  });

  it.each([[''], ['x'.repeat(71)], ['a\r\nb'], ['ends with space ']])('boundary %j', (boundary) => {
    expect(() => new MultipartParser(boundary, { begin() {}, data() {}, end() {} })).toThrow('boundary');
  });
});
