import { writeFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { corpus } from '../../test/support/corpus.ts';
import { deafNode, nodeThat } from '../../test/support/deaf-node.ts';
import { TemporaryDirectory } from '../../test/support/temp.ts';
import { drain, TemporaryArchive, tester } from '../../test/support/temp-archive.ts';
import { systemClock } from '../base/index.ts';
import { everything } from '../contract/index.ts';
import { acceptContexts, createDimseServer } from '../dimse/index.ts';
import { createPeerGuard } from '../net/index.ts';
import { sendInstances } from './send.ts';

/** It takes every association and every byte, and never says that it has them. */
async function silentNode() {
  const asked = Promise.withResolvers<void>();
  const dimse = createDimseServer({
    handlers: {
      associate: ({ request }) => ({
        ...{ accept: true, session: 'somebody' },
        ...acceptContexts(request, { transferSyntaxes: () => ['1.2.840.10008.1.2.1'] }),
      }),
      store: () => {
        asked.resolve();
        return { write: async () => {}, end: () => new Promise(() => {}), abort: () => {} };
      },
    },
  });
  const node = await nodeThat((socket) => dimse.accept(socket, { address: '127.0.0.1', port: 0 }));
  return {
    ...{ ...node, asked: asked.promise },
    async [Symbol.asyncDispose]() {
      await node[Symbol.asyncDispose]();
      await dimse.close({ drainMs: 0 });
    },
  };
}

describe('sending', () => {
  it.each([
    ['answers', silentNode],
    ['takes the association', deafNode],
  ])('ends soon when it shall, also where nobody %s', async (_, makeNode) => {
    await using home = await TemporaryArchive.open();
    using source = new TemporaryDirectory('source');
    const images = [...corpus({ kind: 'tiny', studies: 1, seriesPerStudy: 1, instancesPerSeries: 3 })];
    for (const image of images) writeFileSync(source.join(image.sopInstanceUid), image.encode());
    const { archive } = home;
    const abort = new AbortController();
    await drain(archive.importFiles(tester, everything, { paths: [source.path] }, abort.signal));
    await using node = await makeNode();
    const guard = createPeerGuard({ allowed: ['127.0.0.0/8'], ownPorts: () => [] });
    const dialler = { aeTitle: 'ISOCENTER', clock: systemClock, tls: () => ({}), guard };
    const to = {
      ...{ name: 'silent', aeTitle: 'SILENT', host: '127.0.0.1', port: node.port, tls: false, addresses: [] },
      ...{ may: { store: false, find: false, retrieve: false, commit: false }, comment: '' },
    };
    const pages = archive.select(tester, everything, [
      { studyInstanceUids: images.map(({ studyInstanceUid }) => studyInstanceUid) },
    ]);
    const sending = drain(
      sendInstances({ archive, dialler }, tester, everything, to, pages, { signal: abort.signal }),
    );
    await node.asked;
    abort.abort();
    const late = delay(15_000).then(() => 'late');
    expect(await Promise.race([sending, late])).toMatchObject({ items: [] });
  });
});
