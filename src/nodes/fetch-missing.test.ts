/** What is missing, from nodes that name a part, fail for a part, or have more than one way. */
import type { ServerResponse } from 'node:http';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { corpus } from '../../test/support/corpus.ts';
import { TemporaryArchive, tester } from '../../test/support/temp-archive.ts';
import { replyJson, servers, webNode, webParts } from '../../test/support/web-node.ts';
import { type PacsRequest, webPacs } from '../../test/support/web-pacs.ts';
import { type ErrorCode, IsocenterError } from '../base/index.ts';
import { everything, type KnownNode, problemOf, saidProblem } from '../contract/index.ts';
import { WebSource } from './dicomweb/index.ts';
import { FetchMissing } from './fetch-missing.ts';
import type { FetchWay, ImageSource } from './source.ts';

const images = [...corpus({ kind: 'tiny', studies: 1, seriesPerStudy: 3, instancesPerSeries: 4, seed: 940 })];
const { studyInstanceUid: study } = images[0]!;
const series = [...new Set(images.map(({ seriesInstanceUid }) => seriesInstanceUid))];

const serve = servers();
let temporary: TemporaryArchive;
beforeEach(async () => {
  temporary = await TemporaryArchive.open();
});
afterEach(() => temporary[Symbol.asyncDispose]());

type Answer = (request: PacsRequest, response: ServerResponse) => boolean;

/** A node whose PACS answers these requests so, and all others as it should; what it was asked to give comes into `asked`. */
async function nodeWith(answer: Answer, asked: string[] = []) {
  const port = await serve(
    webPacs(images, (request, response) => {
      if (!request.isSearch) asked.push(request.path.replace(`/studies/${study}`, ''));
      return answer(request, response);
    }),
  );
  const parts = { archive: temporary.archive, ...webParts() };
  return new WebSource(parts, webNode(port) as never);
}

function fetch(source: ImageSource) {
  const node = { name: 'cloud' } as KnownNode;
  const missing = new FetchMissing(temporary.archive, () => source);
  return missing.fetch(tester, everything, node, study, {});
}

const ends = (response: ServerResponse, status: number): true => {
  response.writeHead(status).end();
  return true;
};

describe('a node that names a part', () => {
  it.each<readonly [string, Answer, string]>([
    [
      'of the series',
      ({ path }, response) => {
        if (!path.endsWith('/series')) return false;
        replyJson(response, 200, [{ '0020000E': { vr: 'UI', Value: [series[0]] } }]);
        return true;
      },
      'The node says that it has 3 series of it, and names 1.',
    ],
    [
      'of the images of a series',
      ({ path }, response) => {
        if (!path.endsWith(`${series[1]}/instances`)) return false;
        const first = images.find(({ seriesInstanceUid }) => seriesInstanceUid === series[1])!;
        replyJson(response, 200, [{ '00080018': { vr: 'UI', Value: [first.sopInstanceUid] } }]);
        return true;
      },
      `The node says that it has 4 images of series ${series[1]}, and names 1.`,
    ],
    [
      'and no images of a series',
      ({ path }, response) => path.endsWith(`${series[1]}/instances`) && ends(response, 204),
      `The node names no images of series ${series[1]}.`,
    ],
  ])('%s is told, also when all that it names is here', async (_, answer, reason) => {
    const source = await nodeWith(answer);
    for (const _time of ['fetched', 'here already'])
      expect(await fetch(source)).toMatchObject({
        missing: [],
        reason: { message: reason },
        error: undefined,
      });
  });

  it('but does not say how much it has, or does not answer that, is believed', async () => {
    const source = await nodeWith(
      ({ path, isSearch }, response) => isSearch && path === '/studies' && ends(response, 500),
    );
    expect(await fetch(source)).toMatchObject({ there: 12, came: 12, reason: undefined });
  });
});

describe('what a node cannot give', () => {
  const [bad] = images;
  const isBad = ({ path, isSearch }: PacsRequest): boolean =>
    !isSearch &&
    [`/series/${series[0]}`, `/instances/${bad!.sopInstanceUid}`].some((end) => path.endsWith(end));

  it('does not keep the other series away', async () => {
    const asked: string[] = [];
    const source = await nodeWith(
      (request, response) =>
        (isBad(request) || (!request.isSearch && request.path.endsWith(study))) && ends(response, 500),
      asked,
    );
    const first = await fetch(source);
    expect(asked).toEqual(['', ...series.map((uid) => `/series/${uid}`)]);
    expect(first).toMatchObject({ came: 8, error: { code: 'dicomweb/refused' } });
    expect(first.missing).toHaveLength(4);
  });

  it('of a series that is here in part does not keep the next ones away', async () => {
    const [, good] = images;
    const source = await nodeWith((request, response) => isBad(request) && ends(response, 404));
    const one = { studies: [study], series: [series[0]!], instances: [good!.sopInstanceUid] };
    await source.ways[0]!.fetch(tester, everything, one, {});
    expect(await fetch(source)).toMatchObject({
      ...{ wereHere: 1, came: 10, missing: [bad!.sopInstanceUid] },
      error: { code: 'dicomweb/refused' },
    });
  });

  it('is asked for again neither where it answers for nothing nor where it does not let us in', async () => {
    for (const [status, count] of [
      [500, 4],
      [401, 1],
      [503, 1],
    ] as const) {
      const asked: string[] = [];
      const source = await nodeWith(({ isSearch }, response) => !isSearch && ends(response, status), asked);
      expect((await fetch(source)).came).toBe(0);
      expect(asked).toHaveLength(count);
    }
  });
});

describe('a node of both kinds', () => {
  const fails = (name: FetchWay['name'], code: ErrorCode): FetchWay => ({
    name,
    fetch: () =>
      Promise.reject(new IsocenterError(code, { host: 'pacs', status: 503, url: 'pacs' } as never)),
  });
  const gives = (name: FetchWay['name']): FetchWay => ({
    name,
    fetch: async () => ({
      ...{ status: 0xb000, completed: 0, failed: 1, warning: 0, remaining: 0 },
      ...{ isCounted: true, failedSopInstanceUids: [], errorComment: 'one is away' },
    }),
  });
  const withWays = async (...ways: FetchWay[]): Promise<ImageSource> => {
    const web = await nodeWith(() => false);
    return { openQueries: (root, signal) => web.openQueries(root, signal), ways };
  };

  it('has not failed when the last way was answered, whatever the first failed with', async () => {
    const { error, reason } = await fetch(await withWays(fails('WADO-RS', 'dicomweb/busy'), gives('C-GET')));
    expect(error).toBeUndefined();
    expect(reason?.message).toMatch(/^WADO-RS: .*503\. C-GET: one is away$/);
    expect(problemOf(reason).each).toEqual([
      { what: 'WADO-RS', reason: expect.objectContaining({ code: 'dicomweb/busy' }) },
      { what: 'C-GET', reason: saidProblem('one is away') },
    ]);
  });

  it('has failed with what the last way failed with', async () => {
    const ways = [fails('WADO-RS', 'dicomweb/no-service'), fails('C-GET', 'dimse/timeout')];
    expect((await fetch(await withWays(...ways))).error).toMatchObject({ code: 'dimse/timeout' });
  });
});
