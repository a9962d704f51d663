/** A night as a lab has it: two PACS, what was made the day before, NIfTI and folders in the morning. */
import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { systemClock } from '../../src/base/index.ts';
import type { RemoteNode } from '../../src/contract/index.ts';
import { type CorpusShape, corpus } from '../support/corpus.ts';
import { type DcmtkServer, type DicomPeer, hasDcmtk, startDcmqrscp, storescu } from '../support/dcmtk.ts';
import { hasOrthanc, type OrthancServer, startOrthanc } from '../support/orthanc.ts';
import { openRest, type RestServer } from '../support/rest-server.ts';
import { describeWithPeer } from '../support/skip.ts';
import { TemporaryDirectory } from '../support/temp.ts';

const go = new AbortController().signal;
const NAMES = '{ReferringPhysicianName:family|unknown}/{PatientID}/{SeriesNumber:03}/{InstanceNumber:05}.dcm';

/** Of one day and one physician; '' is nobody. */
const studyOf = (seed: number, date: string, physician: string): CorpusShape => ({
  ...{ kind: 'mr', studies: 1, seriesPerStudy: 1, instancesPerSeries: 8, seed },
  override: () => ({ StudyDate: date, ReferringPhysicianName: physician }),
});

describeWithPeer(
  'a whole night',
  hasDcmtk && hasOrthanc,
  () => {
    let room: TemporaryDirectory;
    let older: DcmtkServer;
    let newer: OrthancServer;
    let server: RestServer;
    const shift = { ms: 0 };
    const clock = { ...systemClock, now: () => new Date(Date.now() + shift.ms) };

    beforeEach(async () => {
      room = new TemporaryDirectory('night');
      older = await startDcmqrscp({ directory: room.join('older') });
      newer = await startOrthanc({
        configuration: { DicomAlwaysAllowGet: true, DicomAlwaysAllowFind: true },
      });
      const configured = [nodeOf('older', older), nodeOf('newer', newer.peer)];
      server = await openRest({}, undefined, { clock, configured, targetFolders: [room.path] });
    });
    afterEach(async () => {
      await server[Symbol.asyncDispose]();
      await newer.stop();
      await older.stop();
      room.remove();
    });

    async function send(peer: DicomPeer, shape: CorpusShape): Promise<void> {
      using files = new TemporaryDirectory('night-files');
      const paths = [...corpus(shape)].map((instance, index) => {
        const path = files.join(`${index}.dcm`);
        writeFileSync(path, instance.encode());
        return path;
      });
      expect((await storescu(peer, paths)).code).toBe(0);
    }
    async function at(time: string): Promise<void> {
      shift.ms = Date.parse(time) - Date.now();
      await server.automation.lookNow(go);
    }
    const files = (folder: string): string[] =>
      existsSync(room.join(folder))
        ? readdirSync(room.join(folder), { recursive: true, withFileTypes: true })
            .filter((entry) => entry.isFile())
            .map(({ parentPath, name }) => `${parentPath}/${name}`.slice(room.join(folder).length + 1))
            // What trees and conversions note for themselves.
            .filter((name) => !name.startsWith('.'))
            .sort()
        : [];
    /** Studies are quiet, and nothing waits any more. */
    const settled = () =>
      vi.waitFor(
        async () => {
          await server.automation.lookNow(go);
          const jobs = await server.jobs.list(undefined, { limit: 100 });
          expect(jobs.filter(({ endedAt }) => endedAt === null)).toEqual([]);
          expect(await server.temporary.parts.catalog.markQuiet({ seriesMs: -1, studyMs: -1 })).toBe(0);
          const { runs } = await server.client.runsList({});
          expect(runs.filter(({ endedAt }) => endedAt === null)).toEqual([]);
        },
        { timeout: 90_000, interval: 100 },
      );

    it('is fetched, also one that was missed, converted and sorted by physician, with a report', {
      timeout: 240_000,
    }, async () => {
      await send(older, studyOf(1, '20260310', 'MILLER^ANN'));
      await send(older, studyOf(2, '20260311', 'SMITH^JOHN'));
      await send(newer.peer, studyOf(3, '20260311', ''));
      await send(newer.peer, studyOf(4, '20260201', 'OLD^STUDY'));
      const nightly = (node: string) => ({
        at: '0 1 * * *',
        timeZone: 'Europe/Berlin',
        retrieve: { node, studies: { StudyDate: 'yesterday' } },
      });
      const { digest } = await server.automation.show();
      const text = JSON.stringify({
        schedules: { older: nightly('older'), newer: nightly('newer') },
        rules: {
          convert: {
            when: 'study quiet',
            if: { Modality: 'MR' },
            do: [
              {
                nifti: {
                  folder: room.join('nifti'),
                  names: '{ReferringPhysicianName:family|unknown}/{PatientID} {SeriesNumber:03}',
                },
              },
              { label: 'converted' },
            ],
          },
        },
        trees: { labs: { folder: room.join('labs'), names: NAMES } },
      });
      await server.automation.file.save(text, digest);
      await at('2026-03-10T12:00:00Z');
      await settled();
      // The machine is off in the night to the 11th, and comes back in the night after it.
      await at('2026-03-12T00:30:00Z');
      await settled();
      await server.automation.lookNow(go);
      const folders = (names: readonly string[]) => [...new Set(names.map((name) => name.split('/')[0]))];
      await vi.waitFor(
        async () => {
          await server.automation.lookNow(go);
          expect(folders(files('labs'))).toEqual(['MILLER', 'SMITH', 'unknown']);
          expect(files('labs')).toHaveLength(24);
        },
        { timeout: 60_000, interval: 200 },
      );
      expect(folders(files('nifti'))).toEqual(['MILLER', 'SMITH', 'unknown']);
      expect(files('nifti').filter((name) => name.endsWith('.nii.gz'))).toHaveLength(3);
      const { runs } = await server.client.runsList({ rule: 'convert' });
      expect(runs.map(({ state }) => state)).toEqual(['done', 'done', 'done']);
      for (const [name, studies] of [
        ['older', 1],
        ['newer', 1],
      ] as const) {
        const { runs: nights } = await server.automation.schedules.show(name, 10);
        expect(nights.map(({ day, state }) => [day, state])).toEqual([
          ['2026-03-12', 'complete'],
          ['2026-03-11', 'complete'],
        ]);
        expect(nights[0]!.counts).toMatchObject({ studies, missing: 0, failed: 0 });
      }
      // Again the same night: nothing is fetched, converted or made twice.
      await server.automation.lookNow(go);
      await settled();
      expect((await server.client.runsList({ rule: 'convert' })).runs).toHaveLength(3);
      expect(files('labs')).toHaveLength(24);
    });
  },
  'DCMTK and Orthanc',
);

const nodeOf = (name: string, { port, aet }: DicomPeer): RemoteNode => ({
  ...{ name, aeTitle: aet, host: '127.0.0.1', port, tls: false, addresses: [], comment: '' },
  may: { store: true, find: true, retrieve: true, commit: true },
});
