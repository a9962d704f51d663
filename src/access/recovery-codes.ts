/** Codes on paper for whoever lost the phone: 80 random bits each, so that a fast hash keeps them. */
import { randomBytes } from 'node:crypto';
import { isSecretOf, sha256Of } from './token-secret.ts';

export const RECOVERY_CODES = 10;
const GROUPS = 4;
const GROUP_LENGTH = 4;
/** Crockford's Base32: no letter that looks like a digit. */
const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz';

/** @returns the codes to show, and their hashes to keep. */
export function newRecoveryCodes(): { readonly codes: string[]; readonly hashes: string[] } {
  const codes = Array.from({ length: RECOVERY_CODES }, newCode);
  return { codes, hashes: codes.map((code) => sha256Of(normalized(code))) };
}

/** What is left when this code was one of them; undefined when it was none. */
export function withoutCode(hashes: readonly string[], code: string): string[] | undefined {
  const used = hashes.findIndex((hash) => isSecretOf(normalized(code), hash));
  return used < 0 ? undefined : hashes.filter((_, i) => i !== used);
}

function newCode(): string {
  // 256 is a multiple of 32: no letter comes more often.
  const letters = [...randomBytes(GROUPS * GROUP_LENGTH)].map((byte) => ALPHABET[byte % ALPHABET.length]);
  return Array.from({ length: GROUPS }, (_, i) =>
    letters.slice(i * GROUP_LENGTH, (i + 1) * GROUP_LENGTH).join(''),
  ).join('-');
}

/** As people type it: spaces, hyphens and case do not count, O is 0, I and L are 1. */
const normalized = (code: string): string =>
  code.toLowerCase().replace(/[\s-]/g, '').replaceAll('o', '0').replace(/[il]/g, '1');
