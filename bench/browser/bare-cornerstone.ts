/** A page with nothing but Cornerstone3D, in a real browser. Images come from the server under measurement, the page from one of its own. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { BrowserContext, Page } from 'playwright-core';
import { type BundledFiles, bundleCornerstone } from '../../test/support/cornerstone.ts';

/** Milliseconds from when somebody wanted to see a series. */
export interface Opening {
  /** Until its middle image is seen. */
  readonly first: number;
  /** Until all of them are in memory. */
  readonly whole: number;
}

export interface Scrolling {
  /** Milliseconds that one image takes. */
  readonly each: number;
  /** Images that were drawn on the way. */
  readonly drawn: number;
}

const types: Readonly<Record<string, string>> = { js: 'text/javascript', wasm: 'application/wasm' };

/** A worker does not come from another server, but may import what does. */
const html = `<!doctype html><title>Cornerstone3D</title><script>
  const OwnWorker = Worker;
  globalThis.Worker = class extends OwnWorker {
    constructor(url, options) {
      const text = 'import ' + JSON.stringify(String(url));
      super(URL.createObjectURL(new Blob([text], { type: 'text/javascript' })), options);
    }
  };
</script>`;

export class BareCornerstone implements AsyncDisposable {
  readonly #server: Server;

  private constructor(server: Server) {
    this.#server = server;
  }

  static async serve(): Promise<BareCornerstone> {
    const files = await bundleCornerstone(new URL('bare-page.js', import.meta.url));
    const server = serverOf(files);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return new BareCornerstone(server);
  }

  /** @param context of a browser that is logged in @param site origin of the server under measurement */
  async open(context: BrowserContext, site: string): Promise<BarePage> {
    // The browser takes a page that was given to it for one of the internet, which may not ask this machine for anything.
    await context.grantPermissions(['local-network-access']);
    const page = await context.newPage();
    const place = `${site}/bare`;
    await page.route(place, (route) => route.fulfill({ contentType: 'text/html', body: html }));
    await page.goto(place);
    // What the page asks for from now on goes to the server without a stop.
    await page.unroute(place);
    const { port } = this.#server.address() as AddressInfo;
    return new BarePage(page, `http://127.0.0.1:${port}/page.js`);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}

export class BarePage {
  readonly #page: Page;
  readonly #module: string;

  constructor(page: Page, script: string) {
    this.#page = page;
    this.#module = `import(${JSON.stringify(script)})`;
  }

  /** Loads Cornerstone, then the series. @param series path on the server */
  show(series: string): Promise<Opening> {
    const started = 'performance.now()';
    const path = JSON.stringify(series);
    return this.#page.evaluate(
      `((started) => ${this.#module}.then(({ show }) => show(${path}, started)))(${started})`,
    );
  }

  scrollThrough(): Promise<Scrolling> {
    return this.#page.evaluate(`${this.#module}.then(({ scrollThrough }) => scrollThrough())`);
  }
}

const serverOf = (files: BundledFiles): Server =>
  createServer(({ url = '/' }, response) => {
    const name = url.slice(1);
    const body = files.get(name);
    const type = types[name.split('.').at(-1) ?? ''] ?? 'text/plain';
    response.setHeader('access-control-allow-origin', '*');
    if (body === undefined) response.writeHead(404).end();
    else response.writeHead(200, { 'content-type': type }).end(body);
  });
