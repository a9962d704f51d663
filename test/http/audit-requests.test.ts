/** What the audit log says of requests that do not end as they should. */
import { once } from 'node:events';
import { request as httpRequest } from 'node:http';
import { Readable } from 'node:stream';
import type { FastifyInstance } from 'fastify';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Audit } from '../../src/access/index.ts';
import { IsocenterError, silentLogger } from '../../src/base/index.ts';
import type { AuditRecord, ControlApi } from '../../src/contract/index.ts';
import { apiRoutes, audited, createPublicDoor, guard, type PublicDoor } from '../../src/http/index.ts';
import { AuditLog } from '../support/audit-campaign.ts';
import { fakeControl } from '../support/fake-control.ts';
import { callersByName, callerWith } from '../support/http-door.ts';
import { waitFor } from '../support/processes.ts';

const authenticate = callersByName({
  ada: callerWith({ actor: { kind: 'user', name: 'ada' } }),
  eve: callerWith({ actor: { kind: 'user', name: 'eve' }, rights: new Set() }),
});

let log: AuditLog;
let audit: Audit;
let door: PublicDoor;
let url: string;
beforeEach(async () => {
  log = new AuditLog();
  audit = await log.open();
  const shareRevoke = async () => {
    throw new IsocenterError('archive/forbidden', { actor: 'ada', action: 'end what is of others' });
  };
  const curation = {
    labelsList: async () => ({ labels: [] }),
    expectedEnd: async ({ uid }: { uid: string }) => ({ studyInstanceUid: uid }),
    collectionTake: async () => ({ studies: 2 }),
  };
  const control = audited(fakeControl({ shareRevoke, events, ...curation }), audit);
  door = createPublicDoor({
    ...{ host: '127.0.0.1', port: 0, logger: silentLogger, audit },
    health: () => ({ status: 'ok', reasons: [] }),
    routes: [endlessRoutes, apiRoutes({ control, authenticate, logger: silentLogger })],
  });
  url = `http://127.0.0.1:${(await door.listen()).port}`;
});
afterEach(async () => {
  await door.close();
  await audit.close();
  log[Symbol.dispose]();
});

/** One answers for ever; the other never begins to. */
const endlessRoutes = (server: FastifyInstance) =>
  void server.register(async (guarded) => {
    guard(guarded, authenticate);
    const config = { right: 'download' } as const;
    guarded.get('/endless/:study', { config }, async (_request, reply) =>
      reply.send(Readable.from(forEver())),
    );
    guarded.get('/silent/:study', { config }, () => new Promise(() => {}));
  });

/** Of an archive whose events do not end; what is asked for decides how it goes wrong. */
const [REFUSED, BROKEN] = [1, 2];
const happened = { cursor: 1, at: '2026-01-01T00:00:00.000Z', kind: 'study.quiet', actor: 'ada', data: {} };
const events: ControlApi['events'] = async function* ({ after, follow }) {
  if (after === REFUSED) throw new IsocenterError('archive/forbidden', { actor: 'ada', action: 'look' });
  yield happened;
  if (after === BROKEN) throw new IsocenterError('internal', { reason: 'the disk is gone' });
  while (follow) yield happened;
  return { cursor: 1 };
};

function* forEver(): Generator<Buffer> {
  while (true) yield Buffer.alloc(64 * 1024);
}

async function recordsOf(via: string): Promise<AuditRecord[]> {
  const found: AuditRecord[] = [];
  for await (const record of audit.read()) if (record.via === via) found.push(record);
  return found;
}

/** In the order in which they came. */
const outcomesOf = async (via: string) => (await recordsOf(via)).map(({ outcome }) => outcome);

const recordOf = (via: string): Promise<AuditRecord> =>
  waitFor('the record', async () => (await recordsOf(via))[0]);

const asAda = { authorization: 'Test ada' };

it('a download that its client cuts off is there', async () => {
  const request = httpRequest(`${url}/endless/1.2.3`, { headers: asAda }).end();
  const [response] = await once(request, 'response');
  await once(response, 'data');
  request.destroy();
  expect(await recordOf('GET /endless/:study')).toMatchObject({
    ...{ outcome: 'done', action: 'download', studies: ['1.2.3'], count: 1 },
    actor: { name: 'ada' },
  });
});

it('a request that is given up before an answer has failed', async () => {
  const request = httpRequest(`${url}/silent/1.2.3`, { headers: asAda }).end();
  request.on('error', () => {
    // It was given up: that is what the test is about.
  });
  await once(request, 'finish');
  setTimeout(() => request.destroy(), 50);
  expect(await recordOf('GET /silent/:study')).toMatchObject({ outcome: 'failed', studies: ['1.2.3'] });
});

it('an operation that is refused is there once, whoever refuses it', async () => {
  const revoke = (authorization: string) =>
    fetch(`${url}/api/shares/abc`, { method: 'DELETE', headers: { authorization } });
  expect((await revoke('Test ada')).status).toBe(403);
  expect((await revoke('Test eve')).status).toBe(403);
  const records = await recordsOf('DELETE /api/shares/:id');
  expect(records.map(({ actor, outcome, count }) => [actor.name, outcome, count])).toEqual([
    ['ada', 'refused', 1],
    ['eve', 'refused', 1],
  ]);
});

it('an operation that answers step by step is there with how it ended', async () => {
  const ask = async (query: string) =>
    await (await fetch(`${url}/api/events${query}`, { headers: asAda })).text();
  expect(await ask(`?after=${REFUSED}`)).toContain('archive/forbidden');
  expect(await ask(`?after=${BROKEN}`)).toContain('problem');
  expect(await ask('')).toContain('result');
  expect(await outcomesOf('GET /api/events')).toEqual(['refused', 'failed', 'done']);
});

it('an operation that its client cuts off is there once it is over', async () => {
  const request = httpRequest(`${url}/api/events?follow=true`, { headers: asAda }).end();
  const [response] = await once(request, 'response');
  await once(response, 'data');
  expect(await outcomesOf('GET /api/events')).toEqual([]);
  request.destroy();
  expect(await recordOf('GET /api/events')).toMatchObject({ outcome: 'done', count: 1 });
});

it('an operation is there with the studies that it names, in a list or as what it is about', async () => {
  const headers = { ...asAda, 'content-type': 'application/json' };
  const body = JSON.stringify({ studies: ['1.2.3', '1.2.4'] });
  const asked = [
    fetch(`${url}/api/collections/lab/take`, { method: 'POST', headers, body }),
    fetch(`${url}/api/expected-studies/1.2.5`, { method: 'DELETE', headers: asAda }),
    fetch(`${url}/api/labels?target=study&uid=1.2.6`, { headers: asAda }),
  ];
  expect((await Promise.all(asked)).map(({ status }) => status)).toEqual([200, 200, 200]);
  const studiesOf = async (via: string) => (await recordOf(via)).studies;
  expect(await studiesOf('POST /api/collections/:name/take')).toEqual(['1.2.3', '1.2.4']);
  expect(await studiesOf('DELETE /api/expected-studies/:uid')).toEqual(['1.2.5']);
  expect(await studiesOf('GET /api/labels')).toEqual(['1.2.6']);
  await fetch(`${url}/api/labels?target=series&uid=1.2.7`, { headers: asAda });
  expect((await recordsOf('GET /api/labels')).map(({ studies }) => studies)).toEqual([['1.2.6'], []]);
});
