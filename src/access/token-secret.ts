import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

/** How every token begins. */
export const TOKEN_PREFIX = 'iso_';

/** `iso_<id>_<secret>`: the id is how people and logs recognize a token, the secret is 256 random bits. */
const FORM = new RegExp(`^${TOKEN_PREFIX}([0-9a-f]{12})_([A-Za-z0-9_-]{43})$`);
const ID_BYTES = 6;
const SECRET_BYTES = 32;

export interface NewToken {
  readonly id: string;
  readonly token: string;
  /** Hash of the secret, to keep. */
  readonly sha256: string;
}

export function newToken(): NewToken {
  const id = randomBytes(ID_BYTES).toString('hex');
  const secret = randomBytes(SECRET_BYTES).toString('base64url');
  return { id, token: `${TOKEN_PREFIX}${id}_${secret}`, sha256: sha256Of(secret) };
}

/** undefined when the text is no token of ours. */
export function parseToken(text: string): { readonly id: string; readonly secret: string } | undefined {
  const found = FORM.exec(text);
  return found ? { id: found[1]!, secret: found[2]! } : undefined;
}

/** In a time that does not depend on where they differ. */
export function isSecretOf(secret: string, sha256: string): boolean {
  return timingSafeEqual(Buffer.from(sha256Of(secret), 'hex'), Buffer.from(sha256, 'hex'));
}

export function sha256Of(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
