import { existsSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { IsocenterError, silentLogger } from '../../src/base/index.ts';
import { createClient, httpTransport, inProcessTransport } from '../../src/client/index.ts';
import {
  type Client,
  type ControlApi,
  type Finding,
  localAdministrator,
  type Progress,
} from '../../src/contract/index.ts';
import { createControlDoor, type Door } from '../../src/http/index.ts';
import { fakeControl } from '../support/fake-control.ts';
import { TemporaryDirectory } from '../support/temp.ts';

const caller = { ...localAdministrator, actor: { kind: 'local', name: 'test' } } as const;
const result = {
  checked: 3,
  bytes: 9,
  missing: 0,
  extra: 0,
  rotten: 1,
  swapped: 0,
  copy: 0,
  foundAgain: 0,
  quarantined: 1,
  seconds: 0.5,
};

let directory: TemporaryDirectory;
let socketPath: string;
const doors: Door[] = [];

beforeEach(() => {
  directory = new TemporaryDirectory('control');
  socketPath = join(directory.path, 'control.sock');
});
afterEach(async () => {
  await Promise.all(doors.splice(0).map((door) => door.close()));
  directory.remove();
});

async function serve(operations: Partial<ControlApi>): Promise<Client> {
  const door = createControlDoor(fakeControl(operations), { socketPath, logger: silentLogger, caller });
  await door.listen();
  doors.push(door);
  return createClient(httpTransport({ socketPath }));
}

const progress = (done: number): Progress => ({ kind: 'progress', done });

/** Both ways to the same operations: what one does, the other does. */
describe.each([
  ['over the control socket', serve],
  [
    'in process',
    async (operations: Partial<ControlApi>) =>
      createClient(inProcessTransport(fakeControl(operations), caller)),
  ],
])('the client %s', (_, connect) => {
  it('carries path, query and body values, with defaults filled in', async () => {
    const seen: unknown[] = [];
    const client = await connect({
      find: async (request, { actor, scope }) => {
        seen.push(request, actor, scope);
        return { rows: [{ PatientName: 'A^B', NumberOfStudyRelatedInstances: 3 }], more: false };
      },
      nodesRemove: async ({ name }) => ({ removed: name }),
      conflictsList: async (request) => {
        seen.push(request);
        return { conflicts: [] };
      },
    });
    const found = await client.find({ match: { PatientID: "1' OR '1'='1" } });
    expect(found.rows).toEqual([{ PatientName: 'A^B', NumberOfStudyRelatedInstances: 3 }]);
    expect(await client.nodesRemove({ name: 'a.b-c' })).toEqual({ removed: 'a.b-c' });
    await client.conflictsList({ state: 'all', limit: 7 });
    expect(seen).toEqual([
      {
        level: 'study',
        match: { PatientID: "1' OR '1'='1" },
        include: [],
        labels: [],
        limit: 100,
        offset: 0,
        fuzzy: false,
        exact: false,
        descending: false,
      },
      caller.actor,
      caller.scope,
      { state: 'all', limit: 7 },
    ]);
  });

  it('throws the error the use-case threw, with its code and parameters', async () => {
    const client = await connect({
      nodeEcho: async ({ name }) => {
        throw new IsocenterError('node/unknown', { name });
      },
    });
    await expect(client.nodeEcho({ name: 'nowhere' })).rejects.toMatchObject({
      code: 'node/unknown',
      params: { name: 'nowhere' },
    });
  });

  it('refuses what the schema does not allow, naming every problem', async () => {
    const client = await connect({});
    const call = client.find({ limit: 0, match: { 'Patient Name': 'x' } });
    await expect(call).rejects.toMatchObject({
      code: 'input/invalid',
      message: expect.stringMatching(/match.*; .*limit|limit.*; .*match/),
    });
  });

  it('yields items as they come and returns the result', async () => {
    const client = await connect({
      async *verify({ quick }) {
        yield progress(1);
        yield { kind: 'finding', problem: 'rotten', key: 'k', action: 'quarantined' } satisfies Finding;
        return { ...result, checked: quick ? 1 : 3 };
      },
    });
    const stream = client.verify({ quick: true });
    expect(await stream.next()).toEqual({ done: false, value: progress(1) });
    expect((await stream.next()).value).toMatchObject({ kind: 'finding', key: 'k' });
    expect(await stream.next()).toEqual({ done: true, value: { ...result, checked: 1 } });
  });

  it('throws what a stream fails with, at once or in the middle', async () => {
    const client = await connect({
      // biome-ignore lint/correctness/useYield: it fails before it has anything to say.
      async *send({ node }) {
        throw new IsocenterError('node/unknown', { name: node });
      },
      async *verify() {
        yield progress(1);
        throw new IsocenterError('store/full', { what: 'the archive' });
      },
    });
    const selection = { studies: ['1.2'] };
    await expect(client.send({ selection, node: 'x' }).next()).rejects.toMatchObject({
      code: 'node/unknown',
    });
    const stream = client.verify({});
    await stream.next();
    await expect(stream.next()).rejects.toMatchObject({ code: 'store/full' });
  });

  it('cancels the operation when its signal is aborted', async () => {
    const aborted = Promise.withResolvers<void>();
    const client = await connect({
      async *events(_request, { signal }) {
        signal.addEventListener('abort', () => aborted.resolve());
        yield { cursor: 1, at: 't', kind: 'k', actor: 'a', data: {} };
        await aborted.promise;
        throw signal.reason;
      },
    });
    const cancel = new AbortController();
    const stream = client.events({ follow: true }, { signal: cancel.signal });
    await stream.next();
    cancel.abort(new IsocenterError('cancelled'));
    await expect(stream.next()).rejects.toMatchObject({ code: 'cancelled' });
    await aborted.promise;
  });

  it('ends the operation when its reader stops reading', async () => {
    const ended = Promise.withResolvers<void>();
    const client = await connect({
      async *verify() {
        try {
          for (let done = 0; ; done++) {
            yield progress(done);
            await new Promise((resolve) => setTimeout(resolve, 1));
          }
        } finally {
          ended.resolve();
        }
      },
    });
    for await (const item of client.verify({})) {
      if (item.kind === 'progress' && item.done === 5) break;
    }
    await ended.promise;
  });
});

describe('the control door', () => {
  it('is open to its owner only', async () => {
    await serve({});
    expect(statSync(socketPath).mode & 0o777).toBe(0o600);
  });

  it('takes over the socket file of a dead server, and not that of a living one', async () => {
    writeFileSync(socketPath, '');
    const client = await serve({ health: async () => ({ status: 'ok', reasons: [] }) });
    const second = createControlDoor(fakeControl({}), { socketPath, logger: silentLogger, caller });
    await expect(second.listen()).rejects.toMatchObject({ code: 'control/in-use' });
    await second.close();
    expect(await client.health()).toEqual({ status: 'ok', reasons: [] });
  });

  it('removes its socket file when it closes; a client then says that nobody answers', async () => {
    const client = await serve({});
    await doors.pop()?.close();
    expect(existsSync(socketPath)).toBe(false);
    await expect(client.health()).rejects.toMatchObject({ code: 'control/unreachable' });
    rmSync(socketPath, { force: true });
  });

  it('tells open streams that the server shuts down, and closes at once', async () => {
    const client = await serve({
      async *events(_request, { signal }) {
        yield { cursor: 1, at: 't', kind: 'k', actor: 'a', data: {} };
        await new Promise((resolve) => signal.addEventListener('abort', resolve));
        throw signal.reason;
      },
    });
    const stream = client.events({ follow: true });
    await stream.next();
    const next = stream.next();
    const closing = doors.pop()?.close();
    await expect(next).rejects.toMatchObject({ code: 'archive/draining' });
    await closing;
  });

  it('makes no more than the reader takes', async () => {
    let made = 0;
    const client = await serve({
      async *verify() {
        for (; made < 100_000; made++) yield progress(made);
        return result;
      },
    });
    const stream = client.verify({});
    await stream.next();
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(made).toBeLessThan(50_000);
    await stream.return(result);
  });

  it('survives a client that vanishes before the answer', async () => {
    const called = Promise.withResolvers<AbortSignal>();
    const client = await serve({
      status: async (_request, { signal }) => {
        called.resolve(signal);
        await new Promise((resolve) => signal.addEventListener('abort', resolve));
        throw signal.reason;
      },
      health: async () => ({ status: 'ok', reasons: [] }),
    });
    const outgoing = request({ socketPath, path: '/api/status' });
    outgoing.on('error', () => {});
    outgoing.end();
    const signal = await called.promise;
    outgoing.destroy();
    await new Promise((resolve) => signal.addEventListener('abort', resolve));
    expect((await client.health()).status).toBe('ok');
  });

  it.each([
    ['a place that is not there', 'GET', '/api/nothing', undefined, 404, 'input/no-such-place'],
    ['broken JSON', 'POST', '/api/find', '{"level":', 400, 'input/invalid'],
    ['a body that is too large', 'POST', '/api/find', `"${'x'.repeat(5_000_000)}"`, 413, 'input/too-large'],
    ['a wrong type', 'POST', '/api/find', '{"limit":"many"}', 400, 'input/invalid'],
  ])('answers %s with a problem', async (_, method, path, body, status, code) => {
    await serve({});
    const answer = await raw(method, path, body);
    expect(answer).toMatchObject({ status, type: expect.stringContaining('application/problem+json') });
    expect(JSON.parse(answer.text)).toMatchObject({ status, code });
  });
});

function raw(
  method: string,
  path: string,
  body?: string,
): Promise<{ status?: number; type?: string; text: string }> {
  return new Promise((resolve, reject) => {
    const headers = body === undefined ? {} : { 'content-type': 'application/json' };
    const outgoing = request({ socketPath, method, path, headers }, async (response) => {
      let text = '';
      for await (const chunk of response) text += chunk;
      resolve({ status: response.statusCode, type: response.headers['content-type'], text });
    });
    outgoing.on('error', reject);
    outgoing.end(body);
  });
}
