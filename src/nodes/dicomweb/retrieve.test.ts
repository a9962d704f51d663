/** WADO-RS from services that leave out, cut off, and answer something else. */
import type { RequestListener, ServerResponse } from 'node:http';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { corpus } from '../../../test/support/corpus.ts';
import { multipartOf } from '../../../test/support/multipart.ts';
import { TemporaryArchive, tester } from '../../../test/support/temp-archive.ts';
import { replyJson, servers, webNode, webParts } from '../../../test/support/web-node.ts';
import { everything, type KnownNode } from '../../contract/index.ts';
import { FetchMissing } from '../fetch-missing.ts';
import { Pace } from '../pace.ts';
import { retrieveByWeb } from './retrieve.ts';
import { WebSource } from './web-source.ts';

const images = [...corpus({ kind: 'tiny', studies: 1, seriesPerStudy: 1, instancesPerSeries: 6, seed: 930 })];
const { studyInstanceUid: study, seriesInstanceUid: series } = images[0]!;
const uids = images.map(({ sopInstanceUid }) => sopInstanceUid).sort();
const files = images.map((image) => ({ type: 'application/dicom', body: image.encode() }));
const [foreign] = corpus({ kind: 'tiny', studies: 1, seriesPerStudy: 1, instancesPerSeries: 1, seed: 931 });

const serve = servers();
let temporary: TemporaryArchive;
beforeEach(async () => {
  temporary = await TemporaryArchive.open();
});
afterEach(() => temporary[Symbol.asyncDispose]());

const reply = (response: ServerResponse, parts: typeof files, cutTo?: (body: Buffer) => Buffer): void => {
  const { boundary, body } = multipartOf(parts);
  const type = `multipart/related; type="application/dicom"; boundary=${boundary}`;
  response.writeHead(200, { 'content-type': type }).end(cutTo ? cutTo(body) : body);
};

async function retrieve(listener: RequestListener, idleMs?: number, signal?: AbortSignal) {
  const parts = { archive: temporary.archive, ...webParts(idleMs) };
  const target = { studies: [study] };
  const node = webNode(await serve(listener));
  return await retrieveByWeb(parts, tester, everything, node, target, { ...(signal && { signal }) });
}

async function here(): Promise<string[]> {
  const pages = temporary.archive.select(tester, everything, [{ studyInstanceUids: [study] }]);
  return (await Array.fromAsync(pages))
    .flat()
    .map(({ sopInstanceUid }) => sopInstanceUid)
    .sort();
}

describe('what is fetched', () => {
  it('is asked for as it is stored, and is here with where it came from', async () => {
    const result = await retrieve((request, response) => {
      expect(request.url).toBe(`/wado/studies/${study}`);
      expect(request.headers.accept).toBe('multipart/related; type="application/dicom"; transfer-syntax=*');
      reply(response, files);
    });
    expect(result).toMatchObject({ completed: 6, failed: 0, isCounted: true });
    expect(await here()).toEqual(uids);
    const origins = await temporary.archive.origins(tester, everything, study);
    expect(origins).toMatchObject([{ via: 'wado', sender: 'cloud', instances: 6 }]);
  });

  it('comes as they like it where they do not know that', async () => {
    const asked: (string | undefined)[] = [];
    const result = await retrieve((request, response) => {
      asked.push(request.headers.accept);
      if (request.headers.accept?.includes('*')) response.writeHead(406).end();
      else reply(response, files);
    });
    expect(result.completed).toBe(6);
    expect(asked).toHaveLength(2);
  });

  it('is what can be read, and the rest is told', async () => {
    const broken = { type: 'application/dicom', body: Buffer.from('no image at all, of some length') };
    const text = { type: 'text/plain', body: Buffer.from('hello') };
    const other = { type: 'application/dicom', body: foreign!.encode() };
    const result = await retrieve((_, response) => reply(response, [broken, ...files, text, other]));
    expect(result).toMatchObject({ completed: 6, failed: 3 });
    expect(result.errorComment).toContain('not a DICOM file');
    expect(await here()).toEqual(uids);
    const all = await Array.fromAsync(
      temporary.archive.select(tester, everything, [{ studyInstanceUids: [foreign!.studyInstanceUid] }]),
    );
    expect(all.flat()).toEqual([]);
  });

  it('comes no faster than it may', async () => {
    const taken: number[] = [];
    class Counted extends Pace {
      override async take(bytes: number): Promise<void> {
        taken.push(bytes);
      }
    }
    const { dialler, secrets } = webParts();
    const node = webNode(await serve((_, response) => reply(response, files)));
    const pace = new Counted(1, dialler.clock);
    const parts = { archive: temporary.archive, dialler, secrets };
    await retrieveByWeb(parts, tester, everything, node, { studies: [study] }, { pace });
    expect(taken.reduce((sum, bytes) => sum + bytes, 0)).toBe(multipartOf(files).body.length);
  });
});

describe('an answer that', () => {
  const half = (body: Buffer): Buffer => body.subarray(0, body.length / 2);

  it('is cut off leaves what was whole, and nothing of the rest', async () => {
    const cut = retrieve((_, response) => reply(response, files, half));
    await expect(cut).rejects.toMatchObject({ code: 'dicomweb/cut-off' });
    const came = await here();
    expect(came.length).toBeGreaterThan(0);
    expect(came.length).toBeLessThan(6);
    const { total } = await temporary.archive.quarantine(tester, everything, { limit: 1 });
    expect(total).toBe(0);
  });

  it('stops when the connection is lost is cut off', async () => {
    const { boundary, body } = multipartOf(files);
    const cut = retrieve(async (request, response) => {
      const type = `multipart/related; boundary=${boundary}`;
      response.writeHead(200, { 'content-type': type, 'content-length': body.length });
      response.write(half(body), () => request.socket.destroy());
    });
    await expect(cut).rejects.toMatchObject({ code: 'dicomweb/cut-off' });
  });

  it.each<readonly [string, RequestListener, string]>([
    [
      'has another boundary',
      (_, response) => {
        response
          .writeHead(200, { 'content-type': 'multipart/related; boundary=another' })
          .end(multipartOf(files).body);
      },
      'dicomweb/nonsense',
    ],
    [
      'is a page for people',
      (_, response) => {
        response.writeHead(200, { 'content-type': 'text/html' }).end('<html></html>');
      },
      'dicomweb/nonsense',
    ],
    ['is nothing', (_, response) => response.writeHead(200).end(), 'dicomweb/nonsense'],
    ['has no part', (_, response) => reply(response, []), 'dicomweb/nonsense'],
    [
      'is 404 of a service that is there',
      ({ url }, response) => response.writeHead(url!.includes('?') ? 204 : 404).end(),
      'dicomweb/refused',
    ],
    [
      'is 404 where there is nothing at all',
      (_, response) => response.writeHead(404).end(),
      'dicomweb/no-service',
    ],
    [
      'has a boundary that is not allowed',
      (_, response) => {
        const type = `multipart/related; boundary="${'x'.repeat(90)}"`;
        response.writeHead(200, { 'content-type': type }).end(multipartOf(files).body);
      },
      'dicomweb/nonsense',
    ],
    ['is 500', (_, response) => response.writeHead(500).end(), 'dicomweb/refused'],
    ['is 401', (_, response) => response.writeHead(401).end(), 'dicomweb/denied'],
    ['is 503', (_, response) => response.writeHead(503).end(), 'dicomweb/busy'],
    ['leads elsewhere', (_, response) => response.writeHead(302).end(), 'dicomweb/no-service'],
  ])('%s', async (_, listener, code) => {
    await expect(retrieve(listener)).rejects.toMatchObject({ code });
    expect(await here()).toEqual([]);
  });

  it.each([
    ['does not come', () => {}],
    [
      'does not end',
      (response: ServerResponse) => {
        const { boundary, body } = multipartOf(files);
        response
          .writeHead(200, { 'content-type': `multipart/related; boundary=${boundary}` })
          .write(half(body));
      },
    ],
  ])('%s is given up', async (_, answer) => {
    const late = retrieve((_, response) => answer(response), 300);
    await expect(late).rejects.toMatchObject({ code: 'dicomweb/timeout' });
  });

  it('does not end is left at once when the fetching ends', async () => {
    const abort = new AbortController();
    const { boundary, body } = multipartOf(files);
    const left = Promise.withResolvers<void>();
    const all = retrieve(
      (request, response) => {
        request.socket.once('close', left.resolve);
        response.writeHead(200, { 'content-type': `multipart/related; boundary=${boundary}` });
        response.write(half(body), () => abort.abort());
      },
      60_000,
      abort.signal,
    );
    await expect(all).rejects.toMatchObject({ code: 'cancelled' });
    await left.promise;
  });
});

describe('what is missing', () => {
  /** A PACS of one series; `give` answers what is asked for by WADO-RS. */
  const pacs = (asked: string[], give: RequestListener) =>
    serve((request, response) => {
      const url = new URL(request.url!, 'http://a');
      const path = url.pathname.replace('/wado', '');
      const isFirst = url.searchParams.get('offset') === '0';
      const ui = (value: string) => ({ vr: 'UI', Value: [value] });
      if (path === `/studies/${study}/series`)
        return replyJson(response, 200, isFirst ? [{ '0020000E': ui(series) }] : []);
      if (path === `/studies/${study}/series/${series}/instances`)
        return replyJson(response, 200, isFirst ? uids.map((uid) => ({ '00080018': ui(uid) })) : []);
      if (path === '/studies') return replyJson(response, 200, isFirst ? [{ '0020000D': ui(study) }] : []);
      asked.push(path);
      return give(request, response);
    });

  async function fetch(port: number) {
    const node: KnownNode = { ...webNode(port), from: 'registry' };
    const parts = { archive: temporary.archive, ...webParts() };
    const missing = new FetchMissing(temporary.archive, () => new WebSource(parts, webNode(port) as never));
    return await missing.fetch(tester, everything, node, study, {});
  }
  const fileOf = (path: string) =>
    files[images.findIndex(({ sopInstanceUid }) => path.endsWith(sopInstanceUid))]!;

  it('of an answer that was cut off is asked for image by image, and nothing twice', async () => {
    const asked: string[] = [];
    const port = await pacs(asked, (request, response) => {
      if (asked.length === 1) reply(response, files, (body) => body.subarray(0, body.length * 0.6));
      else reply(response, [fileOf(request.url!)]);
    });
    expect(await fetch(port)).toMatchObject({ there: 6, came: 6, missing: [] });
    const [first, ...rest] = asked;
    expect(first).toBe(`/studies/${study}`);
    expect(rest.length).toBeGreaterThan(0);
    expect(new Set(rest).size).toBe(rest.length);
    expect(rest.length).toBeLessThan(6);
    expect(await fetch(port)).toMatchObject({ wereHere: 6, came: 0 });
    expect(asked).toHaveLength(1 + rest.length);
  });

  it('because it was left out is found, with what was said', async () => {
    const port = await pacs([], (_, response) => reply(response, files.slice(0, 4)));
    const { missing, came, reason } = await fetch(port);
    expect([missing.length, came]).toEqual([2, 4]);
    expect(reason).toMatchObject({ code: 'node/not-sent' });
  });

  it('and is always cut off before its first image ends with the reason', async () => {
    const asked: string[] = [];
    const port = await pacs(asked, (_, response) => reply(response, files, (body) => body.subarray(0, 200)));
    expect(await fetch(port)).toMatchObject({ came: 0, reason: { code: 'dicomweb/cut-off' } });
    expect(asked).toHaveLength(1);
  });
});
