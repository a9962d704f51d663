/** Our SCU, by way of the command line and the control socket, with storescp and dcmqrscp. */
import { readdirSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ArchiveHome, createArchiveHome, storedFiles } from '../support/archive-home.ts';
import { isocenter, isocenterJson } from '../support/command-line.ts';
import { corpus } from '../support/corpus.ts';
import {
  type DcmtkServer,
  echoscu,
  hasDcmtk,
  startDcmqrscp,
  startStorescp,
  storescu,
} from '../support/dcmtk.ts';
import { encapsulatedInstance } from '../support/encapsulated.ts';
import { engines } from '../support/engines.ts';
import { freePort } from '../support/ports.ts';
import type { IsocenterServer } from '../support/server.ts';
import { describeWithPeer } from '../support/skip.ts';
import { readRaw, storeRaw } from '../support/store-scu.ts';

const here = [...corpus({ kind: 'mr', studies: 1, seriesPerStudy: 2, instancesPerSeries: 2, seed: 100 })];
const there = [...corpus({ kind: 'mr', studies: 3, seriesPerStudy: 2, instancesPerSeries: 2, seed: 101 })];
const studyOf = (index: number) => there.filter(({ study }) => study === index);
const compressed = encapsulatedInstance(102);

interface SendSummary {
  readonly sent: number;
  readonly failed: number;
  readonly troubles: readonly { what: string; reason: { title: string } }[];
}

describeWithPeer('isocenter as a client', hasDcmtk, () => {
  describe.each(engines)('on $name', (engine) => {
    let home: ArchiveHome;
    let server: IsocenterServer;
    let receiver: DcmtkServer;
    let remote: DcmtkServer;

    beforeAll(async () => {
      home = await createArchiveHome(engine);
      const dicomPort = await freePort();
      receiver = await startStorescp({ directory: home.directory.join('received'), args: ['+B'] });
      const us = { aet: 'ISOCENTER', host: '127.0.0.1', port: dicomPort };
      const third = { aet: 'STORESCP', host: '127.0.0.1', port: receiver.port };
      remote = await startDcmqrscp({ directory: home.directory.join('remote'), destinations: [us, third] });
      server = await home.start({ dicomPort });
      const files = there.map((instance, index) => {
        const path = home.directory.join(`${index}.dcm`);
        writeFileSync(path, instance.encode());
        return path;
      });
      expect((await storescu(remote, files)).code).toBe(0);
      expect(
        new Set(await storeRaw(server.peer, [...here.map((each) => readRaw(each.encode())), compressed])),
      ).toEqual(new Set([0]));
      for (const [name, { aet, port }] of Object.entries({ receiver, remote })) {
        const output = await isocenter(server, 'nodes', 'add', name, aet, '127.0.0.1', String(port));
        expect(output.code, output.stderr).toBe(0);
      }
    });
    afterAll(async () => {
      await server?.stop();
      await receiver?.stop();
      await remote?.stop();
      await home?.remove();
    });

    const isHere = (sopInstanceUid: string): boolean =>
      storedFiles(server.data).some(({ path }) => path.includes(sopInstanceUid));

    it('lists nodes', async () => {
      const nodes = await isocenterJson<{ name: string; aeTitle: string; from: string }[]>(server, [
        'nodes',
        'list',
      ]);
      expect(nodes.map(({ name, aeTitle, from }) => [name, aeTitle, from])).toEqual([
        ['receiver', 'STORESCP', 'registry'],
        ['remote', 'DCMQRSCP', 'registry'],
      ]);
    });

    it('asks whether a node answers', async () => {
      const { milliseconds } = await isocenterJson<{ milliseconds: number }>(server, ['echo', 'remote']);
      expect(milliseconds).toBeGreaterThan(0);
      expect((await isocenter(server, 'echo', `127.0.0.1:${remote.port}`, '--aet', remote.aet)).code).toBe(0);
    });

    it.each([
      ['unknown', ['echo', 'unknown'], 2],
      ['not there', ['echo', '127.0.0.1:1'], 3],
    ])('says that a node is %s', async (_, args, code) => {
      expect((await isocenter(server, ...args)).code).toBe(code);
    });

    it('sends a study as it is, and tells what can neither be sent as it is nor be decoded', async () => {
      const args = [
        'send',
        'receiver',
        '--study',
        `${here[0]!.studyInstanceUid},${compressed.studyInstanceUid}`,
      ];
      const summary = await isocenterJson<SendSummary>(server, args, 1);
      expect(summary).toMatchObject({ sent: 4, failed: 1 });
      expect(summary.troubles).toEqual([
        {
          what: compressed.sopInstanceUid,
          reason: expect.objectContaining({ title: expect.stringMatching(/JPEG stream is cut off/) }),
        },
      ]);
      const received = readdirSync(receiver.directory).map((name) =>
        readRaw(`${receiver.directory}/${name}`),
      );
      for (const instance of here) {
        const copy = received.find((each) => each.sopInstanceUid === instance.sopInstanceUid)!;
        expect(Buffer.compare(copy.dataSet, readRaw(instance.encode()).dataSet)).toBe(0);
      }
    });

    it('finds on a node, at every level', async () => {
      const [first] = there;
      const find = (...words: string[]) =>
        isocenterJson<Record<string, unknown>[]>(server, ['find', '--node', 'remote', ...words]);
      expect(await find('patient')).toHaveLength(3);
      const studies = await find('study', `PatientID=${first!.patientId}`);
      expect(studies.map((row) => row.StudyInstanceUID)).toEqual([first!.studyInstanceUid]);
      const above = `StudyInstanceUID=${first!.studyInstanceUid}`;
      expect(await find('series', above)).toHaveLength(2);
      expect(await find('instance', above, `SeriesInstanceUID=${first!.seriesInstanceUid}`)).toHaveLength(2);
    });

    it('fetches a study by C-GET', async () => {
      const study = studyOf(0);
      const unknown = await isocenter(server, 'get', 'remote', '--study', '1.2.3.4.5');
      expect(unknown).toMatchObject({
        code: 2,
        stderr: expect.stringContaining('There is no such instance'),
      });
      const args = ['get', 'remote', '--study', study[0]!.studyInstanceUid];
      expect(await isocenterJson(server, args)).toMatchObject({ sent: 4, failed: 0 });
      for (const { sopInstanceUid } of study) expect(isHere(sopInstanceUid)).toBe(true);
    });

    it('fetches a series that a query names', async () => {
      const [first] = studyOf(1);
      const named = ['--study', first!.studyInstanceUid, '--series', first!.seriesInstanceUid];
      expect(await isocenterJson(server, ['get', 'remote', ...named])).toMatchObject({ sent: 2, failed: 0 });
      const query = ['--query', `PatientID=${first!.patientId}`];
      expect(await isocenterJson(server, ['get', 'remote', ...query])).toMatchObject({ sent: 4, failed: 0 });
    });

    it('has a study moved here', async () => {
      const study = studyOf(2);
      const unknown = await isocenter(server, 'move', 'remote', '--study', '1.2.3.4.5');
      expect(unknown).toMatchObject({
        code: 2,
        stderr: expect.stringContaining('There is no such instance'),
      });
      const args = ['move', 'remote', '--study', study[0]!.studyInstanceUid];
      expect(await isocenterJson(server, args)).toMatchObject({ completed: 4, failed: 0 });
      for (const { sopInstanceUid } of study) expect(isHere(sopInstanceUid)).toBe(true);
    });

    it('has a study moved to a third', async () => {
      const study = studyOf(2);
      const args = ['move', 'remote', '--study', study[0]!.studyInstanceUid, '--to', 'STORESCP'];
      expect(await isocenterJson(server, args)).toMatchObject({ completed: 4, failed: 0 });
      for (const { sopInstanceUid } of study) {
        expect(receiver.received().some((name) => name.includes(sopInstanceUid))).toBe(true);
      }
    });

    it('says that the node does not know the receiver', async () => {
      const args = ['move', 'remote', '--study', studyOf(2)[0]!.studyInstanceUid, '--to', 'NOBODY'];
      const output = await isocenter(server, ...args);
      expect(output.code).not.toBe(0);
      expect(output.stderr).toMatch(/0xA801/);
    });

    it('knows its nodes after a restart', async () => {
      await server.stop();
      server = await home.start({ dicomPort: server.dicomPort });
      expect(await isocenterJson<unknown[]>(server, ['nodes', 'list'])).toHaveLength(2);
      expect((await echoscu(server.peer)).code).toBe(0);
    });
  });
});
