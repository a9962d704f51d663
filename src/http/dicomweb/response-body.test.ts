import { afterEach, beforeEach, expect, it } from 'vitest';
import { type OpenDoor, openDoor } from '../../../test/support/http-door.ts';
import { IsocenterError, silentLogger } from '../../base/index.ts';
import { rangeOf } from '../byte-range.ts';
import { logsCutOff } from './cut-off.ts';
import { ResponseBody } from './response-body.ts';

/** Pieces that are sent before it fails, how, and what was logged. */
let pieces: readonly string[] = [];
let failure: Error;
let logged: object[] = [];
let door: OpenDoor;

async function* failing(): AsyncGenerator<string> {
  yield* pieces;
  throw failure;
}

beforeEach(async () => {
  [pieces, failure, logged] = [[], new IsocenterError('archive/damaged'), []];
  const logger = { ...silentLogger, error: (fields: object) => void logged.push(fields) };
  const answers = logsCutOff(async (request, reply) => {
    rangeOf(request, reply, 100);
    await new ResponseBody(reply).sendAll(failing());
    return reply;
  }, logger);
  door = await openDoor((server) => void server.get('/failing', answers));
});
afterEach(() => door[Symbol.asyncDispose]());

const get = () => fetch(`${door.url}/failing`, { headers: { range: 'bytes=10-19' } });
const whole = async () => (await get()).text();

it('what fails before the first piece is answered, and nothing is said of the bytes that do not come', async () => {
  const response = await get();
  expect(response.status).toBe(500);
  expect(await response.json()).toMatchObject({ code: 'archive/damaged' });
  expect(response.headers.get('content-range')).toBeNull();
  expect(response.headers.get('accept-ranges')).toBeNull();
  expect(logged).toEqual([]);
});

it('what fails later ends the connection, and is in the log', async () => {
  pieces = ['one'];
  await expect(whole()).rejects.toThrow();
  expect(logged).toEqual([{ code: 'archive/damaged' }]);
});

it('a fault of ours is in the log with what happened', async () => {
  [pieces, failure] = [['one'], new Error('a fault')];
  await expect(whole()).rejects.toThrow();
  expect(logged).toEqual([{ code: 'internal', err: failure }]);
});

it('a client that went away is not', async () => {
  [pieces, failure] = [['one'], new IsocenterError('cancelled')];
  await expect(whole()).rejects.toThrow();
  expect(logged).toEqual([]);
});
