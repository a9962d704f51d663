import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { deafNode } from '../../test/support/deaf-node.ts';
import { tester } from '../../test/support/temp-archive.ts';
import type { Archive } from '../archive/index.ts';
import { type ErrorCode, IsocenterError, systemClock } from '../base/index.ts';
import { everything, type KnownNode, node as nodeSchema } from '../contract/index.ts';
import { acceptContexts, createDimseServer } from '../dimse/index.ts';
import { createPeerGuard } from '../net/index.ts';
import { getFromNode, moveFromNode } from './fetch.ts';
import { worklistPatients } from './worklist.ts';

const guard = createPeerGuard({ allowed: ['127.0.0.0/8'], ownPorts: () => [] });
const dialler = { aeTitle: 'ISOCENTER', clock: systemClock, tls: () => ({}), guard };
const target = { studies: ['1.2.3'] };
const nodeAt = (port: number): KnownNode => ({
  ...nodeSchema.parse({ name: 'pacs', aeTitle: 'PACS', host: '127.0.0.1', port }),
  from: 'config',
});

const noArchive = {} as Archive;

describe('a node that takes no association', () => {
  it.each<readonly [string, (node: KnownNode, signal: AbortSignal) => Promise<unknown>]>([
    [
      'fetching by C-GET',
      (node, signal) =>
        getFromNode({ archive: noArchive, dialler }, tester, everything, node, target, { signal }),
    ],
    ['fetching by C-MOVE', (node, signal) => moveFromNode(dialler, node, target, 'ISOCENTER', { signal })],
    [
      'asking for a worklist',
      (node, signal) => Array.fromAsync(worklistPatients(dialler, node, { day: '2026-01-31' }, signal)),
    ],
  ])('is left at once when %s ends', async (_, ask) => {
    await using node = await deafNode();
    const abort = new AbortController();
    const asking = ask(nodeAt(node.port), abort.signal);
    await node.asked;
    abort.abort();
    const late = delay(15_000, undefined, { ref: false }).then(() => 'late');
    await expect(Promise.race([asking, late])).rejects.toMatchObject({ code: 'cancelled' });
  });
});

describe('what an archive cannot take in', () => {
  const sopClassUid = '1.2.840.10008.5.1.4.1.1.2';
  const transferSyntaxUid = '1.2.840.10008.1.2.1';

  /** C-GET of one image, where the archive fails with this. */
  async function get(code: ErrorCode) {
    const server = createDimseServer({
      handlers: {
        associate: ({ request }) => ({
          ...{ accept: true, session: undefined },
          ...acceptContexts(request, { transferSyntaxes: () => [transferSyntaxUid] }),
        }),
        get: () => ({
          count: 1,
          items: [{ sopClassUid, sopInstanceUid: '1.2.4', transferSyntaxUid, dataSet: new Uint8Array(16) }],
        }),
      },
    });
    const { port } = await server.listen({ host: '127.0.0.1', port: 0 });
    const error = new IsocenterError(code, { what: 'images', reason: 'EIO' });
    const archive = {
      ingest: () => ({ write: () => Promise.reject(error), end: () => Promise.reject(error), abort() {} }),
    } as unknown as Archive;
    try {
      return await getFromNode({ archive, dialler }, tester, everything, nodeAt(port), target, {});
    } finally {
      await server.close();
    }
  }

  it.each<ErrorCode>(['store/full', 'store/io'])('because of %s is no failure of the node', async (code) => {
    await expect(get(code)).rejects.toMatchObject({ code });
  });

  it('of what it was sent is told', async () => {
    expect(await get('input/invalid')).toMatchObject({ failed: 1, failedSopInstanceUids: ['1.2.4'] });
  });
});
