/** STOW-RS to nodes that answer badly, late or not at all. */
import { writeFileSync } from 'node:fs';
import type { IncomingMessage } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { corpus } from '../../../test/support/corpus.ts';
import { freePort } from '../../../test/support/ports.ts';
import { TemporaryDirectory } from '../../../test/support/temp.ts';
import { drain, TemporaryArchive, tester } from '../../../test/support/temp-archive.ts';
import { replyJson, servers, webNode, webParts } from '../../../test/support/web-node.ts';
import { everything, node as nodeSchema } from '../../contract/index.ts';
import { parseFile, tags } from '../../dicom/index.ts';
import type { SentInstance } from '../sent-instance.ts';
import { requireWeb } from './service.ts';
import { storeByWeb } from './store.ts';

const images = [...corpus({ kind: 'mr', studies: 1, seriesPerStudy: 1, instancesPerSeries: 4, seed: 900 })];
const uids = images.map(({ sopInstanceUid }) => sopInstanceUid).sort();
let temporary: TemporaryArchive;

beforeAll(async () => {
  temporary = await TemporaryArchive.open();
  using source = new TemporaryDirectory('source');
  for (const image of images) writeFileSync(source.join(image.sopInstanceUid), image.encode());
  const { signal } = new AbortController();
  await drain(temporary.archive.importFiles(tester, everything, { paths: [source.path] }, signal));
});
afterAll(() => temporary[Symbol.asyncDispose]());

const serve = servers();
const { secrets, dialler } = webParts();

function send(
  port: number,
  signal = new AbortController().signal,
  idleMs = 5_000,
): AsyncGenerator<SentInstance> {
  const { archive } = temporary;
  const pages = archive.select(tester, everything, [{ studyInstanceUids: [images[0]!.studyInstanceUid] }]);
  return storeByWeb({ archive, dialler, secrets, idleMs }, tester, everything, webNode(port), pages, {
    signal,
  });
}

const outcomes = async (port: number) =>
  (await Array.fromAsync(send(port))).sort((a, b) => (a.sopInstanceUid < b.sopInstanceUid ? -1 : 1));

/** SOP Instance UIDs of the files in a body, found without the code that is tested. */
async function filesIn(request: IncomingMessage): Promise<string[]> {
  const body = Buffer.concat(await Array.fromAsync(request as AsyncIterable<Buffer>));
  const boundary = /boundary=([^;]+)/.exec(request.headers['content-type']!)![1]!;
  const parts = body.toString('latin1').split(`--${boundary}`).slice(1, -1);
  return parts.map((part) => {
    const file = Buffer.from(part.slice(part.indexOf('\r\n\r\n') + 4, -2), 'latin1');
    return parseFile(file).dataset.string(tags.SOPInstanceUID)!;
  });
}

const sequence = (all: readonly (readonly [uid: string, reason?: number])[], tag = '00081197') => ({
  vr: 'SQ',
  Value: all.map(([uid, reason]) => ({
    '00081155': { vr: 'UI', Value: [uid] },
    ...(reason && { [tag]: { vr: 'US', Value: [reason] } }),
  })),
});

describe('what a node says of each instance', () => {
  it('counts, whatever the status of the whole', async () => {
    const [first, second, third, fourth] = uids as [string, string, string, string];
    const port = await serve(async (request, response) => {
      expect(request.url).toBe('/wado/studies');
      expect((await filesIn(request)).sort()).toEqual(uids);
      const taken = sequence([[first], [second, 0xb000]], '00081196');
      replyJson(response, 202, {
        '00081199': taken,
        '00081198': sequence([
          [third, 0xa700],
          [fourth, 0x0122],
        ]),
      });
    });
    expect(await outcomes(port)).toEqual([
      { outcome: 'completed', sopInstanceUid: first },
      { outcome: 'warning', sopInstanceUid: second },
      {
        ...{ outcome: 'failed', sopInstanceUid: third, isFinal: false },
        errorComment: expect.stringContaining('it has no room (0xA700)'),
        reason: expect.objectContaining({ code: 'dicomweb/refused' }),
      },
      {
        ...{ outcome: 'failed', sopInstanceUid: fourth, isFinal: true },
        errorComment: expect.stringContaining('the SOP class is not supported (0x0122)'),
        reason: expect.objectContaining({ code: 'dicomweb/refused' }),
      },
    ]);
  });

  it('counts where others cannot be read, and is final of what it has already', async () => {
    const [first, second] = uids as [string, string];
    const port = await serve(async (request, response) => {
      await filesIn(request);
      const odd = [{}, { '00081155': { vr: 'UI', Value: [null] } }];
      const taken = { vr: 'SQ', Value: [...odd, ...sequence([[first]]).Value] };
      replyJson(response, 202, { '00081199': taken, '00081198': sequence([[second, 0x0111]]) });
    });
    const told = await outcomes(port);
    expect(told[0]).toEqual({ outcome: 'completed', sopInstanceUid: first });
    expect(told[1]).toMatchObject({ outcome: 'failed', isFinal: true });
    expect(told[2]).not.toHaveProperty('isFinal', true);
  });

  it('is asked again without Expect where that is not known', async () => {
    const expected: unknown[] = [];
    const port = await serve(async (request, response) => {
      expected.push(request.headers.expect);
      if (request.headers.expect) return void response.writeHead(417).end();
      await filesIn(request);
      replyJson(response, 200, { '00081199': sequence(uids.map((uid) => [uid])) });
    });
    expect((await outcomes(port)).map(({ outcome }) => outcome)).toEqual(uids.map(() => 'completed'));
    expect(expected).toEqual(['100-continue', undefined]);
  });

  it('of which it says nothing is not taken for sent', async () => {
    const port = await serve(async (request, response) => {
      await filesIn(request);
      replyJson(response, 200, { '00081199': sequence([[uids[0]!]]) });
    });
    expect((await outcomes(port)).map(({ outcome }) => outcome)).toEqual([
      'completed',
      ...['failed', 'failed', 'failed'],
    ]);
  });

  it.each([
    ['a page of a portal', '<html>Please log in</html>'],
    ['nothing', ''],
    ['another data set', '[{}]'],
  ])('%s is no answer', async (_, text) => {
    const port = await serve(async (request, response) => {
      await filesIn(request);
      response.end(text);
    });
    for (const { outcome, errorComment, isFinal } of await outcomes(port)) {
      expect(outcome).toBe('failed');
      expect(errorComment).toContain('no answer of a DICOMweb service');
      expect(isFinal).toBeUndefined();
    }
  });
});

describe('a node that refuses', () => {
  it.each([
    [413, true],
    [400, true],
    [500, false],
  ])('one of several with %i takes the others', async (status, isFinal) => {
    const port = await serve(async (request, response) => {
      const files = await filesIn(request);
      if (files.includes(uids[1]!)) return replyJson(response, status, {});
      return replyJson(response, 200, { '00081199': sequence(files.map((uid) => [uid])) });
    });
    const results = await outcomes(port);
    expect(results.map(({ outcome }) => outcome)).toEqual(['completed', 'failed', 'completed', 'completed']);
    expect(results[1]!.isFinal ?? false).toBe(isFinal);
  });

  it.each([
    [401, 'dicomweb/denied'],
    [403, 'dicomweb/denied'],
    [404, 'dicomweb/no-service'],
    [302, 'dicomweb/no-service'],
  ])('us with %i ends it, and sees no image', async (status, code) => {
    let requests = 0;
    const port = await serve(
      () => {},
      (_, response) => {
        requests++;
        response.writeHead(status, { location: 'http://127.0.0.1:1/' }).end();
      },
    );
    await expect(outcomes(port)).rejects.toMatchObject({ code });
    expect(requests).toBe(1);
  });

  it('everything for now is asked once', async () => {
    let requests = 0;
    const port = await serve(async (request, response) => {
      requests++;
      await filesIn(request);
      replyJson(response, 503, {});
    });
    expect((await outcomes(port)).every(({ outcome, isFinal }) => outcome === 'failed' && !isFinal)).toBe(
      true,
    );
    expect(requests).toBe(1);
  });

  it('everything with 500 is asked for three of them', async () => {
    let requests = 0;
    const port = await serve(async (request, response) => {
      requests++;
      await filesIn(request);
      replyJson(response, 500, {});
    });
    expect((await outcomes(port)).map(({ outcome }) => outcome)).toEqual(Array(4).fill('failed'));
    expect(requests).toBe(4);
  });
});

describe('a node that', () => {
  it('is not there fails everything', async () => {
    const port = await freePort();
    for (const { errorComment } of await outcomes(port)) expect(errorComment).toContain('cannot be reached');
  });

  it('hangs up in the middle fails everything', async () => {
    const port = await serve((request) => request.once('data', () => request.socket.destroy()));
    for (const { errorComment } of await outcomes(port)) expect(errorComment).toContain('cannot be reached');
  });

  it('takes everything and says nothing is given up', async () => {
    const port = await serve((request) => request.resume());
    const results = await Array.fromAsync(send(port, undefined, 200));
    for (const { errorComment } of results) expect(errorComment).toContain('said nothing');
    expect(results).toHaveLength(4);
  });

  it('never answers is left when the sending ends', async () => {
    const asked = Promise.withResolvers<void>();
    const port = await serve((request) => {
      request.resume();
      asked.resolve();
    });
    const abort = new AbortController();
    const all = Array.fromAsync(send(port, abort.signal, 60_000));
    await asked.promise;
    abort.abort();
    expect(await all).toEqual([]);
  });
});

describe('a secret', () => {
  const authorizationAt = async (user?: string): Promise<string | undefined> => {
    let said: string | undefined;
    const port = await serve((request, response) => {
      said = request.headers.authorization;
      response.writeHead(503).end();
    });
    await secrets.keep(webNode(port, user), 'pässword');
    const { archive } = temporary;
    const pages = archive.select(tester, everything, [{ studyInstanceUids: [images[0]!.studyInstanceUid] }]);
    await Array.fromAsync(
      storeByWeb({ archive, dialler, secrets }, tester, everything, webNode(port, user), pages),
    );
    return said;
  };

  it('is a password with a user', async () => {
    const basic = await authorizationAt('ada');
    expect(Buffer.from(basic!.replace(/^Basic /, ''), 'base64').toString()).toBe('ada:pässword');
  });

  it('goes to the server that it was given for and to no other', async () => {
    await secrets.keep(webNode(1), 'token');
    expect(secrets.authorization(webNode(1))).toBe('Bearer token');
    expect(secrets.authorization(webNode(2))).toBeUndefined();
    expect(secrets.has(webNode(2))).toBe(false);
  });

  it('is not sent where everybody reads it', async () => {
    const node = requireWeb(nodeSchema.parse({ name: 'cloud', web: { url: 'http://10.1.2.3/dicom-web' } }));
    await expect(secrets.keep(node, 'token')).rejects.toMatchObject({ code: 'net/forbidden' });
  });
});
