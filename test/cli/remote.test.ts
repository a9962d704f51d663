import { expect, it } from 'vitest';
import { writeCorpus } from '../support/corpus.ts';
import { run } from '../support/processes.ts';
import { mainScript, nodeBinary, startIsocenter } from '../support/server.ts';
import { TemporaryDirectory } from '../support/temp.ts';

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
