/** A copy with the bytes of each unit reversed; a shorter rest is copied. */
export function swapped(bytes: Uint8Array, size: number): Uint8Array {
  const copy = bytes.slice();
  const whole = copy.length - (copy.length % size);
  if (size === 1) return copy;
  const view = new DataView(copy.buffer, copy.byteOffset, whole);
  for (let at = 0; at < whole; at += size) swapUnit(view, at, size);
  return copy;
}

function swapUnit(view: DataView, at: number, size: number): void {
  if (size === 2) view.setUint16(at, view.getUint16(at, true), false);
  else if (size === 4) view.setUint32(at, view.getUint32(at, true), false);
  else view.setBigUint64(at, view.getBigUint64(at, true), false);
}
