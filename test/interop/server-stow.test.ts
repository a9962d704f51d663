/** Nodes that are sent to by DICOMweb: another Isocenter that asks for a token, and Orthanc. */
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { storedFiles } from '../support/archive-home.ts';
import { isocenter, isocenterJson, isocenterWith } from '../support/command-line.ts';
import { corpus } from '../support/corpus.ts';
import { dicomWebPlugin, hasOrthancDicomWeb, type OrthancServer, startOrthanc } from '../support/orthanc.ts';
import { freePort } from '../support/ports.ts';
import { waitFor } from '../support/processes.ts';
import { type IsocenterServer, startIsocenter } from '../support/server.ts';
import { describeWithPeer } from '../support/skip.ts';
import { readRaw, storeRaw } from '../support/store-scu.ts';

const images = [...corpus({ kind: 'mr', studies: 1, seriesPerStudy: 2, instancesPerSeries: 60, seed: 910 })];
const study = images[0]!.studyInstanceUid;

async function takeImages({ peer }: IsocenterServer): Promise<void> {
  const statuses = await storeRaw(
    peer,
    images.map((each) => readRaw(each.encode())),
  );
  expect(new Set(statuses)).toEqual(new Set([0]));
}

interface Summary {
  readonly sent: number;
  readonly failed: number;
}
interface Job {
  readonly id: string;
  readonly state: string;
  readonly failure: { readonly code: string } | null;
}

describe('sending by DICOMweb to another Isocenter', () => {
  let server: IsocenterServer;
  let other: IsocenterServer;

  beforeAll(async () => {
    server = await startIsocenter();
    other = await startIsocenter();
    await takeImages(server);
    const url = `http://127.0.0.1:${other.httpPort}/dicom-web`;
    const added = await isocenter(server, 'nodes', 'add', 'other', '--web', url);
    expect(added.code, added.stderr).toBe(0);
  }, 120_000);
  afterAll(async () => {
    await server?.stop();
    await other?.stop();
  });

  const digestsOf = ({ data }: IsocenterServer): string[] =>
    storedFiles(data)
      .map(({ dataSet }) => createHash('sha256').update(dataSet).digest('hex'))
      .sort();

  it('ends for good, with the reason, while it is not let in', async () => {
    expect((await isocenter(server, 'echo', 'other')).stderr).toContain('does not let us in');
    const { stderr } = await isocenter(server, 'send', 'other', '--study', study);
    expect(stderr).toContain('does not let us in (status 401)');
    const job = await isocenterJson<Job>(server, ['send', 'other', '--study', study, '--background']);
    const state = () => isocenterJson<Job>(server, ['jobs', 'show', job.id]);
    await waitFor('the job to fail', async () => (await state()).state === 'failed');
    expect((await state()).failure?.code).toBe('dicomweb/denied');
  });

  it('brings everything as it is', async () => {
    const create = ['token', 'create', 'sender', '--right', 'find,store'];
    const { token } = await isocenterJson<{ token: string }>(other, create);
    const kept = await isocenterWith(`${token}\n`, server, 'nodes', 'secret', 'other');
    expect(kept.code, kept.stderr).toBe(0);
    expect((await isocenter(server, 'nodes', 'list', '--json')).stdout).not.toContain(token);
    expect((await isocenter(server, 'echo', 'other')).code).toBe(0);
    const summary = await isocenterJson<Summary>(server, ['send', 'other', '--study', study]);
    expect(summary).toMatchObject({ sent: images.length, failed: 0 });
    expect(digestsOf(other)).toEqual(digestsOf(server));
  });

  it('tries again what may come, and nothing that was refused for good', { timeout: 120_000 }, async () => {
    const [never, later] = images.map(({ sopInstanceUid }) => sopInstanceUid) as [string, string];
    const asked: string[][] = [];
    const node = createServer(async (request, response) => {
      const body = Buffer.concat(await Array.fromAsync(request as AsyncIterable<Buffer>)).toString('latin1');
      const sent = images
        .map(({ sopInstanceUid }) => sopInstanceUid)
        .filter((uid) => body.includes(`${uid}\0`));
      const isFirst = !asked.flat().includes(later);
      asked.push(sent);
      const item = (uid: string, reason: number) => ({
        '00081155': { vr: 'UI', Value: [uid] },
        ...(reason && { '00081197': { vr: 'US', Value: [reason] } }),
      });
      const reasonOf = (uid: string): number =>
        uid === never ? 0x0122 : uid === later && isFirst ? 0xa700 : 0;
      const of = (isFailed: boolean) => ({
        vr: 'SQ',
        Value: sent.filter((uid) => reasonOf(uid) > 0 === isFailed).map((uid) => item(uid, reasonOf(uid))),
      });
      response.end(JSON.stringify({ '00081199': of(false), '00081198': of(true) }));
    }).listen(0, '127.0.0.1');
    await once(node, 'listening');
    const url = `http://127.0.0.1:${(node.address() as AddressInfo).port}`;
    await isocenter(server, 'nodes', 'add', 'choosy', '--web', url);
    const job = await isocenterJson<Job>(server, ['send', 'choosy', '--study', study, '--background']);
    const state = () => isocenterJson<Job>(server, ['jobs', 'show', job.id]);
    await waitFor('the job to fail', async () => (await state()).state === 'failed', { timeoutMs: 60_000 });
    expect((await state()).failure).toMatchObject({
      ...{ code: 'node/refused-why', params: { failed: 1 } },
      cause: { code: 'dicomweb/refused' },
    });
    expect(asked.at(-1)).toEqual([later]);
    node.close();
  });

  it('keeps its user when its address changes, and its address when its user does', async () => {
    const added = await isocenter(
      server,
      'nodes',
      'add',
      'moving',
      '--web',
      'https://a.example.org/x',
      '--user',
      'ada',
    );
    expect(added.stdout).toContain(
      'moving is registered and is sent to, searched and fetched from by DICOMweb.',
    );
    const update = async (...flags: string[]) => {
      const { code, stderr } = await isocenter(server, 'nodes', 'update', 'moving', ...flags);
      expect(code, stderr).toBe(0);
      const nodes = await isocenterJson<{ name: string; web?: object }[]>(server, ['nodes', 'list']);
      return nodes.find(({ name }) => name === 'moving')?.web;
    };
    expect(await update('--web', 'https://b.example.org/y')).toEqual({
      url: 'https://b.example.org/y',
      user: 'ada',
    });
    expect(await update('--user', 'bob')).toEqual({ url: 'https://b.example.org/y', user: 'bob' });
    expect(await update('--user', '')).toEqual({ url: 'https://b.example.org/y' });
    expect(await update('--comment', 'by the sea')).toEqual({ url: 'https://b.example.org/y' });
    await isocenter(server, 'nodes', 'add', 'plain', 'PLAIN', '192.0.2.9', '104');
    const { code, stderr } = await isocenter(server, 'nodes', 'update', 'plain', '--user', 'ada');
    expect([code, stderr]).toEqual([2, expect.stringContaining('has no DICOMweb that --user could be for')]);
  });

  it('that is not there is told once, with what to do', async () => {
    const port = await freePort();
    await isocenter(server, 'nodes', 'add', 'gone', '--web', `http://127.0.0.1:${port}/dicom-web`);
    const { code, stderr } = await isocenter(server, 'echo', 'gone');
    expect(code).toBe(3);
    expect(stderr).toContain(`127.0.0.1:${port} cannot be reached: ECONNREFUSED (nothing listens there).`);
    expect(stderr.split('127.0.0.1')).toHaveLength(2);
  });

  it('has no DICOM address to send by C-MOVE from', async () => {
    const { code, stderr } = await isocenter(server, 'move', 'other', '--study', study);
    expect(code).not.toBe(0);
    expect(stderr).toContain('has no DICOM address');
  });
});

describeWithPeer('Orthanc as a node with DICOMweb', hasOrthancDicomWeb, () => {
  let server: IsocenterServer;
  let orthanc: OrthancServer;

  beforeAll(async () => {
    server = await startIsocenter();
    orthanc = await startOrthanc({ plugins: [dicomWebPlugin] });
    await takeImages(server);
    const url = `http://127.0.0.1:${orthanc.httpPort}/dicom-web`;
    await isocenter(server, 'nodes', 'add', 'orthanc', '--web', url);
  }, 120_000);
  afterAll(async () => {
    await server?.stop();
    await orthanc?.stop();
  });

  it('has everything, also what is sent again', async () => {
    for (let times = 0; times < 2; times++) {
      const summary = await isocenterJson<Summary>(server, ['send', 'orthanc', '--study', study]);
      expect(summary).toMatchObject({ sent: images.length, failed: 0 });
    }
    expect(await orthanc.rest('/instances')).toHaveLength(images.length);
  });
});
