import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { expect, it } from 'vitest';
import { loadSettings } from '../../contract/index.ts';
import { freePorts } from './free-ports.ts';

it('tells a port that is free from one that is used', async () => {
  const other = createServer().listen(0, '127.0.0.1');
  await once(other, 'listening');
  const { port } = other.address() as AddressInfo;
  const flags = { dicomPort: String(port), httpPort: '0' };
  const checks = await freePorts(loadSettings({ flags, env: {}, readFile: () => '{}' }));
  other.close();
  expect(checks.map(({ name, status }) => [name, status])).toEqual([
    ['DICOM port', 'problem'],
    ['HTTP port', 'ok'],
  ]);
  expect(checks[0]?.message).toContain('another program uses it');
});
