/** A real OpenID Connect provider on a loopback port. Whoever comes is logged in as `person` at once. */
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair } from 'jose';
import { Provider } from 'oidc-provider';
import { Browser } from './browser.ts';

export const clientId = 'isocenter';
export const clientSecret = 'a secret of at least thirty-two characters';

export class OidcProvider implements AsyncDisposable {
  readonly issuer: string;
  /** Who logs in, and what is said of them. */
  person: { readonly sub: string; readonly [claim: string]: unknown } = { sub: 'f7c1' };
  readonly #server: http.Server;
  #provider: Provider | undefined;

  private constructor(server: http.Server) {
    this.#server = server;
    this.issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    server.on('request', (request, response) => void this.#answer(request, response));
  }

  /** @param port any free one when 0. */
  static async open(port = 0): Promise<OidcProvider> {
    const server = http.createServer();
    await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
    return new OidcProvider(server);
  }

  /**
   * @param redirectUri the one place that people are sent back to.
   * @param isPublic the client has no secret.
   */
  async registerClient(redirectUri: string, { isPublic = false } = {}): Promise<void> {
    const { privateKey } = await generateKeyPair('RS256', { extractable: true });
    this.#provider = new Provider(this.issuer, {
      clients: [
        {
          ...{ client_id: clientId, redirect_uris: [redirectUri] },
          ...(isPublic
            ? { token_endpoint_auth_method: 'none' as const }
            : { client_secret: clientSecret, token_endpoint_auth_method: 'client_secret_post' as const }),
        },
      ],
      jwks: { keys: [{ ...(await exportJWK(privateKey)), kid: 'first', use: 'sig', alg: 'RS256' }] },
      cookies: { keys: ['only for this test'] },
      pkce: { required: () => true },
      claims: {
        openid: ['sub'],
        profile: ['preferred_username', 'roles', 'groups'],
        email: ['email', 'email_verified'],
      },
      features: { devInteractions: { enabled: false } },
      interactions: { url: (_context, { uid }) => `/interaction/${uid}` },
      findAccount: async (_context, sub) => ({
        accountId: sub,
        claims: async () => ({ ...this.person, sub }),
      }),
    });
  }

  /** Goes through the provider's pages as a browser does. Resolves to where it sends the browser back to. */
  async visit(url: string): Promise<string> {
    const browser = new Browser(this.issuer);
    let location = url;
    while (location.startsWith(this.issuer) || location.startsWith('/')) {
      const answer = await browser.get(location.replace(this.issuer, ''));
      if (answer.location === null) throw new Error(`the provider answered ${answer.status}: ${answer.text}`);
      location = answer.location;
    }
    return location;
  }

  async #answer(request: http.IncomingMessage, response: http.ServerResponse): Promise<void> {
    const provider = this.#provider;
    if (!provider) return void response.writeHead(503).end();
    if (!request.url?.startsWith('/interaction/')) return void provider.callback()(request, response);
    const { prompt, params, session } = await provider.interactionDetails(request, response);
    const result =
      prompt.name === 'login'
        ? { login: { accountId: this.person.sub } }
        : { consent: { grantId: await this.#grant(provider, String(params.client_id), session?.accountId) } };
    await provider.interactionFinished(request, response, result, { mergeWithLastSubmission: true });
  }

  async #grant(provider: Provider, client: string, accountId: string | undefined): Promise<string> {
    const grant = new provider.Grant({ accountId: accountId ?? this.person.sub, clientId: client });
    grant.addOIDCScope('openid profile email');
    return await grant.save();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}
