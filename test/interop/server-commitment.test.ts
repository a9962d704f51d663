/** Storage commitment with Orthanc, in both roles. */

import { mkdirSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Audit } from '../../src/access/index.ts';
import { openArchive } from '../../src/archive/index.ts';
import { IsocenterError, silentLogger, systemClock } from '../../src/base/index.ts';
import { controlSocketPath, createClient, httpTransport } from '../../src/client/index.ts';
import { everything, localAdministrator, node as nodeSchema } from '../../src/contract/index.ts';
import { createDimseServer } from '../../src/dimse/index.ts';
import { Jobs } from '../../src/jobs/index.ts';
import { createPeerGuard } from '../../src/net/index.ts';
import { CommitmentReports, Nodes } from '../../src/nodes/index.ts';
import { createHandlers } from '../../src/scp/index.ts';
import { openSecrets } from '../support/access.ts';
import { storedFiles } from '../support/archive-home.ts';
import { isocenter } from '../support/command-line.ts';
import { corpus } from '../support/corpus.ts';
import { hasOrthanc, type OrthancServer, startOrthanc } from '../support/orthanc.ts';
import { freePort } from '../support/ports.ts';
import { waitFor } from '../support/processes.ts';
import { type IsocenterServer, startIsocenter } from '../support/server.ts';
import { describeWithPeer } from '../support/skip.ts';
import { TemporaryDirectory } from '../support/temp.ts';

const NO_SUCH_OBJECT_INSTANCE = 0x0112;
const PROCESSING_FAILURE = 0x0110;
const actor = { kind: 'local', name: 'test' } as const;

const samples = [...corpus({ kind: 'tiny', studies: 1, instancesPerSeries: 3, seed: 110 })];
const [damaged] = samples;
const missing = { sopClassUid: damaged!.sopClassUid, sopInstanceUid: '2.25.1234567890' };

interface Report {
  readonly Status: 'Pending' | 'Success' | 'Failure';
  readonly Success: readonly { SOPInstanceUID: string }[];
  readonly Failures: readonly { SOPInstanceUID: string; FailureReason: number }[];
}

describeWithPeer('storage commitment with Orthanc', hasOrthanc, () => {
  const directory = new TemporaryDirectory('commitment');
  let server: IsocenterServer;
  let orthanc: OrthancServer;
  let scuPort: number;

  beforeAll(async () => {
    scuPort = await freePort();
    server = await startIsocenter();
    orthanc = await startOrthanc({
      modalities: {
        isocenter: { aet: 'ISOCENTER', host: '127.0.0.1', port: server.dicomPort },
        scu: { aet: 'ASKS', host: '127.0.0.1', port: scuPort },
      },
    });
    for (const sample of samples) {
      await orthanc.rest('/instances', { method: 'POST', body: Buffer.from(sample.encode()) });
    }
    await isocenter(server, 'nodes', 'add', 'orthanc', 'ORTHANC', '127.0.0.1', String(orthanc.dicomPort));
  });
  afterAll(async () => {
    await server?.stop();
    await orthanc?.stop();
    directory.remove();
  });

  async function committedTo(
    modality: string,
    instances: readonly { sopClassUid: string; sopInstanceUid: string }[],
  ): Promise<Report> {
    const DicomInstances = instances.map(({ sopClassUid, sopInstanceUid }) => [sopClassUid, sopInstanceUid]);
    const { ID } = (await orthanc.rest(`/modalities/${modality}/storage-commitment`, {
      method: 'POST',
      body: JSON.stringify({ DicomInstances, Timeout: 10 }),
    })) as { ID: string };
    return await waitFor('the report', async () => {
      const report = (await orthanc.rest(`/storage-commitment/${ID}`)) as Report;
      return report.Status === 'Pending' ? undefined : report;
    });
  }
  const namesOf = (list: readonly { SOPInstanceUID: string }[]) =>
    list.map((each) => each.SOPInstanceUID).sort();
  const uids = samples.map(({ sopInstanceUid }) => sopInstanceUid).sort();

  it('takes what Orthanc sends and commits to it', async () => {
    const all = (await orthanc.rest('/instances')) as string[];
    await orthanc.rest('/modalities/isocenter/store', { method: 'POST', body: JSON.stringify(all) });
    const report = await committedTo('isocenter', samples);
    expect(report.Status).toBe('Success');
    expect(namesOf(report.Success)).toEqual(uids);
  });

  it('tells Orthanc what is not here', async () => {
    const report = await committedTo('isocenter', [...samples, missing]);
    expect(report.Status).toBe('Failure');
    expect(namesOf(report.Success)).toEqual(uids);
    expect(report.Failures).toMatchObject([
      { SOPInstanceUID: missing.sopInstanceUid, FailureReason: NO_SUCH_OBJECT_INSTANCE },
    ]);
  });

  it('does not commit to what is damaged', async () => {
    const file = storedFiles(server.data).find(({ path }) => path.includes(damaged!.sopInstanceUid))!;
    writeFileSync(file.path, Buffer.alloc(4096));
    const report = await committedTo('isocenter', samples);
    expect(report.Failures).toMatchObject([
      { SOPInstanceUID: damaged!.sopInstanceUid, FailureReason: PROCESSING_FAILURE },
    ]);
  });

  it('still owes a report after Orthanc was away and the server was killed', {
    timeout: 120_000,
  }, async () => {
    const data = directory.join('owing');
    let owing = await startIsocenter({ data, aet: 'OWING' });
    const config = { modalities: { owing: { aet: 'OWING', host: '127.0.0.1', port: owing.dicomPort } } };
    const asking = await startOrthanc(config);
    await isocenter(owing, 'nodes', 'add', 'asking', 'ORTHANC', '127.0.0.1', String(await freePort()));
    const client = createClient(httpTransport({ socketPath: controlSocketPath(data) }));
    const body = JSON.stringify({
      DicomInstances: [[missing.sopClassUid, missing.sopInstanceUid]],
      Timeout: 1,
    });
    const { ID } = (await asking.rest('/modalities/owing/storage-commitment', { method: 'POST', body })) as {
      ID: string;
    };
    const owedJob = async () => (await client.jobsList({ kind: 'commitmentReport' })).jobs[0];
    await waitFor('a report that failed', async () => (await owedJob())?.state === 'waiting');
    await owing.kill9();
    owing = await startIsocenter({ data, aet: 'OWING' });
    const job = await owedJob();
    expect(job).toMatchObject({ state: 'waiting', failure: { code: 'net/unreachable', class: 'transient' } });
    await client.nodesUpdate({ name: 'asking', port: asking.dicomPort });
    await waitFor('the report', async () => {
      const report = (await asking.rest(`/storage-commitment/${ID}`)) as Report;
      return report.Status !== 'Pending';
    });
    await waitFor('the job to know', async () => (await owedJob())?.state === 'done');
    await asking.stop();
    await owing.stop();
  });

  it('asks Orthanc, which calls back', async () => {
    await using scu = await startScu();
    const result = await scu.nodes.requestCommitment(actor, 'orthanc', [...samples, missing], {
      reportMs: 15_000,
    });
    expect(result.committed.map((each) => each.sopInstanceUid).sort()).toEqual(uids);
    expect(result.failed).toEqual([{ ...missing, reason: NO_SUCH_OBJECT_INSTANCE }]);
  });

  /** What app.ts puts together, as far as requests for commitment need it. */
  async function startScu() {
    const data = directory.join('scu');
    mkdirSync(data);
    const [clock, logger] = [systemClock, silentLogger];
    const settings = {
      seriesQuietSeconds: 60,
      studyQuietSeconds: 60,
      trashGraceDays: 1,
      importConcurrency: 1,
    };
    const { archive, parts, close } = await openArchive({
      data,
      database: `sqlite:${data}/catalog.sqlite`,
      settings,
    });
    const configured = [
      nodeSchema.parse({ name: 'orthanc', aeTitle: 'ORTHANC', host: '127.0.0.1', port: orthanc.dicomPort }),
    ];
    const tls = () => ({});
    const guard = createPeerGuard({ allowed: [], ownPorts: () => [] });
    const dialler = { aeTitle: 'ASKS', clock, tls, guard };
    const nodes = await Nodes.open({
      ...{ archive, configured, dialler },
      secrets: (await openSecrets(data)).files('nodes'),
    });
    const admit = async () => localAdministrator;
    const jobs = new Jobs({ catalog: parts.catalog, clock, logger, admit });
    const reports = new CommitmentReports({ archive, nodes, jobs, logger });
    const policy = {
      aeTitles: ['ASKS'],
      anyCalledTitle: false,
      loopbackGrant: false,
      openToUnregistered: false,
    };
    const access = {
      scopeOfNode: () => everything,
      byNameAndSecret: () =>
        Promise.reject(new IsocenterError('access/unauthenticated', { reason: 'nobody' })),
    };
    const audit = await Audit.open({ data, secrets: await openSecrets(data), clock, logger });
    const port = createDimseServer({
      handlers: createHandlers({ archive, access, audit, nodes, reports, policy, clock }),
    });
    await port.listen({ host: '127.0.0.1', port: scuPort });
    const stop = async () => {
      await port.close();
      await audit.close();
      await close();
    };
    return { nodes, [Symbol.asyncDispose]: stop };
  }
});
