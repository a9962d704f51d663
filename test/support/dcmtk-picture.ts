/** What DCMTK makes of an image, as a picture. */
import { readFileSync, writeFileSync } from 'node:fs';
import type { Picture } from '../../src/pixels/index.ts';
import { findProgram, runOrThrow } from './processes.ts';
import { TemporaryDirectory } from './temp.ts';

const program = 'dcmj2pnm';

const stateProgram = 'dcmp2pgm';

export const drawsWithDcmtk = findProgram(program) !== undefined;
export const drawsStatesWithDcmtk = findProgram(stateProgram) !== undefined;

/** @param file a Part 10 file of samples as they are, RLE or JPEG @param options of the program: which window, which frame */
export async function pictureByDcmtk(file: Uint8Array, options: readonly string[]): Promise<Picture> {
  using directory = new TemporaryDirectory();
  const [input, output] = [directory.join('in.dcm'), directory.join('out.pnm')];
  writeFileSync(input, file);
  await runOrThrow(program, [...options, '--no-overlays', '--write-raw-pnm', input, output]);
  return pictureIn(readFileSync(output));
}

/** An image as a presentation state wants it. @param file and @param state Part 10 files, samples as they are */
export async function stateByDcmtk(file: Uint8Array, state: Uint8Array): Promise<Picture> {
  using directory = new TemporaryDirectory();
  const [input, wanted, output] = ['in.dcm', 'state.dcm', 'out.pgm'].map((name) => directory.join(name));
  writeFileSync(input!, file);
  writeFileSync(wanted!, state);
  await runOrThrow(stateProgram, ['--pstate', wanted!, input!, output!]);
  return pictureIn(readFileSync(output!));
}

function pictureIn(written: Uint8Array): Picture {
  const [head = '', kind, width, height] =
    /^P([56])\s(?:#.*\n)?(\d+)\s+(\d+)\s+(?:#.*\n)?255\s/.exec(
      Buffer.from(written.subarray(0, 200)).toString('latin1'),
    ) ?? [];
  return {
    ...{ width: Number(width), height: Number(height), channels: kind === '6' ? 3 : 1 },
    pixels: written.subarray(head.length),
  };
}
