/** A short text that is the same for the same text. Nobody tries to make two that are equal, so 64 bits are enough. */
export function keyOf(text: string): string {
  let [high, low] = [0xdeadbeef, 0x41c6ce57];
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index);
    high = Math.imul(high ^ unit, 2_654_435_761);
    low = Math.imul(low ^ unit, 1_597_334_677);
    high ^= low >>> 15;
    low ^= high >>> 13;
  }
  return `${(high >>> 0).toString(36)}-${(low >>> 0).toString(36)}-${text.length}`;
}
