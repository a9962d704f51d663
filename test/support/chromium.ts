/** A real browser for the pages. Tests that need it are skipped, loudly, where Debian's Chromium is not installed. */
import { existsSync } from 'node:fs';
import { type Browser, type BrowserContext, type CDPSession, chromium, type Page } from 'playwright-core';

const executablePath = '/usr/bin/chromium';

export const hasChromium = existsSync(executablePath);
/** A browser on a busy machine misses a key or a click now and then. What fails twice more is broken. */
export const againInBrowser = { retry: 2 } as const;
if (!hasChromium) console.warn(`No ${executablePath}: pages are not tried in a browser. npm run setup:peers`);

/** It asks no server but ours: nothing outside can be reached, and nothing should be. */
const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** WebGL without graphics hardware: drawn by the processor. */
const webGlFlags = ['--use-gl=angle', '--use-angle=swiftshader', '--enable-unsafe-swiftshader'];

export interface ChromiumOptions {
  /** Default: pages are told that there is none. */
  readonly hasWebGl?: boolean;
}

export function openChromium({ hasWebGl = false }: ChromiumOptions = {}): Promise<Browser> {
  const args = hasWebGl
    ? flags.filter((flag) => flag !== '--disable-gpu').concat(webGlFlags)
    : flags.concat('--disable-3d-apis');
  return chromium.launch({ executablePath, args, headless: true });
}

/** An authenticator inside of the browser: a phone or a computer that looks who is there, and finds its owner. */
export class VirtualAuthenticator {
  readonly #cdp: CDPSession;
  readonly #id: string;

  private constructor(cdp: CDPSession, id: string) {
    this.#cdp = cdp;
    this.#id = id;
  }

  static async add(context: BrowserContext, page: Page): Promise<VirtualAuthenticator> {
    const cdp = await context.newCDPSession(page);
    await cdp.send('WebAuthn.enable');
    const { authenticatorId } = await cdp.send('WebAuthn.addVirtualAuthenticator', {
      options: {
        ...{ protocol: 'ctap2', transport: 'internal', hasResidentKey: true, hasUserVerification: true },
        ...{ isUserVerified: true, automaticPresenceSimulation: true },
      },
    });
    return new VirtualAuthenticator(cdp, authenticatorId);
  }

  /** Whether it recognizes its owner from now on. */
  async recognizes(isUserVerified: boolean): Promise<void> {
    await this.#cdp.send('WebAuthn.setUserVerified', { authenticatorId: this.#id, isUserVerified });
  }

  async credentials() {
    const { credentials } = await this.#cdp.send('WebAuthn.getCredentials', { authenticatorId: this.#id });
    return credentials;
  }

  /** As a copy of the key made earlier would: its counter stays behind. */
  async turnBackCounter(signCount: number): Promise<void> {
    const [credential] = await this.credentials();
    await this.#cdp.send('WebAuthn.removeCredential', {
      authenticatorId: this.#id,
      credentialId: credential!.credentialId,
    });
    await this.#cdp.send('WebAuthn.addCredential', {
      authenticatorId: this.#id,
      credential: { ...credential!, signCount },
    });
  }
}
