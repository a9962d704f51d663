import { expect, it } from 'vitest';
import { TemporaryArchive, tester } from '../../test/support/temp-archive.ts';
import { servers, webParts } from '../../test/support/web-node.ts';
import { localAdministrator, node as nodeSchema } from '../contract/index.ts';
import { Nodes } from './nodes.ts';

const serve = servers();

/** Nobody listens there. */
const NOBODY = 1;

it.each([
  ['for storing alone is fetched from by DICOM', 404, 'net/unreachable'],
  ['there and has nothing of it is not asked twice', 204, 'dicomweb/refused'],
])('a node whose DICOMweb is %s', async (_, search, code) => {
  await using temporary = await TemporaryArchive.open();
  const port = await serve(({ url }, response) =>
    response.writeHead(url!.includes('?') ? search : 404).end(),
  );
  const both = {
    ...{ name: 'both', aeTitle: 'PACS', host: '127.0.0.1', port: NOBODY },
    web: { url: `http://127.0.0.1:${port}/wado` },
  };
  const { dialler } = webParts();
  const secrets = { read: () => undefined, write: async () => {}, remove: async () => {} };
  const nodes = await Nodes.open({
    ...{ archive: temporary.archive, dialler, secrets },
    configured: [nodeSchema.parse(both)],
  });
  const got = nodes.get({ ...localAdministrator, actor: tester }, 'both', { studies: ['1.2.3'] }, {});
  await expect(got).rejects.toMatchObject({ code });
});
