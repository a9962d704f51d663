import { randomBytes, timingSafeEqual } from 'node:crypto';

const KEY_BYTES = 32;

/** The one-time key that makes the first account. It is in no file: a new one is made at every start while there is none. */
export class SetUpKey {
  #key: string | undefined;

  constructor(isOpen: boolean) {
    this.#key = isOpen ? randomBytes(KEY_BYTES).toString('base64url') : undefined;
  }

  /** undefined when it was used, or never needed. */
  get value(): string | undefined {
    return this.#key;
  }

  fits(text: string): boolean {
    const key = this.#key;
    return (
      key !== undefined && text.length === key.length && timingSafeEqual(Buffer.from(text), Buffer.from(key))
    );
  }

  close(): void {
    this.#key = undefined;
  }
}
