/** Smaller pieces may lie in a buffer that others share, and weigh nothing. */
const SMALLEST = 4 * 1024;

/**
 * Frees the memory of a piece of a body that nobody reads any more. The HTTP parser makes a buffer for each; V8 runs a full
 * collection for every 64 MB of them that it has not got round to. The piece is empty from then on.
 */
export function giveBack(piece: Uint8Array): void {
  const { buffer, length } = piece;
  if (length >= SMALLEST && length === buffer.byteLength && buffer instanceof ArrayBuffer) buffer.transfer(0);
}
