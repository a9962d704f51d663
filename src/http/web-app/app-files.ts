/** The files of the built web app. What is served is what was there when the server started: no path of a request is ever opened. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { extname, join } from 'node:path';

const types: Readonly<Record<string, string>> = {
  // Of PDFs that bring no letters of their own: tables of characters, and letters.
  '.bcmap': 'application/octet-stream',
  '.pfb': 'application/octet-stream',
  '.ttf': 'font/ttf',
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.wasm': 'application/wasm',
  '.webmanifest': 'application/manifest+json',
  '.woff2': 'font/woff2',
};

export interface AppFile {
  /** Where it lies on the disk. */
  readonly path: string;
  readonly type: string;
  readonly size: number;
  /** The same compressed, by content coding (RFC 9110 8.4.1): made when the app was built. */
  readonly coded: Readonly<Partial<Record<'br' | 'gzip', { readonly path: string; readonly size: number }>>>;
}

export interface AppFiles {
  /** The page that all addresses of the app show. */
  readonly page: string;
  /** By their paths on the server: `/assets/main-4f2a.js`. */
  readonly files: ReadonlyMap<string, AppFile>;
}

/** undefined when the app was not built. */
export function readAppFiles(folder: string): AppFiles | undefined {
  const names = namesIn(folder);
  if (!names.has('index.html')) return undefined;
  const files = new Map<string, AppFile>();
  for (const name of names) {
    const type = types[extname(name)];
    if (type === undefined || name === 'index.html') continue;
    const path = join(folder, name);
    const coded = { ...codedAs('br', `${name}.br`), ...codedAs('gzip', `${name}.gz`) };
    files.set(`/${name}`, { path, type, size: statSync(path).size, coded });
  }
  return { page: readFileSync(join(folder, 'index.html'), 'utf8'), files };

  function codedAs(coding: 'br' | 'gzip', name: string): AppFile['coded'] {
    if (!names.has(name)) return {};
    const path = join(folder, name);
    return { [coding]: { path, size: statSync(path).size } };
  }
}

function namesIn(folder: string): Set<string> {
  try {
    const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
    const files = entries.filter((entry) => entry.isFile());
    return new Set(files.map(({ parentPath, name }) => join(parentPath, name).slice(folder.length + 1)));
  } catch {
    // Not built.
    return new Set();
  }
}
