/** A stream of events goes on for hours: what was true when it began may not be true any more. */
import { describe, expect, it } from 'vitest';
import { IsocenterError, systemClock } from '../../src/base/index.ts';
import { type Caller, localAdministrator } from '../../src/contract/index.ts';
import { archiveEvents } from '../../src/http/rest/event-sources.ts';
import { eventStream } from '../../src/http/rest/event-stream.ts';
import { openAccess } from '../support/access.ts';
import { type CorpusInstance, corpus } from '../support/corpus.ts';
import { fakeControl } from '../support/fake-control.ts';
import { callerWith } from '../support/http-door.ts';
import { openRest, type RestServer } from '../support/rest-server.ts';
import { TemporaryArchive } from '../support/temp-archive.ts';

const instances = [...corpus({ kind: 'tiny', studies: 3, instancesPerSeries: 1, seed: 31 })];
const [first, second, third] = instances as [CorpusInstance, CorpusInstance, CorpusInstance];

async function store(server: RestServer, instance: CorpusInstance): Promise<void> {
  const headers = { 'content-type': 'application/dicom' };
  const body = Buffer.from(instance.encode());
  expect((await server.fetch('/api/instances', { method: 'POST', body, headers })).status).toBe(200);
}

/** What a stream says until it ends. */
async function listen(server: RestServer, name: string) {
  const response = await fetch(`${server.url}/api/events/stream`, {
    headers: { authorization: `Test ${name}` },
  });
  const said = { text: '', hasEnded: false };
  void (async () => {
    for await (const chunk of response.body!) said.text += Buffer.from(chunk).toString();
    said.hasEnded = true;
  })();
  return said;
}

describe('a stream of events ends', () => {
  it('with the first event after its reader is not let in any more, and does not tell it', async () => {
    await using server = await openRest({ reader: callerWith() });
    const said = await listen(server, 'reader');
    await store(server, first);
    await expect.poll(() => said.text).toContain(first.sopInstanceUid);
    delete server.callers.reader;
    await store(server, second);
    await expect.poll(() => said.hasEnded).toBe(true);
    expect(said.text).not.toContain(second.sopInstanceUid);
    expect(said.text).toMatch(/event: problem\ndata: .*"archive\/forbidden"/);
  });

  it('when its reader may see less or more than before', async () => {
    const only = (uid: string) =>
      callerWith({ scope: { kind: 'rules', rules: [{ studyInstanceUid: uid }] } });
    await using server = await openRest({ reader: only(first.studyInstanceUid) });
    const said = await listen(server, 'reader');
    await store(server, first);
    await expect.poll(() => said.text).toContain(first.sopInstanceUid);
    server.callers.reader = only(third.studyInstanceUid);
    const another = corpus({ kind: 'tiny', studies: 1, instancesPerSeries: 2, seed: 31 });
    for (const instance of another) await store(server, instance);
    await expect.poll(() => said.hasEnded).toBe(true);
    expect(said.text.match(/event: instance\.stored/g)).toHaveLength(1);
  });

  it('also when nothing happens', async () => {
    let isIn = true;
    const again = async (): Promise<Caller> => {
      if (isIn) return caller;
      throw new IsocenterError('access/unauthenticated', { reason: 'the token was revoked' });
    };
    const caller = { ...callerWith(), signal: new AbortController().signal };
    const control = fakeControl({
      async *events(_request, { signal }) {
        await new Promise((resolve) => signal.addEventListener('abort', resolve));
        return { cursor: 0 };
      },
    });
    const stream = eventStream({ events: archiveEvents(control, 0), caller, again, heartbeatMs: 10 });
    let text = '';
    stream.setEncoding('utf8').on('data', (chunk: string) => {
      text += chunk;
    });
    await expect.poll(() => text).toContain(': still here');
    isIn = false;
    await expect.poll(() => stream.readableEnded).toBe(true);
  });
});

it('a session that only listens ends like any other', async () => {
  await using temporary = await TemporaryArchive.open();
  let now = Date.now();
  const clock = { ...systemClock, now: () => new Date(now), monotonic: () => now };
  const access = await openAccess(temporary.archive, temporary.directory.path, clock);
  const expiresAt = new Date(now + 10 * 3_600_000).toISOString();
  const { path } = await access.shares.create(localAdministrator, {
    ...{ title: '', withCode: false, viewOnly: false, hidesIdentity: false, expiresAt },
    scope: { kind: 'rules', rules: [{ studyInstanceUid: first.studyInstanceUid }] },
  });
  const [page = '', secret = ''] = path.split('#');
  const browser = { address: '127.0.0.1', agent: 'Test' };
  const session = await access.shares.open(page.split('/').at(-1)!, secret, '', browser);
  for (let minutes = 0; minutes < 60; minutes += 20) {
    now += 20 * 60_000;
    expect(access.bySession(session, '127.0.0.1', false).actor.kind).toBe('share');
  }
  now += 60_000;
  expect(() => access.bySession(session, '127.0.0.1', false)).toThrow();
});
