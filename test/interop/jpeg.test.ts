/** JPEG streams as DCMTK writes them: every lossless predictor, and frames in every arrangement of fragments. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { imageFile, nativePixelData, sha256 } from '../support/pixels.ts';
import { findProgram, runOrThrow } from '../support/processes.ts';
import { describeWithPeer } from '../support/skip.ts';
import { TemporaryDirectory } from '../support/temp.ts';

const FRAMES = 4;

/** Four frames of 32 x 32 pixels of 12 bits: waves, smooth enough for lossy compression to keep them. */
function multiFrame(): Uint8Array {
  const wave = (i: number) => Math.round(2048 + 1500 * Math.sin(i / 41) + 400 * Math.sin((i >> 5) / 3));
  const pixels = Uint16Array.from({ length: FRAMES * 32 * 32 }, (_, i) => wave(i));
  return imageFile({ NumberOfFrames: FRAMES }, new Uint8Array(pixels.buffer));
}

async function compressed(...options: string[]): Promise<Uint8Array> {
  using directory = new TemporaryDirectory();
  const [input, output] = ['in.dcm', 'out.dcm'].map((name) => join(directory.path, name)) as [string, string];
  writeFileSync(input, multiFrame());
  await runOrThrow('dcmcjpeg', [...options, '--uid-never', input, output]);
  return new Uint8Array(readFileSync(output));
}

describeWithPeer(
  'JPEG of DCMTK',
  findProgram('dcmcjpeg') !== undefined,
  () => {
    it.each([1, 2, 3, 4, 5, 6, 7])('lossless, predictor %i', async (predictor) => {
      const file = await compressed('--encode-lossless', '--selection-value', String(predictor));
      expect(sha256(await nativePixelData(file))).toBe(sha256(await nativePixelData(multiFrame())));
    });

    it('lossless, with a point transform', async () => {
      const file = await compressed('--encode-lossless', '--selection-value', '4', '--point-transform', '2');
      const decoded = Buffer.from(await nativePixelData(file));
      const original = Buffer.from(await nativePixelData(multiFrame()));
      for (let at = 0; at < original.length; at += 2)
        expect(decoded.readUInt16LE(at)).toBe(original.readUInt16LE(at) & ~3);
    });

    it.each([
      ['an offset table', ['--offset-table-create']],
      ['no offset table', ['--offset-table-empty']],
      ['frames of several fragments', ['--fragment-size', '1', '--offset-table-create']],
      ['frames of several fragments without a table', ['--fragment-size', '1', '--offset-table-empty']],
    ])('%s', async (_name, options) => {
      const file = await compressed('--encode-lossless-sv1', ...options);
      expect(sha256(await nativePixelData(file))).toBe(sha256(await nativePixelData(multiFrame())));
    });

    it('extended, 12 bits: within one of what DCMTK decodes', async () => {
      using directory = new TemporaryDirectory();
      const [coded, raw] = ['coded.dcm', 'raw.dcm'].map((name) => join(directory.path, name)) as [
        string,
        string,
      ];
      writeFileSync(coded, await compressed('--encode-extended', '--bits-force-12'));
      await runOrThrow('dcmdjpeg', [coded, raw]);
      const [ours, theirs] = (await Promise.all(
        [coded, raw].map(async (path) =>
          Buffer.from(await nativePixelData(new Uint8Array(readFileSync(path)))),
        ),
      )) as [Buffer, Buffer];
      for (let at = 0; at < theirs.length; at += 2)
        expect(Math.abs(ours.readUInt16LE(at) - theirs.readUInt16LE(at))).toBeLessThanOrEqual(1);
    });
  },
  'dcmcjpeg',
);
