/**
 * Animations in grey as GIF (GIF89a), each of the 256 greys as it is: libvips keeps one of 256 colours for what is transparent, so a
 * grey would become its neighbour, and takes several times as long to find the colours that are known here.
 */
import { concat } from '../dicom/index.ts';
import type { Picture } from '../pixels/index.ts';
import { lzw } from './lzw.ts';

const text = (letters: string): number[] => [...letters].map((letter) => letter.charCodeAt(0));
const word = (value: number): number[] => [value & 0xff, value >> 8];

/** 256 colours for all pictures, each of 8 bits. */
const GLOBAL_TABLE = 0xf7;
const greys = Array.from({ length: 256 * 3 }, (_, at) => Math.floor(at / 3));
/** Again and again: an extension that every reader knows. */
const forever = [0x21, 0xff, 11, ...text('NETSCAPE2.0'), 3, 1, 0, 0, 0];
const TRAILER = 0x3b;
const BITS = 8;

/** @param cells in grey, all of one size, of at most 65,535 pixels in width and height @param delayMs of each */
export function encodeGreyGif(cells: readonly Picture[], delayMs: number): Uint8Array {
  const { width, height } = cells[0]!;
  const size = [...word(width), ...word(height)];
  const head = [...text('GIF89a'), ...size, GLOBAL_TABLE, 0, 0, ...greys, ...forever];
  const delay = word(Math.round(delayMs / 10));
  const before = [0x21, 0xf9, 4, 0, ...delay, 0, 0, 0x2c, 0, 0, 0, 0, ...size, 0, BITS];
  const pictures = cells.flatMap(({ pixels }) => [Uint8Array.from(before), lzw(pixels)]);
  return concat([Uint8Array.from(head), ...pictures, Uint8Array.of(TRAILER)]);
}
