/** The helpers themselves, so that a suite that uses them fails for its own reasons only. */
import { existsSync } from 'node:fs';
import pg from 'pg';
import { expect, it } from 'vitest';
import { corpusInstance, transferSyntaxes, writeCorpus } from './corpus.ts';
import { dcmtk, echoscu, hasDcmtk, startDcmqrscp, startStorescp, storescu } from './dcmtk.ts';
import { hasOrthanc, startOrthanc } from './orthanc.ts';
import { createDatabase, hasPostgres } from './postgres.ts';
import { BackgroundProcess, run } from './processes.ts';
import { hasPydicom, runPydicom } from './pydicom.ts';
import { describeWithPeer } from './skip.ts';
import { TemporaryDirectory } from './temp.ts';

it('a temporary directory goes when disposed of', () => {
  let path: string;
  {
    using directory = new TemporaryDirectory();
    path = directory.path;
    expect(existsSync(path)).toBe(true);
  }
  expect(existsSync(path)).toBe(false);
});

it('a program that takes too long is killed, one that cannot be started is an error', async () => {
  expect(await run('sleep', ['60'], { timeoutMs: 50 })).toMatchObject({ signal: 'SIGKILL' });
  await expect(new BackgroundProcess('/no/such/program', []).exited).rejects.toThrow('/no/such/program');
});

it('the same corpus has the same bytes, another seed shares nothing with it', () => {
  const shape = { kind: 'tiny', studies: 1, instancesPerSeries: 1 } as const;
  const at = { study: 0, series: 0, instance: 0 };
  const first = corpusInstance(shape, at);
  const other = corpusInstance({ ...shape, seed: 2 }, at);
  expect(corpusInstance(shape, at).encode()).toEqual(first.encode());
  expect(other.sopInstanceUid).not.toBe(first.sopInstanceUid);
  expect(other.patientId).not.toBe(first.patientId);
});

describeWithPeer('DCMTK', hasDcmtk, () => {
  it.each(Object.entries(transferSyntaxes))('reads a corpus in %s', async (_, transferSyntaxUid) => {
    using directory = new TemporaryDirectory();
    const [path = ''] = writeCorpus(directory.path, {
      kind: 'mr',
      studies: 1,
      instancesPerSeries: 1,
      transferSyntaxUid,
    });
    const output = await dcmtk('dcmdump', ['-q', '+P', 'PatientID', '+P', '0029,1020', path]);
    expect(output).toMatchObject({ code: 0, stderr: '' });
    expect(output.stdout).toContain('P0010000000');
  });

  it('stores into storescp and is answered by dcmqrscp', async () => {
    using directory = new TemporaryDirectory();
    const paths = writeCorpus(directory.join('corpus'), { kind: 'tiny', studies: 2, instancesPerSeries: 2 });
    await using storescp = await startStorescp({ directory: directory.join('received') });
    expect(await storescu(storescp, paths)).toMatchObject({ code: 0 });
    expect(storescp.received()).toHaveLength(4);
    await using dcmqrscp = await startDcmqrscp({ directory: directory.join('archive') });
    expect(await echoscu(dcmqrscp)).toMatchObject({ code: 0 });
  });
});

describeWithPeer('pydicom', hasPydicom, () => {
  it('reads a corpus', async () => {
    using directory = new TemporaryDirectory();
    const [path = ''] = writeCorpus(directory.path, { kind: 'mr', studies: 1, instancesPerSeries: 1 });
    const script = 'import sys, pydicom; print(pydicom.dcmread(sys.argv[1]).InstitutionName)';
    expect((await runPydicom(script, [path])).trim()).toBe('Universitätsklinikum Musterstadt');
  });
});

describeWithPeer('Orthanc', hasOrthanc && hasDcmtk, () => {
  it('starts, takes an instance and stops', async () => {
    using directory = new TemporaryDirectory();
    const paths = writeCorpus(directory.path, { kind: 'tiny', studies: 1, instancesPerSeries: 1 });
    await using orthanc = await startOrthanc();
    expect(await storescu(orthanc.peer, paths)).toMatchObject({ code: 0 });
    expect(await orthanc.rest('/statistics')).toMatchObject({ CountInstances: 1 });
  });
});

describeWithPeer('PostgreSQL', hasPostgres, () => {
  it('gives every caller a database of its own', async () => {
    await using one = await createDatabase();
    await using other = await createDatabase();
    expect(one.url).not.toBe(other.url);
    const client = new pg.Client({ connectionString: one.url });
    await client.connect();
    expect((await client.query('SELECT 1 AS answer')).rows).toEqual([{ answer: 1 }]);
    await client.end();
  });
});
