/** A node where an administrator approves what others fetch: asked for, approved, declined, withdrawn, with a real PACS (dcmqrscp). */
import { writeFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createClient, httpTransport } from '../../src/client/index.ts';
import type { Client, FetchRequest, ListedJob } from '../../src/contract/index.ts';
import { type ArchiveHome, createArchiveHome, storedFiles } from '../support/archive-home.ts';
import { isocenter, isocenterJson, isocenterWith } from '../support/command-line.ts';
import { corpus } from '../support/corpus.ts';
import { type DcmtkServer, hasDcmtk, startDcmqrscp } from '../support/dcmtk.ts';
import { startFilledPacs } from '../support/filled-pacs.ts';
import { run, waitFor } from '../support/processes.ts';
import { type IsocenterServer, mainScript, nodeBinary } from '../support/server.ts';
import { describeWithPeer } from '../support/skip.ts';
import { TemporaryDirectory } from '../support/temp.ts';
import { usualEngine } from '../support/usual-engine.ts';

const images = [
  ...corpus({
    ...{ kind: 'tiny', studies: 6, instancesPerSeries: 2, seed: 970 },
    override: ({ study }) => ({ StudyDate: `2026031${study}`, PatientName: `Number^${study}` }),
  }),
];
const studies = [...new Set(images.map(({ studyInstanceUid }) => studyInstanceUid))];

describeWithPeer('fetching what needs approval', hasDcmtk, () => {
  let home: ArchiveHome;
  let server: IsocenterServer;
  let directory: TemporaryDirectory;
  let pacs: DcmtkServer;
  let token: string;
  let asker: Client;
  let administrator: Client;

  beforeAll(async () => {
    directory = new TemporaryDirectory('approval');
    pacs = await startFilledPacs(directory.join('db'), images);
    home = await createArchiveHome(usualEngine);
    server = await home.start();
    const place = [pacs.aet, '127.0.0.1', `${pacs.port}`];
    const added = await isocenter(server, 'nodes', 'add', 'pacs', ...place, '--fetch-approval', 'yes');
    expect(added.code, added.stderr).toBe(0);
    token = await tokenOf('anna', 'send');
    asker = clientOf(token);
    administrator = clientOf(await tokenOf('chief', 'send,administer'));
  });
  afterAll(async () => {
    await server?.stop();
    await pacs?.stop();
    await home?.remove();
    directory?.remove();
  });

  async function tokenOf(name: string, rights: string): Promise<string> {
    const made = await isocenterJson<{ token: string }>(server, ['token', 'create', name, '--right', rights]);
    return made.token;
  }
  const clientOf = (token: string) =>
    createClient(httpTransport({ url: new URL(`http://127.0.0.1:${server.httpPort}`), token }));
  const isHere = (uid: string): boolean => storedFiles(server.data).some(({ path }) => path.includes(uid));
  const ask = (study: number, reason = 'for the trial') =>
    asker.fetchRequestAdd({ name: 'pacs', studies: [studies[study]!], reason });
  const shown = async (id: string, by = asker): Promise<FetchRequest> =>
    (await by.fetchRequestsList()).requests.find((request) => request.id === id)!;
  const became = (id: string, state: FetchRequest['state']) =>
    waitFor(`a request that is ${state}`, async () => (await shown(id)).state === state);
  const jobOf = (id: string, state: ListedJob['state']) =>
    waitFor<ListedJob>(`a job that is ${state}`, async () => {
      const job = await administrator.jobShow({ id });
      return job.state === state && job;
    });

  it('is refused at every door, to who is no administrator', async () => {
    const refused = { code: 'node/needs-approval', params: { name: 'pacs' } };
    const target = { studies: [studies[0]!] };
    const drained = async (stream: AsyncGenerator) => {
      while (!(await stream.next()).done);
    };
    expect((await asker.nodeFind({ name: 'pacs', match: {} })).rows).toHaveLength(studies.length);
    await expect(drained(asker.nodeFetch({ name: 'pacs', ...target }))).rejects.toMatchObject(refused);
    await expect(drained(asker.nodeGet({ name: 'pacs', target }))).rejects.toMatchObject(refused);
    await expect(drained(asker.nodeMove({ name: 'pacs', target }))).rejects.toMatchObject(refused);
    for (const [operation, what] of [
      ['nodeFetch', target],
      ['nodeGet', { target }],
      ['nodeMove', { target }],
    ] as const)
      await expect(asker.jobSubmit({ operation, request: { name: 'pacs', ...what } })).rejects.toMatchObject(
        refused,
      );
    const stranger = { name: 'pacs', ...target, request: crypto.randomUUID() };
    await expect(drained(asker.nodeFetch(stranger))).rejects.toMatchObject(refused);
    expect(isHere(studies[0]!)).toBe(false);
  });

  it('comes when it is approved, and nothing else by that approval', async () => {
    const request = await ask(0);
    expect(request).toMatchObject({
      ...{ node: 'pacs', state: 'waiting', reason: 'for the trial', decidedAt: null },
      studies: [{ studyInstanceUid: studies[0], date: '20260310', patientName: 'Number^0' }],
    });
    expect((await ask(0, 'again')).id).toBe(request.id);
    expect(await shown(request.id, administrator)).toEqual(request);
    await expect(asker.fetchRequestApprove({ id: request.id })).rejects.toMatchObject({
      code: 'archive/forbidden',
    });
    expect(isHere(studies[0]!)).toBe(false);
    const approved = await administrator.fetchRequestApprove({ id: request.id, reason: 'go on' });
    expect(approved).toMatchObject({ state: 'approved', answer: 'go on', decidedBy: { kind: 'token' } });
    await became(request.id, 'fetched');
    expect(isHere(studies[0]!)).toBe(true);
    const job = await jobOf(request.id, 'done');
    expect(job).toMatchObject({ kind: 'nodeFetch', result: { came: 2 } });
    expect(job.subject).toMatch(/^token:anna/);
    const removed = await isocenter(server, 'remove', '--study', studies[0]!);
    expect(removed.code, removed.stderr).toBe(0);
    const again = asker.nodeFetch({ name: 'pacs', studies: [studies[0]!], request: request.id });
    expect(await again.next()).toMatchObject({ done: true, value: { came: 0 } });
    const more = asker.nodeFetch({ name: 'pacs', studies: [studies[1]!], request: request.id });
    await expect(more.next()).rejects.toMatchObject({ code: 'node/needs-approval' });
    await expect(administrator.fetchRequestDecline({ id: request.id, reason: 'late' })).rejects.toMatchObject(
      {
        code: 'request/decided',
      },
    );
  });

  it('does not come when it is declined or withdrawn', async () => {
    const declined = await ask(1);
    await administrator.fetchRequestDecline({ id: declined.id, reason: 'not of the trial' });
    expect(await shown(declined.id)).toMatchObject({ state: 'declined', answer: 'not of the trial' });
    const withdrawn = await ask(1);
    expect(withdrawn.id).not.toBe(declined.id);
    const other = clientOf(await tokenOf('other', 'send'));
    expect((await other.fetchRequestsList()).requests).toEqual([]);
    await expect(other.fetchRequestWithdraw({ id: withdrawn.id })).rejects.toMatchObject({
      code: 'archive/not-found',
    });
    expect(await asker.fetchRequestWithdraw({ id: withdrawn.id })).toMatchObject({ state: 'withdrawn' });
    await expect(administrator.fetchRequestApprove({ id: withdrawn.id })).rejects.toMatchObject({
      code: 'request/decided',
    });
    expect(isHere(studies[1]!)).toBe(false);
  });

  it('is asked for only where it is there, and where that is needed', async () => {
    await expect(asker.fetchRequestAdd({ name: 'pacs', studies: ['1.2.3'] })).rejects.toMatchObject({
      code: 'archive/not-found',
    });
    await expect(
      administrator.fetchRequestAdd({ name: 'pacs', studies: [studies[1]!] }),
    ).rejects.toMatchObject({ code: 'node/needs-none' });
  });

  it('is not told as fetched when the node does not have it any more, and is declined after all', async () => {
    const scanner = await startFilledPacs(directory.join('scanner'), images.slice(0, 1));
    const place = [scanner.aet, '127.0.0.1', `${scanner.port}`];
    await isocenter(server, 'nodes', 'add', 'scanner', ...place, '--fetch-approval', 'yes');
    const study = images[0]!.studyInstanceUid;
    const { id } = await asker.fetchRequestAdd({ name: 'scanner', studies: [study] });
    await scanner.stop();
    const { port, aet } = scanner;
    const emptied = await startDcmqrscp({ directory: directory.join('emptied'), port, aet });
    try {
      await administrator.fetchRequestApprove({ id });
      const job = await waitFor<ListedJob>('a job that failed', async () => {
        const found = await administrator.jobShow({ id });
        return found.failure !== null && found;
      });
      expect(job.failure).toMatchObject({ code: 'node/incomplete-why', cause: { code: 'node/nothing' } });
      expect(await shown(id)).toMatchObject({ state: 'approved' });
      await administrator.fetchRequestDecline({ id, reason: 'it is gone' });
      expect(await shown(id)).toMatchObject({ state: 'declined', answer: 'it is gone' });
      await jobOf(id, 'cancelled');
      await asker.jobRetry({ id });
      const again = await jobOf(id, 'failed');
      expect(again.failure).toMatchObject({ code: 'node/needs-approval' });
    } finally {
      await emptied.stop();
      // It has the AE title of the other one.
      await isocenter(server, 'nodes', 'remove', 'scanner');
    }
  });

  it('goes with its node', async () => {
    await isocenter(
      server,
      'nodes',
      'add',
      'old',
      pacs.aet,
      '127.0.0.1',
      `${pacs.port}`,
      '--fetch-approval',
      'yes',
    );
    const { id } = await asker.fetchRequestAdd({ name: 'old', studies: [studies[1]!] });
    await isocenter(server, 'nodes', 'remove', 'old');
    await expect(administrator.fetchRequestApprove({ id })).rejects.toMatchObject({
      code: 'archive/not-found',
    });
  });

  it('does not come for who is no longer allowed to fetch', async () => {
    const made = await isocenterJson<{ token: string; id: string }>(server, [
      ...['token', 'create', 'guest', '--right', 'send'],
    ]);
    const guest = clientOf(made.token);
    const request = await guest.fetchRequestAdd({ name: 'pacs', studies: [studies[2]!] });
    await administrator.tokenRevoke({ id: made.id });
    await administrator.fetchRequestApprove({ id: request.id });
    const job = await jobOf(request.id, 'failed');
    expect(job.failure).toMatchObject({ code: 'archive/forbidden' });
    expect(await shown(request.id, administrator)).toMatchObject({ state: 'approved' });
    expect(isHere(studies[2]!)).toBe(false);
  });

  it('is asked for and approved on the command line, and comes after a restart', async () => {
    const remote = ['--server', `http://127.0.0.1:${server.httpPort}`, '--token', token];
    const asked = await run(nodeBinary, [
      ...[mainScript, 'nodes', 'fetch', 'pacs', '--study', studies[3]!, '--reason', 'by hand', ...remote],
    ]);
    const [id] = /[0-9a-f]{8}-[0-9a-f-]{27}/.exec(asked.stdout) ?? [];
    expect(asked.code, asked.stderr).toBe(0);
    // By the AE title, and in the background: it is the server that says who has to ask.
    const again = await run(nodeBinary, [
      ...[mainScript, 'nodes', 'fetch', pacs.aet, '--study', studies[3]!, '--background', ...remote],
    ]);
    expect(again.code, again.stderr).toBe(0);
    expect(again.stdout).toContain(id);
    const listed = await isocenter(server, 'requests', '--state', 'waiting');
    expect(listed.stdout).toContain(id);
    expect(listed.stdout).toContain('by hand');
    const shownThere = await isocenter(server, 'requests', 'show', id!);
    for (const text of [studies[3]!, 'Number^3', '20260313', 'by hand'])
      expect(shownThere.stdout).toContain(text);
    const other = clientOf(await tokenOf('another', 'send'));
    await expect(other.fetchRequestShow({ id: id! })).rejects.toMatchObject({ code: 'archive/not-found' });
    await server.kill9();
    const { data } = server;
    const approved = await run(nodeBinary, [
      ...[mainScript, 'requests', 'approve', id!, '--data', data, '--database', home.catalog.database],
    ]);
    expect(approved.code, approved.stderr).toBe(0);
    expect(approved.stdout).toContain('when the server is started');
    expect(approved.stdout).toContain('Number^3');
    expect(isHere(studies[3]!)).toBe(false);
    server = await home.start();
    asker = clientOf(token);
    await became(id!, 'fetched');
    expect(isHere(studies[3]!)).toBe(true);
  });

  it('does not come by a schedule of who may not fetch it', async () => {
    const user = ['user', 'add', 'lab', '--right', 'send,find,view'];
    expect((await isocenterWith('correct horse battery\n', server, ...user)).code).toBe(0);
    const nightly = (owner: string) => `schedules:
  nightly:
    owner: ${owner}
    at: 0 1 * * *
    timeZone: Europe/Berlin
    retrieve: { node: pacs, studies: { StudyDate: '20260314' } }
`;
    writeFileSync(`${server.data}/automation.yaml`, nightly('lab'));
    const shows = (text: string) =>
      waitFor(`a schedule with ${text}`, async () =>
        (await isocenter(server, 'schedules', 'show', 'nightly', '--json')).stdout.includes(text),
      );
    await shows('"owner": "lab"');
    expect((await isocenter(server, 'schedules', 'run', 'nightly')).code).toBe(0);
    await shows('"state": "failed"');
    expect((await isocenter(server, 'schedules', 'show', 'nightly')).stdout).toContain('administrator');
    expect(isHere(studies[4]!)).toBe(false);
    writeFileSync(`${server.data}/automation.yaml`, nightly('local'));
    await shows('"owner": "local"');
    expect((await isocenter(server, 'schedules', 'run', 'nightly')).code).toBe(0);
    await waitFor('the study', async () => isHere(studies[4]!));
  });

  it('is on record, with the studies', async () => {
    const { stdout } = await isocenter(server, 'audit', 'list', '--study', studies[1]!, '--json');
    expect(stdout).toContain('/api/nodes/:name/fetch-requests');
    expect(stdout).toContain('/api/fetch-requests/:id/decline');
    expect(stdout).toContain('not of the trial');
  });
});
