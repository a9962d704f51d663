/** Logging in at an OpenID Connect provider: the authorization code flow with PKCE (OpenID Connect Core 3.1, RFC 7636). */
import { readFile } from 'node:fs/promises';
import type * as OpenIdClient from 'openid-client';
import type { Identity } from '../../../access/index.ts';
import { asIsocenterError, type Clock, IsocenterError, type Logger } from '../../../base/index.ts';
import { createGuardedFetch } from '../../../net/index.ts';
import { type Claims, claimNamed, type OidcMapping, personOf } from './claims.ts';

export interface OidcSettings extends OidcMapping {
  /** `https://accounts.example.org`; its metadata are at `/.well-known/openid-configuration`. */
  readonly issuer: string;
  readonly clientId: string;
  /** File with the secret; absent for a client that has none. */
  readonly clientSecretFile: string | undefined;
  readonly scopes: readonly string[];
  /** How the login page names it. */
  readonly label: string;
}

/** What a login that is under way has to fit to when it comes back. */
export interface PendingOidc {
  readonly redirectUri: string;
  readonly state: string;
  readonly nonce: string;
  readonly verifier: string;
}

/** Metadata and keys of the provider are asked for again after so long. */
const METADATA_MS = 60 * 60_000;
/** One that did not answer is not asked again before. */
const RETRY_MS = 5_000;
const TIMEOUT_SECONDS = 10;

export class OidcClient {
  readonly settings: OidcSettings;
  readonly #clock: Clock;
  readonly #logger: Logger;
  #discovered: { readonly configuration: Promise<OpenIdClient.Configuration>; until: number } | undefined;

  constructor(settings: OidcSettings, clock: Clock, logger: Logger) {
    this.settings = settings;
    this.#clock = clock;
    this.#logger = logger;
  }

  /** Where to send the browser. Throws `access/provider-away`. */
  async begin(redirectUri: string): Promise<{ readonly url: string; readonly pending: PendingOidc }> {
    const client = await library();
    const configuration = await this.#configuration();
    const pending = {
      redirectUri,
      state: client.randomState(),
      nonce: client.randomNonce(),
      verifier: client.randomPKCECodeVerifier(),
    };
    const url = client.buildAuthorizationUrl(configuration, {
      ...{ redirect_uri: redirectUri, scope: this.settings.scopes.join(' ') },
      ...{ state: pending.state, nonce: pending.nonce, code_challenge_method: 'S256' },
      code_challenge: await client.calculatePKCECodeChallenge(pending.verifier),
    });
    return { url: url.href, pending };
  }

  /**
   * Who came back.
   * @param query of the address that the provider sent the browser to.
   * Throws `access/provider-refused`, whatever is wrong, or `access/provider-away`.
   */
  async finish(query: string, { redirectUri, state, nonce, verifier }: PendingOidc): Promise<Identity> {
    const client = await library();
    const configuration = await this.#configuration();
    try {
      const tokens = await client.authorizationCodeGrant(configuration, new URL(`${redirectUri}?${query}`), {
        ...{ expectedState: state, expectedNonce: nonce, pkceCodeVerifier: verifier, idTokenExpected: true },
      });
      const claims = tokens.claims();
      if (!claims) throw new Error('there is no ID token');
      return personOf(await this.#allClaims(configuration, claims, tokens.access_token), this.settings);
    } catch (error) {
      throw this.#refused(error);
    }
  }

  /** Some providers say the names, roles and groups of people at the UserInfo endpoint only. */
  async #allClaims(
    configuration: OpenIdClient.Configuration,
    claims: Claims & { readonly sub: string },
    accessToken: string,
  ): Promise<Claims> {
    const { nameClaim, roleClaim, roles, groupClaim, groups } = this.settings;
    const isSaid = (claim: string, table: object): boolean =>
      Object.keys(table).length === 0 || claimNamed(claims, claim) !== undefined;
    const isComplete = nameClaim in claims && isSaid(roleClaim, roles) && isSaid(groupClaim, groups);
    if (isComplete || configuration.serverMetadata().userinfo_endpoint === undefined) return claims;
    const client = await library();
    const more = await client.fetchUserInfo(configuration, accessToken, claims.sub);
    // What was signed counts.
    return { ...more, ...claims };
  }

  #refused(error: unknown): IsocenterError {
    if (error instanceof IsocenterError && error.code.startsWith('access/')) return error;
    // The text names what was wrong and no claim of the person.
    const reason = error instanceof Error ? error.message : String(error);
    this.#logger.warn({ issuer: this.settings.issuer, reason }, 'a login by the provider was refused');
    return new IsocenterError('access/provider-refused', { provider: this.settings.label }, error);
  }

  #configuration(): Promise<OpenIdClient.Configuration> {
    const now = this.#clock.monotonic();
    if (this.#discovered && now < this.#discovered.until) return this.#discovered.configuration;
    const configuration = this.#discover().catch((error: unknown) => {
      discovered.until = this.#clock.monotonic() + RETRY_MS;
      const reason = error instanceof Error ? String(error.cause ?? error.message) : String(error);
      this.#logger.warn({ issuer: this.settings.issuer, reason }, 'the provider of logins does not answer');
      throw new IsocenterError('access/provider-away', { provider: this.settings.label }, error);
    });
    const discovered = { configuration, until: now + METADATA_MS };
    this.#discovered = discovered;
    return configuration;
  }

  async #discover(): Promise<OpenIdClient.Configuration> {
    const client = await library();
    const { issuer, clientId, clientSecretFile } = this.settings;
    const isLocal = new URL(issuer).protocol === 'http:' || isLoopbackName(new URL(issuer).hostname);
    const guarded = createGuardedFetch({ mayReachLoopback: isLocal });
    const configuration = await client.discovery(
      new URL(issuer),
      clientId,
      undefined,
      clientSecretFile === undefined
        ? client.None()
        : client.ClientSecretPost((await readSecret(clientSecretFile)).trim()),
      {
        [client.customFetch]: (url, { method, headers, body, signal }) =>
          guarded(url, { method, headers, body: textOf(body), ...(signal && { signal }) }),
        timeout: TIMEOUT_SECONDS,
        // The signature of the ID token is checked although it comes from the provider itself (Core 3.1.3.7 6).
        execute: [client.enableNonRepudiationChecks, ...(isLocal ? [client.allowInsecureRequests] : [])],
      },
    );
    return configuration;
  }
}

// The library is loaded when somebody has use for it.
const library = (): Promise<typeof OpenIdClient> => import('openid-client');

const isLoopbackName = (hostname: string): boolean =>
  /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/.test(hostname);

async function readSecret(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    throw new IsocenterError(
      'input/unreadable',
      { reason: `oidcClientSecretFile: ${asIsocenterError(error).params.reason}` },
      error,
    );
  }
}

/** Token requests are forms. */
function textOf(body: unknown): string {
  if (body === undefined || body === null) return '';
  if (typeof body === 'string' || body instanceof URLSearchParams) return String(body);
  throw new IsocenterError('internal', { reason: 'a request to the provider of logins is no text' });
}
