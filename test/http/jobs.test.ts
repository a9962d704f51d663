import { type AddressInfo, createServer, type Socket } from 'node:net';
import { expect, it } from 'vitest';
import { controlSocketPath, createClient, httpTransport } from '../../src/client/index.ts';
import type { ListedJob } from '../../src/contract/index.ts';
import { isocenterJson } from '../support/command-line.ts';
import { freePort } from '../support/ports.ts';
import { waitFor } from '../support/processes.ts';
import { startIsocenter } from '../support/server.ts';
import { TemporaryDirectory } from '../support/temp.ts';

it('an operation that was submitted as a job is done, and another goes on after kill -9', async () => {
  using directory = new TemporaryDirectory('jobs');
  const data = directory.join('data');
  const server = await startIsocenter({ data });
  const client = createClient(httpTransport({ socketPath: controlSocketPath(data) }));
  const ended = (id: string) =>
    waitFor<ListedJob>('the end of the job', async () => {
      const job = await client.jobShow({ id });
      return job.endedAt !== null && job;
    });
  const demo = client.demo();
  while (!(await demo.next()).done);
  const { id } = await client.jobSubmit({ operation: 'verify', request: { quick: true } });
  const verified = await ended(id);
  expect(verified).toMatchObject({ state: 'done', subject: 'local:command line', result: { missing: 0 } });
  expect((verified.result as { checked: number }).checked).toBeGreaterThan(0);

  const background = await isocenterJson<ListedJob>(server, ['verify', '--background']);
  expect(await ended(background.id)).toMatchObject({ kind: 'verify', state: 'done' });

  const nobody = await client.nodesAdd({
    ...{ name: 'nobody', aeTitle: 'NOBODY', host: '127.0.0.1', port: await freePort() },
  });
  const query = { level: 'patient', match: { PatientName: '*' } } as const;
  const send = await client.jobSubmit({
    operation: 'send',
    request: { node: nobody.name, selection: { query } },
  });
  // It is tried again by and by, and running then.
  const became = (state: ListedJob['state'], id = send.id) =>
    waitFor<ListedJob>(`a job that is ${state}`, async () => {
      const job = await client.jobShow({ id });
      return job.state === state && job;
    });
  const waiting = await became('waiting', send.id.slice(0, 8));
  expect(waiting.failure).toMatchObject({
    ...{ code: 'node/incomplete-why', class: 'transient' },
    cause: { code: 'net/unreachable', params: { host: '127.0.0.1' } },
  });
  await server.kill9();

  await using again = await startIsocenter({ data });
  await waitFor('the same job, waiting', async () => {
    const { jobs } = await client.jobsList({ state: 'waiting' });
    return jobs.length === 1 && jobs[0]!.id === send.id;
  });
  await client.jobCancel({ id: send.id });
  await became('cancelled');
  expect((await client.jobRetry({ id: send.id })).endedAt).toBeNull();
  await expect(client.jobRetry({ id })).rejects.toMatchObject({ code: 'job/not-ended' });
  await expect(client.jobSubmit({ operation: 'send', request: { node: 'nobody' } })).rejects.toMatchObject({
    code: 'input/invalid',
  });
  expect(again.stderr).not.toMatch(/PatientName/);
});

it('a transfer that is stopped in the middle is not done: it rests, goes on, and ends as cancelled', async () => {
  using directory = new TemporaryDirectory('stopped');
  await using server = await startIsocenter({ data: directory.join('data') });
  const client = createClient(httpTransport({ socketPath: controlSocketPath(server.data) }));
  const demo = client.demo();
  while (!(await demo.next()).done);
  // Takes every connection, and says nothing.
  const calls = new Set<Socket>();
  const silent = createServer((socket) => calls.add(socket.on('error', () => {}))).listen(0, '127.0.0.1');
  const { port } = await new Promise<AddressInfo>((resolve) =>
    silent.once('listening', () => resolve(silent.address() as AddressInfo)),
  );
  try {
    await client.nodesAdd({ name: 'web', web: { url: `http://127.0.0.1:${port}/dicom-web` } });
    const query = { level: 'patient', match: { PatientName: '*' } } as const;
    const { id } = await client.jobSubmit({
      operation: 'send',
      request: { node: 'web', selection: { query } },
    });
    const until = (what: string, is: (job: ListedJob) => boolean) =>
      waitFor<ListedJob>(what, async () => {
        const job = await client.jobShow({ id });
        return is(job) && job;
      });
    const called = calls.size;
    await waitFor('a call', async () => calls.size > called);
    await client.jobPause({ id });
    const resting = await until('a job that rests', ({ state }) => state !== 'running');
    expect(resting).toMatchObject({ endedAt: null, failure: null });
    await client.jobResume({ id });
    await until('a job that runs again', ({ state }) => state === 'running');
    await client.jobCancel({ id });
    expect(await until('its end', ({ endedAt }) => endedAt !== null)).toMatchObject({ state: 'cancelled' });
  } finally {
    for (const socket of calls) socket.destroy();
    silent.close();
  }
});
