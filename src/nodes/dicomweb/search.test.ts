/** QIDO-RS from services that answer in pages, badly, late or not at all. */
import type { RequestListener, ServerResponse } from 'node:http';
import { describe, expect, it } from 'vitest';
import { replyJson, servers, webNode, webParts } from '../../../test/support/web-node.ts';
import { Dataset, tags } from '../../dicom/index.ts';
import { searchByWeb } from './search.ts';
import { type SearchLevel, searchPath } from './search-path.ts';
import { WebSource } from './web-source.ts';

const serve = servers();
const keys = () => Dataset.of({ PatientID: 'P*', StudyInstanceUID: '', StudyDescription: '' });
const study = (number: number, more = {}) => ({
  '0020000D': { vr: 'UI', Value: [`1.2.${number}`] },
  '00081030': { vr: 'LO', Value: [`study ${number}`] },
  '00100020': { vr: 'LO', Value: ['P1'] },
  ...more,
});
const studies = (count: number) => Array.from({ length: count }, (_, index) => study(index));

const find = (
  port: number,
  level: SearchLevel = 'study',
  asked = keys(),
  signal?: AbortSignal,
  idleMs = 5_000,
) => Array.fromAsync(searchByWeb(webParts(idleMs), webNode(port), level, asked, signal));
const uidsAt = async (listener: RequestListener) =>
  (await find(await serve(listener))).map((found) => found.string(tags.StudyInstanceUID));
const numbersOf = (url: string | undefined) => {
  const { searchParams } = new URL(url!, 'http://a');
  return { limit: Number(searchParams.get('limit')), offset: Number(searchParams.get('offset')) };
};
const uids = (count: number) => studies(count).map((one) => one['0020000D'].Value[0]);

describe('a search', () => {
  it.each<readonly [string, SearchLevel, Dataset, string]>([
    [
      'of studies matches by keyword and asks for the rest',
      'study',
      Dataset.of({ PatientName: 'von Mu*^E', StudyDate: '20260101-20260131', ModalitiesInStudy: '' }),
      '/studies?StudyDate=20260101-20260131&includefield=ModalitiesInStudy&PatientName=von%20Mu*%5EE&limit=5&offset=10',
    ],
    [
      'of several studies names them in a list',
      'study',
      Dataset.of({ StudyInstanceUID: ['1.2', '1.3'] }),
      '/studies?StudyInstanceUID=1.2%2C1.3&limit=5&offset=10',
    ],
    [
      'of series is below its study',
      'series',
      Dataset.of({ StudyInstanceUID: '1.2', SeriesInstanceUID: '', Modality: 'MR' }),
      '/studies/1.2/series?Modality=MR&includefield=SeriesInstanceUID&limit=5&offset=10',
    ],
    [
      'of images is below its series',
      'instance',
      Dataset.of({ StudyInstanceUID: '1.2', SeriesInstanceUID: '1.2.3', SOPInstanceUID: '' }),
      '/studies/1.2/series/1.2.3/instances?includefield=SOPInstanceUID&limit=5&offset=10',
    ],
    [
      'of images of a series whose study is not known has no path to it',
      'instance',
      Dataset.of({ SeriesInstanceUID: '1.2.3' }),
      '/instances?SeriesInstanceUID=1.2.3&limit=5&offset=10',
    ],
    [
      'with a UID that is none does not make it a path',
      'series',
      Dataset.of({ StudyInstanceUID: '..' }),
      '/series?StudyInstanceUID=..&limit=5&offset=10',
    ],
  ])('%s', (_, level, asked, path) => {
    expect(searchPath(level, asked, { limit: 5, offset: 10 })).toBe(path);
  });

  it('tells what was asked for, as C-FIND does, and leaves out what cannot be read', async () => {
    const more = { '00080061': { vr: 'CS', Value: ['MR'] }, '00081030': { vr: 'XX', Value: [{}] } };
    const port = await serve((request, response) =>
      replyJson(response, 200, numbersOf(request.url).offset === 0 ? [study(1, more)] : []),
    );
    const [found] = await find(port);
    expect([...found!].map(({ tag }) => tag)).toEqual([tags.PatientID, tags.StudyInstanceUID]);
    expect(found!.string(tags.PatientID)).toBe('P1');
  });

  it('of patients finds those of the studies, each once', async () => {
    const other = study(7, { '00100020': { vr: 'LO', Value: ['P2'] } });
    const port = await serve((request, response) =>
      replyJson(response, 200, numbersOf(request.url).offset === 0 ? [...studies(3), other] : []),
    );
    const source = new WebSource({ archive: undefined as never, ...webParts() }, webNode(port) as never);
    await using queries = await source.openQueries('patient');
    const found = await Array.fromAsync(queries.find('patient', keys()));
    expect(found.map((one) => one.string(tags.PatientID))).toEqual(['P1', 'P2']);
  });

  it('of patients tells those apart who share an ID, or have none', async () => {
    const text = (vr: string, value: string) => ({ vr, Value: value === '' ? [] : [value] });
    const rows = [
      ['7', 'A^A', 'North'],
      ['7', 'B^B', 'South'],
      ['', 'C^C', ''],
      ['', 'D^D', ''],
      ['', 'D^D', ''],
    ].map(([id, name, issuer], index) => ({
      ...study(index, { '00100020': text('LO', id!), '00100021': text('LO', issuer!) }),
      '00100010': { vr: 'PN', Value: [{ Alphabetic: name }] },
    }));
    const port = await serve((request, response) => {
      const asked = new URL(request.url!, 'http://a').searchParams.getAll('includefield');
      const isAsked = ['IssuerOfPatientID', 'PatientName', 'PatientBirthDate'].every((one) =>
        asked.includes(one),
      );
      replyJson(response, 200, isAsked && numbersOf(request.url).offset === 0 ? rows : []);
    });
    const source = new WebSource({ archive: undefined as never, ...webParts() }, webNode(port) as never);
    await using queries = await source.openQueries('patient');
    const found = await Array.fromAsync(queries.find('patient', Dataset.of({ PatientID: '' })));
    expect(found.map((one) => one.string(tags.PatientName))).toEqual(['A^A', 'B^B', 'C^C', 'D^D']);
  });
});

describe('pages', () => {
  it.each([
    ['as asked', 1_000],
    ['smaller than asked', 2],
  ])('%s', async (_, most) => {
    const found = await uidsAt((request, response) => {
      const { limit, offset } = numbersOf(request.url);
      replyJson(response, 200, studies(5).slice(offset, offset + Math.min(limit, most)));
    });
    expect(found).toEqual(uids(5));
  });

  it('that overlap tell each result once', async () => {
    const found = await uidsAt((request, response) => {
      const { offset } = numbersOf(request.url);
      replyJson(response, 200, studies(6).slice(Math.max(0, offset - 1), offset + 2));
    });
    expect(found).toEqual(uids(6));
  });

  it('of a service that knows none', async () => {
    let requests = 0;
    const found = await uidsAt((_, response) => {
      requests++;
      replyJson(response, 200, studies(5));
    });
    expect(found).toEqual(uids(5));
    expect(requests).toBe(2);
  });

  it('that are over with 204', async () => {
    expect(await uidsAt((_, response) => response.writeHead(204).end())).toEqual([]);
  });

  it('of a service that has a maximum and refuses more', async () => {
    const found = await uidsAt((request, response) => {
      const { limit, offset } = numbersOf(request.url);
      if (limit > 200) return replyJson(response, 400, {});
      return replyJson(response, 200, studies(150).slice(offset, offset + limit));
    });
    expect(found).toEqual(uids(150));
  });

  it.each([
    ['is empty', (response: ServerResponse) => replyJson(response, 200, [])],
    ['is not there', (response: ServerResponse) => response.writeHead(204).end()],
  ])('before one that %s have told all, unless they warned that there is more', async (_, end) => {
    const listener = (warning: string): RequestListener => {
      return (request, response) => {
        if (numbersOf(request.url).offset > 0) return end(response);
        return response.writeHead(200, { warning }).end(JSON.stringify(studies(2)));
      };
    };
    expect(await uidsAt(listener('299 pacs "fuzzymatching is not supported"'))).toEqual(uids(2));
    await expect(
      uidsAt(listener('299 pacs "There are 7 additional results that can be requested"')),
    ).rejects.toMatchObject({ code: 'dicomweb/nonsense' });
  });

  it('whose order changes in between are no answer: what comes twice stands in place of what does not come', async () => {
    const port = await serve((request, response) => {
      const { offset } = numbersOf(request.url);
      const all = offset === 0 ? studies(6) : studies(6).reverse();
      replyJson(response, 200, all.slice(offset, offset + 4));
    });
    await expect(find(port)).rejects.toMatchObject({ code: 'dicomweb/nonsense' });
  });

  it('too large to be read are asked for smaller', async () => {
    const large = { '00081030': { vr: 'LO', Value: ['x'.repeat(18_000)] } };
    const limits: number[] = [];
    const found = await uidsAt((request, response) => {
      const { limit, offset } = numbersOf(request.url);
      limits.push(limit);
      const page = studies(1_000).slice(offset, offset + limit);
      replyJson(
        response,
        200,
        page.map((one) => ({ ...one, ...large })),
      );
    });
    expect(found).toEqual(uids(1_000));
    expect(limits).toEqual([1_000, ...Array.from({ length: 11 }, () => 100)]);
  });

  it.each([
    ['are full', 1_000, {}],
    ['have a warning that there are more', 5, { warning: '299 pacs "There are 7 additional results"' }],
  ])(
    'that %s and always the same are no answer: a part is not taken for the whole',
    async (_, count, headers) => {
      const port = await serve((_, response) =>
        response.writeHead(200, headers).end(JSON.stringify(studies(count))),
      );
      await expect(find(port)).rejects.toMatchObject({ code: 'dicomweb/nonsense' });
    },
  );
});

describe('a service that', () => {
  it.each<readonly [string, RequestListener, string]>([
    ['answers a page for people', (_, response) => response.end('<html>Welcome</html>'), 'dicomweb/nonsense'],
    ['answers an object', (_, response) => replyJson(response, 200, {}), 'dicomweb/nonsense'],
    ['names no UID', (_, response) => replyJson(response, 200, [{}]), 'dicomweb/nonsense'],
    ['wants to know who asks', (_, response) => response.writeHead(401).end(), 'dicomweb/denied'],
    ['is not there', (_, response) => response.writeHead(404).end(), 'dicomweb/no-service'],
    [
      'leads elsewhere',
      (_, response) => response.writeHead(302, { location: '/log-in' }).end(),
      'dicomweb/no-service',
    ],
    ['is busy', (_, response) => response.writeHead(503).end(), 'dicomweb/busy'],
    ['does not understand', (_, response) => response.writeHead(400).end(), 'dicomweb/refused'],
    ['fails', (_, response) => response.writeHead(500).end(), 'dicomweb/refused'],
    ['answers without end', (_, response) => response.end(Buffer.alloc(17 * 2 ** 20)), 'dicomweb/nonsense'],
    ['hangs up', (request) => request.socket.destroy(), 'net/unreachable'],
  ])('%s', async (_, listener, code) => {
    await expect(uidsAt(listener)).rejects.toMatchObject({ code });
  });

  it('says nothing is given up', async () => {
    const port = await serve(() => {});
    await expect(find(port, 'study', keys(), undefined, 200)).rejects.toMatchObject({
      code: 'dicomweb/timeout',
    });
  });

  it('says nothing is left when the search ends', async () => {
    const abort = new AbortController();
    const port = await serve(() => abort.abort());
    await expect(find(port, 'study', keys(), abort.signal)).rejects.toMatchObject({ code: 'cancelled' });
  });

  it('has no such study has no series of it', async () => {
    const port = await serve((request, response) => {
      if (request.url!.includes('/series')) response.writeHead(404).end();
      else replyJson(response, 200, []);
    });
    expect(await find(port, 'series', Dataset.of({ StudyInstanceUID: '1.2' }))).toEqual([]);
  });

  const ofImages = () =>
    Dataset.of({ StudyInstanceUID: '1.2', SeriesInstanceUID: '1.2.3', SOPInstanceUID: '' });
  const named = [{ '0020000E': { vr: 'UI', Value: ['1.2.3'] } }];
  it.each([
    ['has no such series has no images of it', []],
    ['names a series and no images of it does not offer that search', named],
  ])('%s', async (_, series) => {
    const port = await serve((request, response) => {
      if (request.url!.includes('/instances')) response.writeHead(404).end();
      else replyJson(response, 200, request.url!.includes('/series') ? series : []);
    });
    const asked = find(port, 'instance', ofImages());
    if (series.length === 0) expect(await asked).toEqual([]);
    else await expect(asked).rejects.toMatchObject({ code: 'dicomweb/no-service' });
  });

  it('has no search at all does not pass for one that has no such study', async () => {
    const port = await serve((_, response) => response.writeHead(404).end());
    const asked = find(port, 'series', Dataset.of({ StudyInstanceUID: '1.2' }));
    await expect(asked).rejects.toMatchObject({ code: 'dicomweb/no-service' });
  });
});
