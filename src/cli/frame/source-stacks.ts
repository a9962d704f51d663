/**
 * Stacks of the built server with the files and lines of the sources. Node's own way (--enable-source-maps) reads all maps at the
 * start and keeps them, 9 MB; here a map is read when the stack of an error is looked at.
 */
import { readFileSync } from 'node:fs';
import { SourceMap } from 'node:module';
import { fileURLToPath } from 'node:url';

const maps = new Map<string, SourceMap | undefined>();

export function mapStacks(): void {
  Error.prepareStackTrace = (error, sites) =>
    [headOf(error), ...sites.map((site) => `    at ${inSource(String(site))}`)].join('\n');
}

function headOf(error: Error): string {
  try {
    return String(error);
  } catch {
    // Whoever made this error gave it a name or a message that cannot be read.
    return 'Error';
  }
}

/** `load (file:///.../app.js:10:20)` as `load (.../src/app.ts:5:3)`; what has no map stays as it is. */
function inSource(site: string): string {
  return site.replace(
    /(file:\/\/[^\s()]+\.js):(\d+):(\d+)/,
    (place, url: string, line: string, column: string) => {
      const origin = mapOf(url)?.findOrigin(Number(line), Number(column));
      return origin && 'fileName' in origin
        ? `${fileURLToPath(new URL(origin.fileName, url))}:${origin.lineNumber}:${origin.columnNumber}`
        : place;
    },
  );
}

function mapOf(url: string): SourceMap | undefined {
  if (!maps.has(url)) maps.set(url, readMap(url));
  return maps.get(url);
}

function readMap(url: string): SourceMap | undefined {
  try {
    return new SourceMap(JSON.parse(readFileSync(new URL(`${url}.map`), 'utf8')));
  } catch {
    // A library that is not part of the build, or a build that has been removed since.
    return undefined;
  }
}
