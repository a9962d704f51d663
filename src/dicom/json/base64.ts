/** A multiple of 3 (so that pieces join without padding) that fits the argument limit of a call. */
const PIECE = 3 * 4096;

export function toBase64(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += PIECE) {
    text += btoa(String.fromCharCode.apply(null, bytes.subarray(at, at + PIECE) as unknown as number[]));
  }
  return text;
}

/** Undefined for text that is not Base64. */
export function fromBase64(text: string): Uint8Array | undefined {
  try {
    const latin = atob(text);
    const bytes = new Uint8Array(latin.length);
    for (let i = 0; i < bytes.length; i++) bytes[i] = latin.charCodeAt(i);
    return bytes;
  } catch {
    return undefined;
  }
}
