/**
 * Cornerstone's image loader in a page of a real browser, with its workers and codecs, bundled as a viewer's authors would.
 * The page comes from the origin of the server that it asks: other origins may not read what it says.
 */
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Browser, Page, Route } from 'playwright-core';
import { type Plugin, rolldown } from 'rolldown';

/** An image as the loader gives it to a viewer, or why it does not. */
export interface LoadedImage {
  /** After slope and intercept; colours are red, green and blue of a pixel after each other. */
  readonly samples?: ArrayLike<number>;
  /** HTTP status of the request that it failed at. */
  readonly status?: number;
  /** Where it failed at something else. */
  readonly reason?: string;
}

export interface ViewerOptions {
  readonly token?: string;
  /** The loader keeps metadata in one of two ways, and reads files with another parser in each. */
  readonly useLegacyMetadataProvider: boolean;
}

export interface RetrieveOptions {
  /** Decoded while it arrives, where the compression allows that. */
  readonly streaming?: boolean;
}

/** `globalThis.viewer` of cornerstone-page.js. */
interface Viewer {
  start(options: ViewerOptions): void;
  register(series: string): Promise<number>;
  load(imageId: string, retrieveOptions: RetrieveOptions): Promise<LoadedImage>;
}

/** Name to contents. */
export type BundledFiles = ReadonlyMap<string, string | Uint8Array>;

const folder = '/cornerstone/';
const mediaTypes: Readonly<Record<string, string>> = {
  html: 'text/html',
  js: 'text/javascript',
  wasm: 'application/wasm',
};

/** It is there until its browser is closed. */
export class CornerstonePage {
  /** Requests to anybody but the server; they were not let out. */
  readonly strayRequests: string[] = [];
  /** Files of the bundle that were asked for. */
  readonly filesUsed = new Set<string>();
  readonly #page: Page;

  private constructor(page: Page) {
    this.#page = page;
  }

  /** @param site origin of the server */
  static async open(browser: Browser, files: BundledFiles, site: string, options: ViewerOptions) {
    const page = await browser.newPage();
    const opened = new CornerstonePage(page);
    await page.route('**', (route) => opened.#answer(route, files, site));
    await page.goto(`${site}${folder}index.html`);
    await page.waitForFunction(() => 'viewer' in globalThis);
    await opened.start(options);
    return opened;
  }

  /** Also once more: as somebody else, with nothing left in its caches. */
  start(options: ViewerOptions): Promise<void> {
    return this.#page.evaluate(
      (given) => (globalThis as unknown as { viewer: Viewer }).viewer.start(given),
      options,
    );
  }

  /** Reads the metadata of a series, for `wadors` image IDs. The HTTP status of the answer. */
  register(series: string): Promise<number> {
    return this.#page.evaluate(
      (url) => (globalThis as unknown as { viewer: Viewer }).viewer.register(url),
      series,
    );
  }

  load(imageId: string, retrieveOptions: RetrieveOptions = {}): Promise<LoadedImage> {
    return this.#page.evaluate(
      ([id, options]) => (globalThis as unknown as { viewer: Viewer }).viewer.load(id, options),
      [imageId, retrieveOptions] as const,
    );
  }

  async #answer(route: Route, files: BundledFiles, site: string): Promise<void> {
    const { origin, pathname } = new URL(route.request().url());
    if (origin !== site) {
      this.strayRequests.push(route.request().url());
      return route.abort();
    }
    if (!pathname.startsWith(folder)) return route.continue();
    const name = pathname.slice(folder.length);
    const body = files.get(name);
    if (body === undefined) return route.fulfill({ status: 404 });
    this.filesUsed.add(name);
    const contentType = mediaTypes[name.split('.').at(-1)!];
    return route.fulfill({ body: typeof body === 'string' ? body : Buffer.from(body), contentType });
  }
}

const loader = dirname(createRequire(import.meta.url).resolve('@cornerstonejs/dicom-image-loader'));

const loaderPage = new URL('cornerstone-page.js', import.meta.url);

/** A page and everything that it loads, by name: `page.js` is what it begins with. */
export async function bundleCornerstone(page = loaderPage): Promise<BundledFiles> {
  const bundle = await rolldown({
    input: {
      page: fileURLToPath(page),
      // The loader starts its worker from a file of this name beside it.
      decodeImageFrameWorker: join(loader, 'decodeImageFrameWorker.js'),
    },
    platform: 'browser',
    plugins: [withoutNode],
    // The codecs are files of their own, named as `new URL(..., import.meta.url)`.
    experimental: { resolveNewUrlToAsset: true },
    logLevel: 'silent',
  });
  const { output } = await bundle.generate({ format: 'esm', minify: true });
  await bundle.close();
  const files = output.map(
    (file) => [file.fileName, file.type === 'chunk' ? file.code : file.source] as const,
  );
  const html = '<!doctype html><title>Cornerstone</title><script type="module" src="page.js"></script>';
  return new Map([...files, ['index.html', html]]);
}

/** Parts of vtk.js that are not used here name modules of Node, one of them as the base of a class. */
const withoutNode: Plugin = {
  name: 'without-node',
  resolveId: (name) => (/^(events|fs|path|url)$/.test(name) ? `\0${name}` : undefined),
  load: (id) => (id.startsWith('\0') ? 'export class EventEmitter {}' : undefined),
};
