import { globSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { gunzipSync, gzipSync, zstdDecompressSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { silentLogger } from '../../src/base/index.ts';
import { appendEvents } from '../../src/catalog/events.ts';
import { everything } from '../../src/contract/index.ts';
import { tags } from '../../src/dicom/index.ts';
import { MetadataWatch } from '../../src/http/dicomweb/metadata/metadata-watch.ts';
import { type CorpusShape, corpus, corpusInstance } from '../support/corpus.ts';
import { type DicomWebServer, openDicomWeb } from '../support/dicom-web-server.ts';
import { exchange } from '../support/http-exchange.ts';
import { tester } from '../support/temp-archive.ts';

const shape: CorpusShape = { kind: 'tiny', studies: 1, seriesPerStudy: 2, instancesPerSeries: 30 };
const at = (series = 0, instance = 0) => corpusInstance(shape, { study: 0, series, instance });
const studyPath = `/studies/${at().studyInstanceUid}`;
const seriesPath = `${studyPath}/series/${at().seriesInstanceUid}`;

let server: DicomWebServer;

beforeEach(async () => {
  server = await openDicomWeb();
  await server.store(corpus(shape));
});
afterEach(() => server[Symbol.asyncDispose]());

const data = () => server.temporary.directory.path;
const prepared = () => globSync(`${data()}/cache/series/**/metadata.prepared`);
const url = () => `${server.root}${seriesPath}/metadata`;
const metadata = () => server.json(`${seriesPath}/metadata`);
const uids = (rows: readonly Record<string, { Value?: readonly unknown[] }>[]) =>
  rows.map((row) => row['00080018']!.Value![0]);

/** What the server would do when series became quiet. */
async function becomeQuiet(root = server.root): Promise<void> {
  const { archive, parts } = server.temporary;
  await parts.catalog.markQuiet({ seriesMs: -1_000, studyMs: 1_000_000 });
  const watch = new MetadataWatch({ archive, logger: silentLogger }, () => root);
  await watch.look();
  await watch.stop();
}

/** Without their files, instances cannot be opened. */
function hideInstances(): void {
  for (const path of globSync(`${data()}/studies/**/*.dcm`)) renameSync(path, `${path}.hidden`);
}

describe('metadata of a series', () => {
  it('is prepared when the series is quiet, and then answered without opening an instance', async () => {
    const before = await metadata();
    for (const path of prepared()) writeFileSync(path, '');
    await becomeQuiet();
    expect(prepared()).toHaveLength(2);
    hideInstances();
    expect(await metadata()).toEqual(before);
    expect(uids(before)).toEqual(Array.from({ length: 30 }, (_, n) => at(0, n).sopInstanceUid));
    expect(await server.json(`${studyPath}/metadata`)).toHaveLength(60);
  });

  it('is looked for among millions of events while others work', async () => {
    const { archive, parts } = server.temporary;
    const happened = Array.from({ length: 5_000 }, () => ({
      at: '2026-01-01T00:00:00.000Z',
      kind: 'label.set',
      actor: 'local:tester',
    }));
    await parts.catalog.change(() => appendEvents(happened));
    let turns = 0;
    let isOver = false;
    const count = (): void => {
      turns++;
      if (!isOver) setImmediate(count);
    };
    count();
    await new MetadataWatch({ archive, logger: silentLogger }, () => '').look();
    isOver = true;
    expect(turns).toBeGreaterThan(8);
  });

  it('goes out as it lies on the disk, to who takes zstd or gzip', async () => {
    await becomeQuiet();
    // Whoever prepared it first may not have known how we are called.
    await metadata();
    const plain = await server.get(`${seriesPath}/metadata`, { 'accept-encoding': 'identity' });
    expect(plain.headers.get('content-encoding')).toBeNull();
    expect(Number(plain.headers.get('content-length'))).toBe((await plain.arrayBuffer()).byteLength);
    const files = prepared().map((path) => readFileSync(path));
    const asItIs = await exchange({ url: url(), encoding: 'gzip, zstd' });
    expect(asItIs.headers['content-encoding']).toBe('zstd');
    const gzipped = await exchange({ url: url(), encoding: 'gzip' });
    expect(gzipped.headers['content-encoding']).toBe('gzip');
    const both = Buffer.concat([asItIs.body, gzipped.body]);
    expect(files.some((file) => file.subarray(file.indexOf(0x0a) + 1).equals(both))).toBe(true);
    expect(JSON.parse(gunzipSync(gzipped.body).toString())).toEqual(
      JSON.parse(zstdDecompressSync(asItIs.body).toString()),
    );
  });

  it('under another name for the server is compressed, too', async () => {
    await becomeQuiet('https://another.example/dicom-web');
    const { headers, body } = await exchange({ url: url(), encoding: 'zstd' });
    expect(headers['content-encoding']).toBe('zstd');
    const text = zstdDecompressSync(body).toString();
    expect(text).toContain(`"BulkDataURI":"${server.root}/`);
    expect(text).not.toContain('another.example');
  });

  it('that an older version prepared is prepared anew', async () => {
    const first = await metadata();
    const [path] = prepared();
    const old = gzipSync('[]');
    const { fingerprint } = JSON.parse(readFileSync(path!).toString().split('\n')[0]!);
    const about = { version: 2, fingerprint, serviceRoot: server.root, length: 2, bytes: old.length };
    const file = Buffer.concat([Buffer.from(`${JSON.stringify(about)}\n`), old]);
    writeFileSync(path!, file);
    writeFileSync(path!.replace(/prepared$/, 'json.gz'), file);
    await becomeQuiet();
    expect(prepared()).toHaveLength(2);
    hideInstances();
    expect(await metadata()).toEqual(first);
  });

  it('is made when somebody asks before that, and kept', async () => {
    expect(prepared()).toEqual([]);
    const first = await metadata();
    expect(prepared()).toHaveLength(1);
    const lines = readFileSync(prepared()[0]!);
    const end = lines.indexOf(0x0a);
    const { zstd } = JSON.parse(lines.subarray(0, end).toString()) as { zstd: number };
    const text = zstdDecompressSync(lines.subarray(end + 1, end + 1 + zstd)).toString();
    expect(JSON.parse(text)).toEqual(first);
    hideInstances();
    expect(await metadata()).toEqual(first);
  });

  it('names the host that the client knows, whichever it was prepared with', async () => {
    await becomeQuiet('https://another.example/dicom-web');
    hideInstances();
    const rows = await metadata();
    expect(rows.map((row) => row['7FE00010'])).toEqual(
      rows.map((_, n) => ({
        vr: 'OW',
        BulkDataURI: `${server.root}${seriesPath}/instances/${at(0, n).sopInstanceUid}/bulkdata/7FE00010`,
      })),
    );
  });

  it('can be thrown away or be damaged at any time', async () => {
    const first = await metadata();
    const [path] = prepared();
    for (const damage of [
      Buffer.alloc(0),
      Buffer.from('{"version":1}\nxx'),
      readFileSync(path!).subarray(0, -5),
    ]) {
      writeFileSync(path!, damage);
      expect(await metadata()).toEqual(first);
    }
  });

  it('is made anew when an instance comes, is removed or is edited', async () => {
    const { archive } = server.temporary;
    const etag = async () => (await server.get(`${seriesPath}/metadata`)).headers.get('etag');
    const first = [await metadata(), await etag()] as const;

    await server.store([corpusInstance(shape, { study: 0, series: 0, instance: 40 })]);
    expect(uids(await metadata())).toHaveLength(31);
    expect(await etag()).not.toBe(first[1]);

    const selector = { sopInstanceUids: [at(0, 40).sopInstanceUid] };
    await archive.remove(tester, everything, [selector], 'test');
    expect([await metadata(), await etag()]).toEqual(first);

    const { studyInstanceUid, seriesInstanceUid, sopInstanceUid } = at(0, 3);
    await archive.revise(
      tester,
      everything,
      { studyInstanceUid, seriesInstanceUid, sopInstanceUid },
      (dataset) => {
        dataset.set(tags.SeriesDescription, 'LO', 'edited');
      },
    );
    const edited = await metadata();
    expect(edited.map((row) => row['0008103E']!.Value![0]).filter((text) => text === 'edited')).toHaveLength(
      1,
    );
  });

  it('goes when the series is purged', async () => {
    await metadata();
    expect(prepared()).toHaveLength(1);
    const { archive } = server.temporary;
    const selector = { studyInstanceUids: [at().studyInstanceUid] };
    await archive.remove(tester, everything, [selector], 'test');
    const [entry] = await archive.trash(tester, everything, 10);
    await archive.purge(tester, everything, [entry!.id]);
    expect(prepared()).toEqual([]);
    expect((await server.get(`${seriesPath}/metadata`)).status).toBe(404);
  });

  it('of a series that is being prepared is not made twice', async () => {
    await becomeQuiet();
    const stamps = prepared().map((path) => readFileSync(path));
    await becomeQuiet();
    expect(prepared().map((path) => readFileSync(path))).toEqual(stamps);
  });
});
