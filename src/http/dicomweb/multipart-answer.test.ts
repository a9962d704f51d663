import { afterEach, beforeEach, expect, it } from 'vitest';
import { type OpenDoor, openDoor } from '../../../test/support/http-door.ts';
import { partsOf } from '../../../test/support/multipart.ts';
import { IsocenterError } from '../../base/index.ts';
import { type AnswerPart, sendMultipart, sendOnePart } from './multipart-answer.ts';

const BYTES = 'application/octet-stream';
let parts: readonly AnswerPart[];
let door: OpenDoor;

beforeEach(async () => {
  door = await openDoor((server) => {
    server.get('/one', async (_request, reply) => {
      await sendOnePart(reply, BYTES, parts[0]!);
      return reply;
    });
    server.get('/all', async (_request, reply) => {
      await sendMultipart(reply, BYTES, parts);
      return reply;
    });
  });
});
afterEach(() => door[Symbol.asyncDispose]());

const get = (path: string) => fetch(`${door.url}${path}`);
const textOf = ({ body }: { readonly body: Uint8Array }) => Buffer.from(body).toString();

it('parts at hand, in pieces and empty ones', async () => {
  parts = [
    { contentType: BYTES, location: '../frames/1', body: Buffer.from('one') },
    { contentType: 'text/plain', length: 4, body: [Buffer.from('t'), Buffer.from('wo\n')] },
    { contentType: BYTES, body: [] },
  ];
  const found = await partsOf(await get('/all'));
  expect(found.map(textOf)).toEqual(['one', 'two\n', '']);
  expect([...found[0]!.headers]).toEqual([
    ['content-type', BYTES],
    ['content-length', '3'],
    ['content-location', '../frames/1'],
  ]);
  expect(found[1]!.headers.get('content-length')).toBe('4');
  expect(found[2]!.headers.has('content-length')).toBe(false);
});

it('one part says how long the answer is where that is known', async () => {
  parts = [{ contentType: BYTES, length: 3, body: [Buffer.from('one')] }];
  const response = await get('/one');
  const length = Number(response.headers.get('content-length'));
  expect((await response.clone().arrayBuffer()).byteLength).toBe(length);
  expect((await partsOf(response)).map(textOf)).toEqual(['one']);
});

it('a part that fails before its first bytes is answered as a problem', async () => {
  const body = {
    [Symbol.asyncIterator]: () => ({ next: () => Promise.reject(new IsocenterError('archive/damaged')) }),
  };
  parts = [{ contentType: BYTES, length: 3, body }];
  const response = await get('/one');
  expect(response.headers.get('content-type')).toMatch(/^application\/problem\+json/);
  expect(await response.json()).toMatchObject({ code: 'archive/damaged' });
});
