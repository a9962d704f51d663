import { expect, it } from 'vitest';
import { openArchive } from '../../src/archive/index.ts';
import { corpus, writeCorpus } from '../support/corpus.ts';
import { run } from '../support/processes.ts';
import { mainScript, nodeBinary, startIsocenter } from '../support/server.ts';
import { TemporaryDirectory } from '../support/temp.ts';
import { archiveSettings } from '../support/temp-archive.ts';

const isocenter = (...args: string[]) => run(nodeBinary, [mainScript, ...args]);

it('commands work on a server elsewhere, with a token', { timeout: 120_000 }, async () => {
  await using server = await startIsocenter();
  using files = new TemporaryDirectory('upload');
  writeCorpus(files.path, { kind: 'tiny', studies: 2, instancesPerSeries: 3, seed: 3 });
  const url = `http://127.0.0.1:${server.httpPort}`;
  const made = await isocenter(
    'token',
    'create',
    'laptop',
    '--role',
    'administrator',
    '--data',
    server.data,
    '--json',
  );
  const { token } = JSON.parse(made.stdout) as { token: string };
  const there = (...args: string[]) => isocenter(...args, '--server', url, '--token', token, '--json');

  expect(JSON.parse((await there('import', files.path)).stdout)).toMatchObject({ new: 6, broken: 0 });
  expect(JSON.parse((await there('import', files.path)).stdout)).toMatchObject({ new: 0, alreadyThere: 6 });
  const found = JSON.parse((await there('find', 'PatientName=*')).stdout) as unknown[];
  expect(found).toHaveLength(2);
  expect(JSON.parse((await there('jobs', 'list')).stdout)).toEqual([]);

  const stranger = await isocenter('find', '--server', url, '--token', 'isocenter_wrong');
  expect([stranger.code, stranger.stderr.includes('PatientName')]).toEqual([expect.any(Number), false]);
  expect(stranger.code).not.toBe(0);
  expect((await isocenter('find', '--server', 'file:///etc')).stderr).toContain(
    'not the address of a server',
  );
  expect(server.stderr).not.toContain(token);
});

it('events are told up to the last, also to who sees few of them', { timeout: 60_000 }, async () => {
  using place = new TemporaryDirectory('events');
  const data = place.join('data');
  const { parts, close } = await openArchive({
    data,
    database: `sqlite:${data}/catalog.sqlite`,
    settings: archiveSettings,
  });
  const ofOthers = { at: '2026-01-01T00:00:00.000Z', kind: 'study.quiet', actor: 'system:isocenter' };
  await parts.catalog.appendEvents(Array.from({ length: 10_001 }, () => ofOthers));
  await close();
  await using server = await startIsocenter({ data });
  const shape = { kind: 'tiny', studies: 1, instancesPerSeries: 1, seed: 4 } as const;
  writeCorpus(place.join('files'), shape);
  await isocenter('import', place.join('files'), '--data', data);
  const study = corpus(shape).next().value!.studyInstanceUid;
  const create = ['token', 'create', 'guest', '--role', 'viewer', '--study', study];
  const made = await isocenter(...create, '--data', data, '--json');
  const { token } = JSON.parse(made.stdout) as { token: string };
  const url = `http://127.0.0.1:${server.httpPort}`;
  const told = await isocenter('events', '--server', url, '--token', token, '--json');
  expect(told.stdout).toContain(`"studyInstanceUid":"${study}"`);
});
