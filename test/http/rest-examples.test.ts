/** The examples of docs/rest-api.md, run by a shell as people run them. */
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { unzipSync } from 'fflate';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { isocenterJson } from '../support/command-line.ts';
import { corpus } from '../support/corpus.ts';
import { findProgram, type Output, run } from '../support/processes.ts';
import { type IsocenterServer, startIsocenter } from '../support/server.ts';
import { describeWithPeer } from '../support/skip.ts';
import { TemporaryDirectory } from '../support/temp.ts';

const page = readFileSync(fileURLToPath(new URL('../../docs/rest-api.md', import.meta.url)), 'utf8');
const examples = [...page.matchAll(/```sh\n([^`]+)```/g)].map(([, text]) => text!);
const [instance] = corpus({ kind: 'tiny', studies: 1, instancesPerSeries: 1, seed: 14 });

describeWithPeer('curl', findProgram('curl') !== undefined, () => {
  let server: IsocenterServer;
  const directory = new TemporaryDirectory('examples');
  const outputs: Output[] = [];

  beforeAll(async () => {
    server = await startIsocenter();
    const create = ['token', 'create', 'laptop', '--role', 'administrator'];
    const { token } = await isocenterJson<{ token: string }>(server, create);
    writeFileSync(directory.join('image.dcm'), instance!.encode());
    writeFileSync(directory.join('report.pdf'), '%PDF-1.7 report');
    const SERVER = `http://127.0.0.1:${server.httpPort}`;
    const env = { SERVER, TOKEN: token, STUDY: instance!.studyInstanceUid };
    // In the order of the page: each needs what those before it have made.
    for (const example of examples)
      outputs.push(await run('/bin/sh', ['-c', example], { env, cwd: directory.path }));
  });
  afterAll(async () => {
    await server.stop();
    directory.remove();
  });

  it.each(examples.map((text, index) => [text.split('\n').at(-2)!.trim(), index] as const))(
    '%s',
    (_, index) => {
      expect(outputs[index]).toMatchObject({ code: 0, stderr: '' });
    },
  );

  it('answers what the page says', () => {
    const printed = (path: string) => outputs[examples.findIndex((text) => text.includes(path))]!.stdout;
    const answer = (path: string) => JSON.parse(printed(path)) as object;
    const { studyInstanceUid } = instance!;
    expect(answer('/api/instances')).toMatchObject({ outcome: 'stored', studyInstanceUid });
    expect(answer('/api/find')).toMatchObject({ rows: [{ StudyInstanceUID: studyInstanceUid }] });
    expect(Object.keys(unzipSync(readFileSync(directory.join('study.zip'))))).toHaveLength(1);
    expect(Object.keys(unzipSync(readFileSync(directory.join('selection.zip'))))).toContain('DICOMDIR');
    expect(readFileSync(directory.join('study.iso')).toString('latin1', 0x8001, 0x8006)).toBe('CD001');
    expect(readFileSync(directory.join('headers.txt'), 'utf8')).toMatch(/^location: \/api\/uploads\//im);
    expect(answer('/api/files?')).toMatchObject({ preview: 'pdf', attachments: [{ target: 'study' }] });
    expect(answer('"verify"')).toMatchObject({ kind: 'verify', state: 'queued' });
    expect(answer('/api/jobs?limit')).toMatchObject({
      jobs: expect.arrayContaining([expect.objectContaining({ kind: 'upload' })]),
    });
    expect(printed('/api/events/stream')).toMatch(/^id: \d+\nevent: instance\.stored\ndata: \{/m);
  });
});
