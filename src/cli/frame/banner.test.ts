import { expect, it } from 'vitest';
import { type Address, loadSettings } from '../../contract/index.ts';
import { banner } from './banner.ts';

const settings = loadSettings({ flags: { data: '/d' }, env: {}, readFile: () => '{}' });
const dicom: Address = { door: 'dicom', host: '127.0.0.1', port: 11_112 };
const told = (host: string, key?: string) =>
  banner('isocenter', '1.0.0', settings, [dicom, { door: 'http', host, port: 8_080 }], key);

it('says what is there and where to go', () => {
  const text = told('127.0.0.1', 'k3y');
  for (const place of ['', '/api/docs', '/dicom-web', '/health', '/metrics', '/setup?key=k3y'])
    expect(text).toContain(`http://localhost:8080${place}`);
});

it('of a server for others names the address they use, and makes the first account by a command', () => {
  const text = told('192.168.1.10', 'k3y');
  expect(text).toContain('http://192.168.1.10:8080/dicom-web');
  expect(text).toContain('isocenter user add NAME --role administrator');
  expect(text).not.toContain('k3y');
  expect(told('2001:db8::1')).toContain('http://[2001:db8::1]:8080/api/docs');
});
