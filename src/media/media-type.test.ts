import { randomBytes } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { beginsAs, guessMediaType, MEDIA_TYPE_HEAD } from './media-type.ts';

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
  ['big.nii', `\x00\x00\x01\x5c${'\x00'.repeat(340)}n+1\x00`, 'application/x-nifti'],
  ['second.nii', '\x1c\x02\x00\x00n+2\x00\r\n\x1a\n', 'application/x-nifti'],
  ['brain.nii', `\x5c\x01\x00\x00${'\x00'.repeat(340)}ni1\x00`, undefined],
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

describe('what is packed', () => {
  const header = bytes(`\x5c\x01\x00\x00${'\x00'.repeat(340)}n+1\x00`);

  it.each([
    ['brain.nii.gz', Buffer.concat([header, randomBytes(100_000)]), 'application/x-nifti+gzip'],
    ['brain.gz', header, 'application/x-nifti+gzip'],
    ['brain.nii.gz', Buffer.from('a letter'), 'application/gzip'],
    ['zeros.nii.gz', Buffer.alloc(10_000_000), 'application/gzip'],
  ])('%s is told by what is in it', (name, content, type) => {
    expect(guessMediaType(gzipSync(content).subarray(0, MEDIA_TYPE_HEAD), name)).toBe(type);
  });

  it('is not known where it is damaged', () => {
    expect(guessMediaType(bytes('\x1f\x8b\x08\x00damaged'), 'a.gz')).toBe('application/gzip');
  });
});

it('tells whether a file is what it is called', () => {
  expect(beginsAs('image/png', bytes('<html>'))).toBe(false);
  expect(beginsAs('text/plain', bytes('\x00'))).toBe(false);
  expect(beginsAs('text/csv', bytes('a;b'))).toBe(true);
  expect(beginsAs('constructor', bytes('a'))).toBe(false);
});
