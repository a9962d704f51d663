import { expect, it } from 'vitest';
import { beginsAs, guessMediaType } from './media-type.ts';

const bytes = (text: string) => Uint8Array.from(text, (letter) => letter.charCodeAt(0));

it.each([
  ['report.pdf', '%PDF-1.7', 'application/pdf'],
  ['report', '%PDF-1.7', 'application/pdf'],
  ['report.txt', '%PDF-1.7', 'application/pdf'],
  ['scan.bin', '\x89PNG\r\n\x1a\n', 'image/png'],
  ['photo.png', '\xff\xd8\xff\xe0', 'image/jpeg'],
  ['moving.webp', 'RIFF\x10\x00\x00\x00WEBP', 'image/webp'],
  ['film', '\x00\x00\x00\x18ftypmp42', 'video/mp4'],
  ['a.txt', 'Grüße', 'text/plain'],
  ['A.CSV', 'a;b\r\n1;2', 'text/csv'],
  ['README', 'read me', 'text/plain'],
  ['letter.docx', 'PK\x03\x04', 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'],
  ['sleep.edf', `0       ${'X'.repeat(248)}`, 'application/edf'],
  ['sleep.bdf', '\xffBIOSEMI', 'application/x-bdf'],
  ['brain.nii', `\x5c\x01\x00\x00${'\x00'.repeat(340)}n+1\x00`, 'application/x-nifti'],
  ['all.zip', 'PK\x03\x04', 'application/zip'],
  // What contradicts its name is nothing that we know.
  ['report.pdf', '<script>alert(1)</script>', undefined],
  ['photo.png', 'MZ\x90\x00', undefined],
  ['a.txt', '\x00\x01\x02', undefined],
  ['page.html', '<html>', undefined],
  ['picture.svg', '<svg onload="alert(1)"/>', undefined],
  ['sleep.edf', '0       \x00', undefined],
  ['x.constructor', 'text', undefined],
])('%s beginning with %j is %s', (name, content, type) => {
  expect(guessMediaType(bytes(content), name)).toBe(type);
});

it('tells whether a file is what it is called', () => {
  expect(beginsAs('image/png', bytes('<html>'))).toBe(false);
  expect(beginsAs('text/plain', bytes('\x00'))).toBe(false);
  expect(beginsAs('text/csv', bytes('a;b'))).toBe(true);
  expect(beginsAs('constructor', bytes('a'))).toBe(false);
});
