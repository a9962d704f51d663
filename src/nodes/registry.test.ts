import { expect, test } from 'vitest';
import { systemClock } from '../base/index.ts';
import { node as nodeSchema } from '../contract/index.ts';
import { inNetworks } from '../net/index.ts';
import { isLoopback } from './addresses.ts';
import { NodeRegistry } from './registry.ts';

const node = (fields: object) =>
  nodeSchema.parse({ name: 'ct1', aeTitle: 'CT_ONE', host: '10.0.0.7', port: 104, ...fields });
const certificate = 'AB'.repeat(32);

function registryOf(...nodes: ReturnType<typeof node>[]) {
  const registry = new NodeRegistry([], systemClock);
  registry.load(nodes);
  return registry;
}

test('a caller is title and address together', async () => {
  const registry = registryOf(node({ addresses: ['192.168.4.0/24'] }));
  const name = async (title: string, address: string) => (await registry.identify(title, { address }))?.name;
  expect(await name('CT_ONE', '10.0.0.7')).toBe('ct1');
  expect(await name('CT_ONE', '::ffff:192.168.4.9')).toBe('ct1');
  expect(await name('CT_ONE', '10.0.0.8')).toBeUndefined();
  expect(await name('CT_TWO', '10.0.0.7')).toBeUndefined();
});

test('a node with a certificate must show it, wherever it calls from', async () => {
  const registry = registryOf(node({ certificate }));
  const shown = certificate.toLowerCase().replace(/(..)(?=.)/g, '$1:');
  expect((await registry.identify('CT_ONE', { address: '8.8.8.8', certificate: shown }))?.name).toBe('ct1');
  expect(await registry.identify('CT_ONE', { address: '10.0.0.7' })).toBeUndefined();
  expect(
    await registry.identify('CT_ONE', { address: '10.0.0.7', certificate: '00'.repeat(32) }),
  ).toBeUndefined();
});

test('names win over titles, and an ambiguous title is unknown', () => {
  const registry = registryOf(node({}), node({ name: 'ct2' }), node({ name: 'CT_X', aeTitle: 'OTHER' }));
  expect(registry.get('ct2').name).toBe('ct2');
  expect(registry.get('OTHER').name).toBe('CT_X');
  expect(() => registry.get('CT_ONE')).toThrow(expect.objectContaining({ code: 'node/unknown' }));
});

test.each([
  ['127.0.0.1', true],
  ['::1', true],
  ['::ffff:127.3.2.1', true],
  ['128.0.0.1', false],
])('%s is loopback: %s', (address, expected) => {
  expect(isLoopback(address)).toBe(expected);
});

test('a malformed network matches nothing', () => {
  expect(inNetworks('10.0.0.1', ['10.0.0.0/99', 'nonsense', '10.0.0.0/x'])).toBe(false);
  expect(inNetworks('nonsense', ['0.0.0.0/0'])).toBe(false);
});
