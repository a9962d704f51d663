import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseFile } from '../../src/dicom/index.ts';
import { type CorpusShape, corpus, corpusInstance } from '../support/corpus.ts';
import { type DicomWebServer, openDicomWeb } from '../support/dicom-web-server.ts';
import { callerWith } from '../support/http-door.ts';
import { dataSetOf } from '../support/multipart.ts';
import { encodeDataSet } from '../support/sender.ts';

const shape: CorpusShape = { kind: 'tiny', studies: 1, instancesPerSeries: 1, seed: 70 };
const instance = corpusInstance(shape, { study: 0, series: 0, instance: 0 });

let server: DicomWebServer;

beforeAll(async () => {
  server = await openDicomWeb({ finder: callerWith({ rights: new Set(['find']) }) });
  await server.store(corpus(shape));
});
afterAll(() => server[Symbol.asyncDispose]());

describe('capabilities', () => {
  const options = (path: string, headers: Record<string, string> = {}) =>
    fetch(`${server.root}${path}`, {
      method: 'OPTIONS',
      headers: { authorization: 'Test admin', ...headers },
    });

  it('are told as JSON, from the routes that there are', async () => {
    const response = await options('/', { accept: 'application/json' });
    const { base, resources } = (await response.json()) as {
      base: string;
      resources: {
        path: string;
        methods: { method: string; name: string; gives: string[]; takes?: string[] }[];
      }[];
    };
    expect(base).toBe(`${server.root}/`);
    const studies = resources.find(({ path }) => path === 'studies')!.methods;
    expect(studies.map(({ name }) => name).sort()).toEqual(['SearchForStudies', 'StoreInstances']);
    expect(studies.find(({ name }) => name === 'StoreInstances')!.takes).toContain('application/dicom');
    const paths = resources.map(({ path }) => path);
    expect(paths).toContain('studies/{study}/series/{series}/instances/{instance}/bulkdata/{path}');
    // What is told can be called: nobody answers "there is nothing here".
    for (const { path, methods } of resources) {
      const url = `${server.root}/${path.replace(/\{\w+\}/g, '1')}`;
      for (const { method } of methods) {
        const answer = await fetch(url, { method, headers: { authorization: 'Test admin' } });
        const body = await answer.text();
        expect(body, `${method} ${path}`).not.toContain('input/no-such-place');
      }
    }
  });

  it('the conformance statement names every media type of frames', async () => {
    const { resources } = (await (await options('/', { accept: 'application/json' })).json()) as {
      resources: { path: string; methods: { name: string; gives: string[] }[] }[];
    };
    const methods = resources.flatMap((resource) => resource.methods);
    const { gives } = methods.find(({ name }) => name === 'RetrieveFrames')!;
    const statement = readFileSync(new URL('../../docs/conformance.md', import.meta.url), 'utf8');
    const row = statement.split('\n').find((line) => line.startsWith('| Frames |'));
    for (const type of gives.filter((each) => !each.includes(';'))) expect(row).toContain(`\`${type}\``);
  });

  it('are told as WADL to who says nothing else', async () => {
    const response = await options('');
    expect(response.headers.get('content-type')).toBe('application/vnd.sun.wadl+xml');
    const text = await response.text();
    expect(text).toContain(`<resources base="${server.root}/">`);
    expect(text).toContain('<method name="GET" id="SearchForStudies">');
    expect(text).toContain('mediaType="multipart/related; type=&quot;application/dicom&quot;"');
  });

  it('are for those who are known', async () => {
    expect((await options('/', { authorization: '' })).status).toBe(403);
    expect((await options('/', { authorization: 'Test finder' })).status).toBe(200);
    expect((await options('/', { accept: 'text/html' })).status).toBe(406);
  });
});

describe('WADO-URI', () => {
  const { studyInstanceUid, seriesInstanceUid, sopInstanceUid } = instance;
  const named = { studyUID: studyInstanceUid, seriesUID: seriesInstanceUid, objectUID: sopInstanceUid };
  const wado = (more: Record<string, string> = {}, headers: Record<string, string> = {}) =>
    server.get(`/wado?${new URLSearchParams({ requestType: 'WADO', ...named, ...more })}`, headers);

  it('gives the instance', async () => {
    const response = await wado({ contentType: 'application/dicom' });
    expect(response.headers.get('content-type')).toBe(
      'application/dicom; transfer-syntax=1.2.840.10008.1.2.1',
    );
    const file = new Uint8Array(await response.arrayBuffer());
    expect(Buffer.compare(dataSetOf(file), encodeDataSet(instance))).toBe(0);
    const etag = response.headers.get('etag')!;
    const again = await wado({ contentType: 'application/dicom' }, { 'if-none-match': etag });
    expect(again.status).toBe(304);
  });

  it('in the transfer syntax that is asked for', async () => {
    const response = await wado({ transferSyntax: '1.2.840.10008.1.2' });
    expect(parseFile(new Uint8Array(await response.arrayBuffer())).transferSyntaxUid).toBe(
      '1.2.840.10008.1.2',
    );
  });

  it.each([
    [{ requestType: 'WADA' }, 400],
    [{ studyUID: '../../etc' }, 400],
    [{ objectUID: '1.2.3' }, 404],
    [{ contentType: 'text/rtf' }, 406],
    [{ transferSyntax: '1.2.840.10008.1.2.4.50' }, 406],
  ])('%j is %d', async (more, status) => {
    expect((await wado(more as unknown as Record<string, string>)).status).toBe(status);
  });

  it('needs the right to read', async () => {
    expect((await wado({}, { authorization: 'Test finder' })).status).toBe(403);
  });
});
