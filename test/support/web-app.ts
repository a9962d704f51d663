/** The web app in a real browser, on a real server that holds the made-up history of the demo. */
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { openChromium } from './chromium.ts';
import { isocenter } from './command-line.ts';
import { sizes } from './page-tour.ts';
import { runOrThrow } from './processes.ts';
import {
  type IsocenterOptions,
  type IsocenterServer,
  mainScript,
  nodeBinary,
  startIsocenter,
} from './server.ts';

export const password = 'correct horse battery';

export interface View {
  readonly colorScheme?: 'light' | 'dark';
  readonly size?: keyof typeof sizes;
  /** BCP 47 */
  readonly locale?: string;
}

export interface WebAppOptions extends IsocenterOptions {
  /** Default: the demo's history. */
  readonly isEmpty?: boolean;
  /** The set-up link still works. Default: `ada` is there. */
  readonly hasNoAccount?: boolean;
  /** Of the browser. Default: none. */
  readonly hasWebGl?: boolean;
}

/** A page somebody looks at, and what the browser complained of. */
export interface OpenPage extends AsyncDisposable {
  readonly page: Page;
  readonly context: BrowserContext;
  /** Errors on the console and refusals of the policy. Empty on every page, always. */
  readonly complaints: readonly string[];
}

export class WebApp implements AsyncDisposable {
  readonly server: IsocenterServer;
  readonly browser: Browser;
  /** `http://localhost:PORT` */
  readonly site: string;

  private constructor(server: IsocenterServer, browser: Browser) {
    this.server = server;
    this.browser = browser;
    this.site = `http://localhost:${server.httpPort}`;
  }

  /** With one account, `ada`, who may do everything, unless there is to be none. */
  static async open({
    isEmpty = false,
    hasNoAccount = false,
    hasWebGl = false,
    ...options
  }: WebAppOptions = {}): Promise<WebApp> {
    const server = await startIsocenter(options);
    try {
      if (!isEmpty) await isocenter(server, 'demo');
      const app = new WebApp(server, await openChromium({ hasWebGl }));
      if (!hasNoAccount) await app.addUser('ada', ['--role', 'administrator']);
      return app;
    } catch (error) {
      await server.stop();
      throw error;
    }
  }

  /** @param terms what they may do, as options of `isocenter user add` */
  async addUser(name: string, terms: readonly string[]): Promise<void> {
    const args = [mainScript, 'user', 'add', name, ...terms, '--data', this.server.data];
    await runOrThrow(nodeBinary, args, { input: `${password}\n` });
  }

  /** A browser of somebody who is logged in, at a place of the app. */
  async visit(path = '/', view: View = {}, name = 'ada'): Promise<OpenPage> {
    const open = await this.visitAsStranger(`/login?next=${encodeURIComponent(path)}`, view);
    await open.page.getByLabel('Account').fill(name);
    await open.page.getByLabel('Password').fill(password);
    await open.page.keyboard.press('Enter');
    await open.page.waitForURL(`${this.site}${path}`);
    return open;
  }

  async visitAsStranger(
    path: string,
    { colorScheme, size = 'desk', locale = 'en' }: View = {},
  ): Promise<OpenPage> {
    const context = await this.browser.newContext({
      ...{ viewport: sizes[size], locale },
      ...(colorScheme && { colorScheme }),
    });
    context.setDefaultTimeout(30_000);
    const page = await context.newPage();
    const complaints: string[] = [];
    page.on('console', (message) => {
      if (message.type() === 'error') complaints.push(message.text());
    });
    page.on('pageerror', (error) => complaints.push(String(error)));
    await page.goto(`${this.site}${path}`);
    return { page, context, complaints, [Symbol.asyncDispose]: () => context.close() };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.browser.close();
    await this.server.stop();
  }
}
