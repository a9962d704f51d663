/** Time-based one-time passwords (RFC 6238), as authenticator apps make them: SHA-1, six digits, 30 seconds. */

/** A code counts this long before and after its time: clocks differ, and typing takes a while (RFC 6238 5.2). */
const TOLERANCE_SECONDS = 30;
const CODE = /^\d{6}$/;

// The library is loaded when somebody has use for it.
const library = () => import('otplib/functional');

/** A new secret, 160 bits in Base32. */
export async function newTotpSecret(): Promise<string> {
  return (await library()).generateSecret();
}

/** The `otpauth:` address that apps take from a QR code. @param site what the app calls us. */
export async function totpAddress(secret: string, site: string, account: string): Promise<string> {
  return (await library()).generateURI({ issuer: site, label: account, secret });
}

/**
 * The time step that a code belongs to; undefined when it belongs to none of now.
 * @param now milliseconds since 1970.
 */
export async function stepOfCode(secret: string, code: string, now: number): Promise<number | undefined> {
  if (!CODE.test(code)) return undefined;
  const { verify } = await library();
  const epoch = Math.floor(now / 1_000);
  const found = await verify({ secret, token: code, epoch, epochTolerance: TOLERANCE_SECONDS });
  return found.valid && 'timeStep' in found ? found.timeStep : undefined;
}
