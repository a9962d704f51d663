/** The dialog of the browser in which somebody makes a passkey (WebAuthn 5.1.3). */
import type { PublicKeyCredentialCreationOptionsJSON } from '@simplewebauthn/browser';

export const canMakePasskeys = (): boolean => 'PublicKeyCredential' in globalThis;

/** Why there is none; others are told as they are. */
const reasons = { NotAllowedError: 'passkeyClosed', InvalidStateError: 'passkeyThere' } as const;
type Reason = (typeof reasons)[keyof typeof reasons];

/** What the person did, or did not do. */
export class NoPasskey extends Error {
  /** Named as its words are. */
  readonly reason: Reason;

  constructor(reason: Reason, cause: unknown) {
    super(reason, { cause });
    this.reason = reason;
  }
}

/**
 * @param options as the server made them
 * @returns RegistrationResponseJSON. Throws {@link NoPasskey}.
 */
export async function askAuthenticator(
  options: Readonly<Record<string, unknown>>,
): Promise<Record<string, unknown>> {
  const { startRegistration } = await import('@simplewebauthn/browser');
  try {
    // The server makes them by the same library.
    const optionsJSON = options as unknown as PublicKeyCredentialCreationOptionsJSON;
    return { ...(await startRegistration({ optionsJSON })) };
  } catch (error) {
    const name = error instanceof Error ? error.name : '';
    if (name in reasons) throw new NoPasskey(reasons[name as keyof typeof reasons], error);
    throw error;
  }
}
