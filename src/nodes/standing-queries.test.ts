import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { expect, it } from 'vitest';
import { systemClock } from '../base/index.ts';
import { node as nodeSchema } from '../contract/index.ts';
import { Dataset } from '../dicom/index.ts';
import { acceptContexts, createDimseServer, statuses } from '../dimse/index.ts';
import { createPeerGuard } from '../net/index.ts';
import { DimseQueries } from './dimse-queries.ts';
import { StandingQueries } from './standing-queries.ts';

/** It finds nothing, and says how often it was called. */
async function emptyNode() {
  const sockets: Socket[] = [];
  const dimse = createDimseServer({
    handlers: {
      associate: ({ request }) => ({
        ...{ accept: true, session: 'somebody' },
        ...acceptContexts(request, { transferSyntaxes: () => ['1.2.840.10008.1.2.1'] }),
      }),
      async *find() {
        yield* [];
        return { status: statuses.success };
      },
    },
  });
  const server = createServer((socket) => {
    sockets.push(socket);
    dimse.accept(socket, { address: '127.0.0.1', port: 0 });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    ...{ sockets, port: (server.address() as AddressInfo).port },
    async [Symbol.asyncDispose]() {
      server.close();
      await dimse.close({ drainMs: 0 });
    },
  };
}

it('asks all on one association, and on another one when the node has ended that', async () => {
  await using pacs = await emptyNode();
  const guard = createPeerGuard({ allowed: ['127.0.0.0/8'], ownPorts: () => [] });
  const dialler = { aeTitle: 'ISOCENTER', clock: systemClock, tls: () => ({}), guard };
  const node = nodeSchema.parse({ name: 'pacs', aeTitle: 'PACS', host: '127.0.0.1', port: pacs.port });
  await using queries = new StandingQueries(
    { openQueries: (root, signal) => DimseQueries.open(dialler, { ...node, from: 'config' }, root, signal) },
    undefined,
  );
  const ask = () => Array.fromAsync(queries.find('study', Dataset.of({ PatientID: 'P' })));
  for (let times = 0; times < 3; times++) expect(await ask()).toEqual([]);
  expect(pacs.sockets).toHaveLength(1);
  pacs.sockets[0]!.destroy();
  expect(await ask()).toEqual([]);
  expect(await ask()).toEqual([]);
  expect(pacs.sockets).toHaveLength(2);
});
