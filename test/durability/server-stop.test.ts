import { appendFileSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { createArchiveHome } from '../support/archive-home.ts';
import { corpus } from '../support/corpus.ts';
import { engines } from '../support/engines.ts';
import { openData } from '../support/eventful-archive.ts';
import { incomingNames } from '../support/incoming.ts';
import { lostInArchive, lostOnServer } from '../support/kept.ts';
import { findProgram, run, waitFor } from '../support/processes.ts';
import { type Delivered, sendInstances } from '../support/sender.ts';
import { mainScript, nodeBinary, startIsocenter } from '../support/server.ts';
import { describeWithPeer } from '../support/skip.ts';
import { TemporaryDirectory } from '../support/temp.ts';

it.each(engines)(
  'SIGTERM lets running stores end: nothing is lost or left arriving, on $name',
  async (engine) => {
    await using home = await createArchiveHome(engine);
    await using server = await home.start({ args: ['--drain-seconds', '2'] });
    const delivered: Delivered = { acknowledged: [], refused: [] };
    const senders = [0, 1, 2, 3].map((part) =>
      sendInstances(
        server.peer,
        `SENDER${part}`,
        corpus({ kind: 'mr', studies: 100, firstStudy: part * 100, instancesPerSeries: 100, seed: 81 }),
        delivered,
      ),
    );
    await waitFor('some instances', () => delivered.acknowledged.length > 20);
    const { code } = await server.stop();
    await Promise.all(senders);
    expect(code).toBe(0);
    expect(incomingNames(home.data)).toEqual([]);
    const open = await home.open();
    expect(await lostInArchive(open, delivered.acknowledged)).toEqual([]);
    await open.close();
  },
);

it('a second server on the same data directory is told who has it', async () => {
  await using server = await startIsocenter();
  const ports = ['--dicom-port', '0', '--http-port', '0'];
  const second = await run(nodeBinary, [mainScript, 'serve', '--data', server.data, ...ports]);
  expect(second.code).not.toBe(0);
  expect(second.stderr).toContain(`Another server answers on ${server.data}`);
});

it('records with a torn tail open, and the tail is kept aside', async () => {
  using scratch = new TemporaryDirectory('torn');
  const data = scratch.join('data');
  const open = await openData(data);
  for (const name of ['ws1', 'ws2']) {
    const node = { name, aeTitle: name.toUpperCase(), host: '127.0.0.1', port: 104 };
    await open.archive.saveNode(
      { kind: 'user', name: 'ada' },
      node as Parameters<typeof open.archive.saveNode>[1],
    );
  }
  await open.close();
  const [journal = ''] = readdirSync(`${data}/records`);
  const lines = readFileSync(`${data}/records/${journal}`);
  appendFileSync(`${data}/records/${journal}`, lines.subarray(0, lines.length >> 2));
  await using server = await startIsocenter({ data });
  expect(server.stderr).toContain('torn');
  expect(readdirSync(`${data}/quarantine`).some((name) => name.includes('-torn-'))).toBe(true);
  expect(readFileSync(`${data}/records/${journal}`)).toEqual(lines);
});

describeWithPeer('a clock that jumps', findProgram('faketime') !== undefined, () => {
  it('back by an hour: what comes is kept, and studies still become quiet', async () => {
    using scratch = new TemporaryDirectory('clock');
    const file = scratch.join('offset');
    writeFileSync(file, '+0\n');
    const library = '/usr/lib/x86_64-linux-gnu/faketime/libfaketime.so.1';
    await using server = await startIsocenter({
      data: scratch.join('data'),
      env: {
        LD_PRELOAD: library,
        FAKETIME_TIMESTAMP_FILE: file,
        FAKETIME_NO_CACHE: '1',
        DONT_FAKE_MONOTONIC: '1',
      },
      args: ['--series-quiet-seconds', '1', '--study-quiet-seconds', '1'],
    });
    const delivered: Delivered = { acknowledged: [], refused: [] };
    for (const [study, offset] of ['+0', '-3600', '+7200'].entries()) {
      writeFileSync(file, `${offset}\n`);
      const shape = { kind: 'tiny', studies: 1, firstStudy: study, instancesPerSeries: 5, seed: 83 } as const;
      await sendInstances(server.peer, 'SENDER', corpus(shape), delivered);
      await sleep(100);
    }
    expect(delivered.refused).toEqual([]);
    expect(await lostOnServer(server.peer, server.data, delivered.acknowledged)).toEqual([]);
    const pages = () =>
      (readdirSync(`${server.data}/studies`, { recursive: true }) as string[]).filter((name) =>
        name.endsWith('study.json'),
      );
    await waitFor('quiet studies', () => pages().length === 3);
  });
});
