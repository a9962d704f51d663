/** Receiving: what DCMTK and a sender of raw bytes put in is kept byte for byte, and told apart when it differs. */
import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  jsonText,
  parseDataset,
  toJson,
  transcodeUncompressed,
  transferSyntaxOf,
} from '../../src/dicom/index.ts';
import { type ArchiveHome, createArchiveHome, storedFiles } from '../support/archive-home.ts';
import { isocenterJson } from '../support/command-line.ts';
import { corpusInstance, encodeFile, transferSyntaxes } from '../support/corpus.ts';
import { echoscu, findscu, hasDcmtk, startStorescp, storescu } from '../support/dcmtk.ts';
import { engines, sqlite } from '../support/engines.ts';
import { loadCompat, sampleData, samplePath } from '../support/sample-data.ts';
import type { IsocenterServer } from '../support/server.ts';
import { describeWithPeer } from '../support/skip.ts';
import { hasIdentity, type RawInstance, readRaw, storeRaw } from '../support/store-scu.ts';

const PRIVATE_SOP_CLASS = '1.3.12.2.1107.5.9.1';
const UNHEARD_OF_SOP_CLASS = '2.25.270695996825855179949881587723571202391.2';

const digest = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
const digests = (instances: readonly { dataSet: Uint8Array }[]): Set<string> =>
  new Set(instances.map(({ dataSet }) => digest(dataSet)));

/** storescu's switches that make it send a file in its own transfer syntax. */
const storescuSwitches: Readonly<Record<string, string>> = {
  '1.2.840.10008.1.2': '-xi',
  '1.2.840.10008.1.2.1': '-xe',
  '1.2.840.10008.1.2.1.99': '-xd',
  '1.2.840.10008.1.2.2': '-xb',
  '1.2.840.10008.1.2.4.50': '-xy',
  '1.2.840.10008.1.2.4.51': '-xx',
  '1.2.840.10008.1.2.4.70': '-xs',
  '1.2.840.10008.1.2.4.80': '-xt',
  '1.2.840.10008.1.2.4.81': '-xu',
  '1.2.840.10008.1.2.4.90': '-xv',
  '1.2.840.10008.1.2.4.91': '-xw',
  '1.2.840.10008.1.2.4.102': '-xn',
  '1.2.840.10008.1.2.5': '-xr',
};

function instanceOf(seed: number, options: { sopClassUid?: string; transferSyntaxUid?: string } = {}) {
  const { sopClassUid, transferSyntaxUid } = options;
  const instance = corpusInstance(
    {
      kind: 'tiny',
      studies: 1,
      instancesPerSeries: 1,
      seed,
      ...(transferSyntaxUid ? { transferSyntaxUid } : {}),
      ...(sopClassUid ? { override: () => ({ SOPClassUID: sopClassUid }) } : {}),
    },
    { study: 0, series: 0, instance: 0 },
  );
  return {
    ...instance,
    file: encodeFile(
      instance.dataset,
      sopClassUid ?? instance.sopClassUid,
      instance.sopInstanceUid,
      transferSyntaxUid,
    ),
  };
}

describeWithPeer('receiving from DCMTK', hasDcmtk, () => {
  describe.each(engines)('on $name', (engine) => {
    let home: ArchiveHome;
    let server: IsocenterServer;

    beforeAll(async () => {
      home = await createArchiveHome(engine);
      server = await home.start();
    });
    afterAll(async () => {
      await server?.stop();
      await home?.remove();
    });

    function fileOf(name: string, bytes: Uint8Array): string {
      const path = home.directory.join(name);
      writeFileSync(path, bytes);
      return path;
    }

    const isStored = (dataSet: Uint8Array): boolean => digests(storedFiles(server.data)).has(digest(dataSet));

    it('answers echoscu', async () => {
      expect((await echoscu(server.peer)).code).toBe(0);
    });

    it('keeps what storescu sends as a receiver that writes what it reads gets it', async () => {
      const sent = instanceOf(10);
      const path = fileOf('reference.dcm', sent.file);
      await using reference = await startStorescp({
        directory: home.directory.join('reference'),
        args: ['+B'],
      });
      for (const peer of [reference, server.peer]) expect((await storescu(peer, [path])).code).toBe(0);
      const [received] = reference.received();
      const { dataSet } = readRaw(`${reference.directory}/${received}`);
      expect(isStored(dataSet)).toBe(true);
    });

    it.each(Object.entries(transferSyntaxes))('keeps %s byte for byte', async (name, uid) => {
      const sent = instanceOf(20 + Object.keys(transferSyntaxes).indexOf(name), { transferSyntaxUid: uid });
      const raw = readRaw(sent.file);
      expect(raw.transferSyntaxUid).toBe(uid);
      expect(await storeRaw(server.peer, [raw])).toEqual([0]);
      expect(isStored(raw.dataSet)).toBe(true);
    });

    it.each([
      ['private', PRIVATE_SOP_CLASS],
      ['unheard-of', UNHEARD_OF_SOP_CLASS],
    ])('keeps instances of a %s SOP class', async (name, sopClassUid) => {
      const sent = instanceOf(name === 'private' ? 30 : 31, { sopClassUid });
      const raw = readRaw(sent.file);
      expect(raw.sopClassUid).toBe(sopClassUid);
      expect(await storeRaw(server.peer, [raw])).toEqual([0]);
      expect(isStored(raw.dataSet)).toBe(true);
    });

    it('takes nothing that is not storage', async () => {
      const print = { ...readRaw(instanceOf(32).file), sopClassUid: '1.2.840.10008.5.1.1.1' };
      await expect(storeRaw(server.peer, [print])).rejects.toMatchObject({ code: 'dimse/no-context' });
    });

    it('refuses an instance that is not the one announced', async () => {
      const raw = readRaw(instanceOf(33).file);
      expect(await storeRaw(server.peer, [{ ...raw, sopInstanceUid: '1.2.3.4' }])).toEqual([0xa900]);
      expect(isStored(raw.dataSet)).toBe(false);
    });

    it('keeps one copy of what is sent again', async () => {
      const raw = readRaw(instanceOf(40).file);
      expect(await storeRaw(server.peer, [raw, { ...raw }, { ...raw }])).toEqual([0, 0, 0]);
      expect(
        storedFiles(server.data).filter(({ dataSet }) => digest(dataSet) === digest(raw.dataSet)),
      ).toHaveLength(1);
    });

    it('keeps both contents of one identity until a person decides', async () => {
      const sent = instanceOf(41);
      const first = readRaw(sent.file);
      sent.dataset.set(0x00081030, 'LO', 'Another description');
      const second = readRaw(encodeFile(sent.dataset, sent.sopClassUid, sent.sopInstanceUid));
      expect(await storeRaw(server.peer, [first, second])).toEqual([0, 0]);
      expect(isStored(first.dataSet) && isStored(second.dataSet)).toBe(true);

      const list = (state: string) =>
        isocenterJson<ListedConflict[]>(server, ['conflicts', 'list', '--state', state]);
      const [conflict] = (await list('open')).filter((each) => each.sopInstanceUid === sent.sopInstanceUid);
      expect(conflict?.contenders.map((each) => [each.digest, each.current]).sort()).toEqual(
        [
          [digest(first.dataSet), true],
          [digest(second.dataSet), false],
        ].sort(),
      );
      const keep = digest(second.dataSet).slice(0, 12);
      await isocenterJson(server, ['conflicts', 'resolve', conflict!.id, '--keep', keep]);
      expect((await list('open')).map((each) => each.id)).not.toContain(conflict!.id);
      const found = await findDescriptions(sent.studyInstanceUid);
      expect(found).toContain('Another description');
      expect(isStored(first.dataSet)).toBe(true);
    });

    async function findDescriptions(studyInstanceUid: string): Promise<string> {
      const keys = ['QueryRetrieveLevel=STUDY', `StudyInstanceUID=${studyInstanceUid}`, 'StudyDescription'];
      const { stdout, stderr } = await findscu(server.peer, keys);
      return stdout + stderr;
    }

    it('has everything after a restart, and after kill -9', async () => {
      const sent = instanceOf(50);
      const path = fileOf('persistent.dcm', sent.file);
      expect((await storescu(server.peer, [path])).code).toBe(0);
      const before = digests(storedFiles(server.data));
      await server.stop();
      server = await home.start();
      expect(await findDescriptions(sent.studyInstanceUid)).toContain(sent.studyInstanceUid);
      await server.kill9();
      server = await home.start();
      expect(await findDescriptions(sent.studyInstanceUid)).toContain(sent.studyInstanceUid);
      expect(digests(storedFiles(server.data))).toEqual(before);
    });
  });
});

interface ListedConflict {
  readonly id: string;
  readonly sopInstanceUid: string;
  readonly contenders: readonly { digest: string; current: boolean }[];
}

describeWithPeer(
  'the sample files',
  hasDcmtk && sampleData !== undefined,
  sampleSuite,
  'DCMTK and the sample data',
);

function sampleSuite(): void {
  const rows =
    sampleData === undefined ? [] : loadCompat().filter(({ pydicom, ts }) => pydicom === 'ok' && ts);
  let home: ArchiveHome;
  let server: IsocenterServer;

  beforeAll(async () => {
    home = await createArchiveHome(sqlite);
    server = await home.start();
  });
  afterAll(async () => {
    await server?.stop();
    await home?.remove();
  });

  const instances = rows.map(({ path }) => ({ ...readRaw(samplePath(path)), path }));
  const byTransferSyntax = new Map(
    instances.filter(hasIdentity).map((instance) => [instance.transferSyntaxUid, instance]),
  );

  it.each([...byTransferSyntax.values()].filter((each) => each.transferSyntaxUid in storescuSwitches))(
    'storescu delivers $transferSyntaxUid ($path)',
    async ({ transferSyntaxUid, path }) => {
      const args = ['-R', storescuSwitches[transferSyntaxUid]!];
      const output = await storescu(server.peer, [samplePath(path)], args);
      expect(output.code, output.stderr).toBe(0);
    },
  );

  it('are kept byte for byte, or refused for what they lack', async () => {
    const sendable = instances.filter((each) => each.sopClassUid && each.sopInstanceUid);
    const statuses = await storeRaw(server.peer, sendable);
    const accepted = sendable.filter((_, index) => statuses[index] === 0);
    const stored = digests(storedFiles(server.data));
    const kept = accepted.filter(({ dataSet }) => stored.has(digest(dataSet)));
    // The same elements in another uncompressed transfer syntax are the same instance, sent again.
    const contents = new Set(kept.filter(isNative).map(contentOf));
    const lost = accepted.filter(
      (each) => !kept.includes(each) && !(isNative(each) && contents.has(contentOf(each))),
    );
    expect(lost.map(({ sopInstanceUid, transferSyntaxUid }) => [sopInstanceUid, transferSyntaxUid])).toEqual(
      [],
    );
    const refused = sendable.filter((each) => !accepted.includes(each));
    expect(refused.filter((each) => hasIdentity(each) && isWhole(each)).map(({ path }) => path)).toEqual([]);
  });
}

const isNative = ({ transferSyntaxUid }: RawInstance): boolean =>
  transferSyntaxOf(transferSyntaxUid)?.encapsulated === false;

function isWhole({ dataSet, transferSyntaxUid }: RawInstance): boolean {
  try {
    parseDataset(dataSet, transferSyntaxUid);
    return true;
  } catch {
    return false;
  }
}

/** What the elements hold, whatever the encoding. */
function contentOf({ dataSet, transferSyntaxUid }: RawInstance): string {
  // By way of implicit VR, so that all have their VRs from the dictionary.
  const implicit = transcodeUncompressed(dataSet, transferSyntaxUid, transferSyntaxes.implicitVrLittleEndian);
  return jsonText(toJson(parseDataset(implicit, transferSyntaxes.implicitVrLittleEndian)));
}
