import { randomBytes } from 'node:crypto';
import type { PrivateFiles } from '../store/index.ts';

/** Of private/automation/. */
const NAME = 'signing-key';
const BYTES = 32;

/** What calls of rules are signed with, so that a server knows who calls; made when it is asked for first. */
export async function signingKeyIn(files: PrivateFiles): Promise<string> {
  const known = files.read(NAME);
  if (typeof known === 'string') return known;
  const key = randomBytes(BYTES).toString('hex');
  await files.write(NAME, key);
  return key;
}
