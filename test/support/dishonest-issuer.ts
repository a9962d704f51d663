/** A server that looks like an OpenID Connect provider and says whatever the test wants. */
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { type CryptoKey, exportJWK, generateKeyPair, type JWTPayload, SignJWT } from 'jose';

export interface TokenRequest {
  readonly codeVerifier: string;
  readonly clientSecret: string;
}

export class DishonestIssuer implements AsyncDisposable {
  readonly issuer: string;
  readonly key: CryptoKey;
  /** As it is published, under the name `first`. */
  readonly publicKey: Awaited<ReturnType<typeof exportJWK>>;
  /** Over the true metadata. */
  metadata: Record<string, unknown> = {};
  /** What the token endpoint gives out. */
  idToken = '';
  readonly tokenRequests: TokenRequest[] = [];
  readonly #server: http.Server;

  private constructor(server: http.Server, key: CryptoKey, publicKey: Awaited<ReturnType<typeof exportJWK>>) {
    this.#server = server;
    this.key = key;
    this.publicKey = { ...publicKey, kid: 'first', use: 'sig', alg: 'RS256' };
    this.issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    server.on('request', (request, response) => void this.#answer(request, response));
  }

  static async open(): Promise<DishonestIssuer> {
    const server = http.createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { privateKey, publicKey } = await generateKeyPair('RS256', { extractable: true });
    return new DishonestIssuer(server, privateKey, await exportJWK(publicKey));
  }

  /** An ID token that is right in everything that `claims` does not say. */
  async signed(claims: JWTPayload, header: Record<string, unknown> = {}, key = this.key): Promise<string> {
    const now = Math.floor(Date.now() / 1_000);
    const all = {
      ...{ iss: this.issuer, sub: 'f7c1', aud: 'isocenter', iat: now, exp: now + 300, roles: ['readers'] },
      ...{ preferred_username: 'ada', ...claims },
    };
    const present = Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));
    return await new SignJWT(present).setProtectedHeader({ alg: 'RS256', kid: 'first', ...header }).sign(key);
  }

  async #answer(request: http.IncomingMessage, response: http.ServerResponse): Promise<void> {
    const { pathname } = new URL(request.url ?? '/', this.issuer);
    let body = '';
    for await (const chunk of request) body += String(chunk);
    const answers: Readonly<Record<string, () => unknown>> = {
      '/.well-known/openid-configuration': () => ({
        issuer: this.issuer,
        authorization_endpoint: `${this.issuer}/authorize`,
        token_endpoint: `${this.issuer}/token`,
        jwks_uri: `${this.issuer}/keys`,
        ...{ response_types_supported: ['code'], subject_types_supported: ['public'] },
        id_token_signing_alg_values_supported: ['RS256'],
        code_challenge_methods_supported: ['S256'],
        authorization_response_iss_parameter_supported: true,
        ...this.metadata,
      }),
      '/keys': () => ({ keys: [this.publicKey] }),
      '/token': () => {
        const form = new URLSearchParams(body);
        this.tokenRequests.push({
          codeVerifier: form.get('code_verifier') ?? '',
          clientSecret: form.get('client_secret') ?? '',
        });
        return { access_token: 'access', token_type: 'bearer', id_token: this.idToken };
      },
    };
    const answer = answers[pathname]?.();
    response
      .writeHead(answer === undefined ? 404 : 200, { 'content-type': 'application/json' })
      .end(JSON.stringify(answer));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}
