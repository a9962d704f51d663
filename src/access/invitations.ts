import { randomBytes } from 'node:crypto';
import { type Clock, IsocenterError } from '../base/index.ts';
import type { Invitation } from '../contract/index.ts';
import type { Credentials } from './credentials.ts';
import type { AccessRegistry } from './registry.ts';
import { isSecretOf, sha256Of } from './token-secret.ts';

interface InvitationsParts {
  readonly registry: AccessRegistry;
  readonly credentials: Credentials;
  readonly clock: Clock;
}

const SECRET_BYTES = 32;
/** How long a link works. */
const LIFETIME_MS = 7 * 86_400_000;

/** Links by which somebody chooses the password of their account, so that nobody else ever knows it. One for each account. */
export class Invitations {
  readonly #parts: InvitationsParts;

  constructor(parts: InvitationsParts) {
    this.#parts = parts;
  }

  /** For an account that exists. The link that was made before works no more. */
  async make(name: string): Promise<Invitation> {
    const { credentials, clock } = this.#parts;
    const secret = randomBytes(SECRET_BYTES).toString('base64url');
    const until = new Date(clock.now().getTime() + LIFETIME_MS).toISOString();
    const invitation = { sha256: sha256Of(secret), until };
    await credentials.changeUser(name, (secrets) => ({ ...secrets, invitation }));
    return { path: `/invitation/${encodeURIComponent(name)}#${secret}`, expiresAt: until };
  }

  /** Throws `access/unauthenticated` unless it is the secret of a link that works. */
  require(name: string, secret: string): void {
    const { registry, credentials, clock } = this.#parts;
    const invitation = registry.isActive(name) ? credentials.ofUser(name)?.invitation : undefined;
    const isGood =
      invitation !== undefined &&
      isSecretOf(secret, invitation.sha256) &&
      clock.now().toISOString() < invitation.until;
    if (!isGood)
      throw new IsocenterError('access/unauthenticated', {
        reason: 'the link is wrong, was used or has expired',
      });
  }
}
