import { expect, it } from 'vitest';
import { dicomDoors } from './own-addresses.ts';

it('is reached where the page is, or at the one address that it listens on', () => {
  const doors = dicomDoors(
    [
      { door: 'dicom', host: '0.0.0.0', port: 11_112 },
      { door: 'dicom-tls', host: '192.0.2.7', port: 2_762 },
      { door: 'http', host: '0.0.0.0', port: 80 },
    ],
    'images.example.org',
  );
  expect(doors).toEqual([
    { host: 'images.example.org', port: 11_112, isTls: false, isLocal: false },
    { host: '192.0.2.7', port: 2_762, isTls: true, isLocal: false },
  ]);
});

it.each(['127.0.0.1', '::1', 'localhost'])('%s is for this machine alone', (host) => {
  expect(dicomDoors([{ door: 'dicom', host, port: 1 }], 'localhost')).toMatchObject([{ isLocal: true }]);
});
