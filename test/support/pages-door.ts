/** The pages and the API of an archive on a free loopback port, with a clock that the test moves. */
import type { Access } from '../../src/access/index.ts';
import { type Clock, silentLogger } from '../../src/base/index.ts';
import { everything, roles } from '../../src/contract/index.ts';
import {
  apiRoutes,
  createAuthenticate,
  createPublicDoor,
  type Door,
  OidcClient,
  type OidcSettings,
  pageRoutes,
} from '../../src/http/index.ts';
import { emergencyOperations } from '../../src/http/rest/emergencies.ts';
import { meOperations } from '../../src/http/rest/me.ts';
import { ownAccountOperations } from '../../src/http/rest/own-account.ts';
import { viewOperations } from '../../src/http/rest/views.ts';
import { openAccess } from './access.ts';
import { Browser } from './browser.ts';
import { fakeControl } from './fake-control.ts';
import { TemporaryArchive, tester } from './temp-archive.ts';

export const password = 'correct horse battery';

export interface PagesOptions {
  readonly oidc?: OidcSettings;
  /** This machine by default, so that a test can come from anywhere. */
  readonly trustedProxies?: readonly string[];
}

export class PagesDoor implements AsyncDisposable {
  /** Milliseconds since 1970, and those that never go back. */
  now = Date.parse('2026-05-01T08:00:00Z');
  readonly clock: Clock = { now: () => new Date(this.now), monotonic: () => this.now };
  readonly temporary: TemporaryArchive;
  access!: Access;
  url = '';
  readonly #options: PagesOptions;
  #door: Door | undefined;

  private constructor(temporary: TemporaryArchive, options: PagesOptions) {
    this.temporary = temporary;
    this.#options = options;
  }

  static async open(options: PagesOptions = {}): Promise<PagesDoor> {
    const pages = new PagesDoor(await TemporaryArchive.open(), options);
    await pages.#openDoor();
    return pages;
  }

  /** As after a restart of the server. */
  async reopen(): Promise<void> {
    await this.#door?.close();
    await this.temporary.reopen();
    await this.#openDoor();
  }

  browser(): Browser {
    return new Browser(this.url);
  }

  async addAdministrator(name: string): Promise<void> {
    const grant = { rights: [...roles.administrator], scope: everything, expiresAt: null };
    await this.access.addUser(tester, { name, password, grant });
  }

  /** A browser of an account that has just logged in. */
  async loggedIn(name: string): Promise<Browser> {
    const browser = this.browser();
    await browser.post('/login', { name, password });
    return browser;
  }

  async #openDoor(): Promise<void> {
    const { archive, directory } = this.temporary;
    this.access = await openAccess(archive, directory.path, this.clock);
    const { clock } = this;
    const { oidc: settings, trustedProxies = ['127.0.0.1'] } = this.#options;
    const control = fakeControl({
      ...emergencyOperations(archive, this.access),
      ...meOperations(this.access),
      ...viewOperations(this.access),
      ...ownAccountOperations(
        this.access,
        { publicUrl: undefined, oidcIssuer: settings?.issuer, oidcLabel: settings?.label ?? '' },
        clock,
      ),
      tokenCreate: (request, { actor }) => this.access.createToken(actor, request),
      usersList: async () => ({ users: this.access.users() }),
      userRemove: async ({ name }) => ({ removed: name }),
    });
    const authenticate = createAuthenticate(this.access);
    const oidc = settings && new OidcClient(settings, clock, silentLogger);
    this.#door = createPublicDoor({
      ...{ host: '127.0.0.1', port: 0, logger: silentLogger, trustedProxies },
      health: () => ({ status: 'ok', reasons: [] }),
      routes: [
        pageRoutes(this.access, { clock, oidc }),
        apiRoutes({ control, authenticate, logger: silentLogger }),
      ],
    });
    this.url = `http://127.0.0.1:${(await this.#door.listen()).port}`;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#door?.close();
    await this.temporary[Symbol.asyncDispose]();
  }
}
