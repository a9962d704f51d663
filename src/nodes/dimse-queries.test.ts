import { expect, it } from 'vitest';
import { systemClock } from '../base/index.ts';
import { node as nodeSchema } from '../contract/index.ts';
import { Dataset, tags } from '../dicom/index.ts';
import { acceptContexts, createDimseServer, statuses } from '../dimse/index.ts';
import { createPeerGuard } from '../net/index.ts';
import { DimseQueries } from './dimse-queries.ts';

it('does not take for the whole what a node ended by itself', async () => {
  const server = createDimseServer({
    handlers: {
      associate: ({ request }) => ({
        ...{ accept: true, session: undefined },
        ...acceptContexts(request, { transferSyntaxes: () => ['1.2.840.10008.1.2.1'] }),
      }),
      async *find() {
        yield [Dataset.of({ StudyInstanceUID: '1.2.3' })];
        return { status: statuses.cancel };
      },
    },
  });
  const { port } = await server.listen({ host: '127.0.0.1', port: 0 });
  const guard = createPeerGuard({ allowed: ['127.0.0.0/8'], ownPorts: () => [] });
  const dialler = { aeTitle: 'ISOCENTER', clock: systemClock, tls: () => ({}), guard };
  const node = nodeSchema.parse({ name: 'pacs', aeTitle: 'PACS', host: '127.0.0.1', port });
  {
    await using queries = await DimseQueries.open(dialler, { ...node, from: 'config' }, 'study');
    const found: (string | undefined)[] = [];
    const asking = async (): Promise<void> => {
      for await (const one of queries.find('study', Dataset.of({ StudyInstanceUID: '' })))
        found.push(one.string(tags.StudyInstanceUID));
    };
    await expect(asking()).rejects.toMatchObject({ code: 'dimse/failed' });
    expect(found).toEqual(['1.2.3']);
    // Who has enough and leaves has cancelled it: that is no failure.
    for await (const _one of queries.find('study', Dataset.of({ StudyInstanceUID: '' }))) break;
  }
  await server.close();
});
