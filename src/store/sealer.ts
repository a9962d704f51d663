import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';
import { z } from 'zod';

/** Of AES-256. */
export const KEY_BYTES = 32;
const NONCE_BYTES = 12;
const CIPHER = 'aes-256-gcm';
const KEY_ID_LENGTH = 16;

/** A secret as it lies on the disk. */
const sealedText = z.strictObject({
  sealed: z.literal(CIPHER),
  /** Which key it needs. */
  key: z.string(),
  nonce: z.base64(),
  text: z.base64(),
  tag: z.base64(),
});
export type SealedText = z.output<typeof sealedText>;

/** undefined for what was never sealed. */
export function sealedTextOf(value: unknown): SealedText | undefined {
  return sealedText.safeParse(value).data;
}

/**
 * Seals small texts with a key, each for one place: what was sealed for another place does not open. Nonces are 96 random
 * bits, good for 2^32 texts (NIST SP 800-38D 8.3): centuries of sessions.
 */
export class Sealer {
  readonly #key: Uint8Array;
  /** Names the key without giving anything of it away: it is random, so its hash tells nothing. */
  readonly keyId: string;

  /** @param key 32 random bytes. */
  constructor(key: Uint8Array) {
    this.#key = key;
    this.keyId = createHash('sha256').update(key).digest('hex').slice(0, KEY_ID_LENGTH);
  }

  seal(place: string, text: string): SealedText {
    const nonce = randomBytes(NONCE_BYTES);
    const cipher = createCipheriv(CIPHER, this.#key, nonce).setAAD(Buffer.from(place));
    const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
    return {
      sealed: CIPHER,
      key: this.keyId,
      nonce: nonce.toString('base64'),
      text: sealed.toString('base64'),
      tag: cipher.getAuthTag().toString('base64'),
    };
  }

  /** undefined when it was sealed with another key or for another place, or was changed. */
  open(place: string, { key, nonce, text, tag }: SealedText): string | undefined {
    if (key !== this.keyId) return undefined;
    try {
      const decipher = createDecipheriv(CIPHER, this.#key, Buffer.from(nonce, 'base64'))
        .setAAD(Buffer.from(place))
        .setAuthTag(Buffer.from(tag, 'base64'));
      return Buffer.concat([decipher.update(Buffer.from(text, 'base64')), decipher.final()]).toString('utf8');
    } catch {
      // Whatever is wrong with it, it is not what we sealed.
      return undefined;
    }
  }
}
