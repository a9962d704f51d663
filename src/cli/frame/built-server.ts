/**
 * The server in one piece. Its sources are some 650 files, with those of its libraries some 1,000; loading them one by one takes
 * twice the time and 16 MB more than loading what a bundler makes of them once for all starts.
 */
import { createHash } from 'node:crypto';
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ExternalOption } from 'rolldown';

/** Builds that are kept: a running server may still load parts of an older one. */
const KEPT_BUILDS = 8;

const source = fileURLToPath(new URL('../../', import.meta.url));
/** Each is a file of its own, with this name: workers are started from theirs. */
const entries = {
  main: join(source, 'cli/main.ts'),
  'checkpoint-worker': join(source, 'catalog/engine/checkpoint-worker.ts'),
  worker: join(source, 'render/worker.ts'),
  'extension-child': join(source, 'extensions/extension-child.ts'),
  'built-in-dcm2niix': join(source, 'convert/built-in-dcm2niix.ts'),
};
const pageAssets = join(source, 'http/pages/assets');
/** Plain JavaScript in many files, and what the bundler adds. All else (native code, workers, WebAssembly) stays as it is installed. */
const builtIn = /^(commander|fastify|fflate|kysely|zod|@oxc-project)(\/|$)/;

/**
 * The program to start: built when the sources or the libraries have changed since. Undefined when it cannot be built; then the
 * sources themselves are the program.
 * @param caches folder of caches inside node_modules, so that the build finds libraries
 */
export async function builtServer(caches: string): Promise<string | undefined> {
  const builds = join(caches, 'isocenter-builds');
  try {
    const build = join(builds, stamp());
    const program = join(build, 'main.js');
    if (existsSync(program)) touch(build);
    else await make(builds, build);
    return program;
  } catch {
    // No bundler for this machine, nowhere to write, or libraries that something else than npm installed.
    return undefined;
  }
}

/** Differs as soon as a source, a library or Node does. */
function stamp(): string {
  const hash = createHash('sha256').update(process.version);
  const installed = fileURLToPath(new URL('../../../node_modules/.package-lock.json', import.meta.url));
  const sources = readdirSync(source, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.(ts|js)$/.test(name) && !name.endsWith('.test.ts'))
    .map((name) => join(source, name));
  for (const file of [installed, ...sources.sort()]) {
    const { size, mtimeMs } = statSync(file);
    hash.update(`${file}:${size}:${mtimeMs}\n`);
  }
  return hash.digest('hex').slice(0, 32);
}

/** Several starts may do this at the same time: each makes its own, and the first to be ready is taken. */
async function make(builds: string, build: string): Promise<void> {
  const { rolldown } = await import('rolldown');
  const bundle = await rolldown({
    input: entries,
    platform: 'node',
    external: isExternal,
    logLevel: 'silent',
  });
  const unfinished = `${build}-${process.pid}`;
  mkdirSync(unfinished, { recursive: true });
  try {
    await bundle.write({ dir: unfinished, format: 'esm', sourcemap: true, comments: false });
    // Scripts of pages are read as files, beside the code that serves them.
    cpSync(pageAssets, join(unfinished, 'assets'), { recursive: true });
    // Node would compile every file once more to find out.
    writeFileSync(join(unfinished, 'package.json'), '{ "type": "module" }\n');
    renameSync(unfinished, build);
  } catch (error) {
    rmSync(unfinished, { recursive: true, force: true });
    if (!existsSync(build)) throw error;
  }
  removeOld(builds);
}

const isExternal: ExternalOption = (name, importer) =>
  importer?.startsWith(source) === true && /^[@a-z]/.test(name) && !builtIn.test(name);

/** Builds go in the order in which they were last started. */
function touch(build: string): void {
  const now = new Date();
  try {
    utimesSync(build, now, now);
  } catch {
    // It belongs to whoever installed us.
  }
}

function removeOld(builds: string): void {
  const byAge = readdirSync(builds)
    .map((name) => join(builds, name))
    .map((path) => ({ path, usedAt: statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0 }))
    .sort((a, b) => b.usedAt - a.usedAt);
  for (const { path } of byAge.slice(KEPT_BUILDS)) rmSync(path, { recursive: true, force: true });
}
