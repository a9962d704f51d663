/** Reads every import of src/ and holds it against the import table of ARCHITECTURE.md. */
import { globSync, readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { join, posix, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { findCycle } from './support/cycles.ts';
import { importsOf, type SourceToken, tokenize } from './support/source-tokens.ts';

/** Folder of src/ -> folders it may import. `app` is the file app.ts, the composition root. */
const mayImport: Readonly<Record<string, string>> = {
  // Ground: knows the standards, nothing of our archive.
  base: '',
  contract: 'base',
  dicom: 'base',
  pixels: 'base dicom',
  deid: 'base dicom pixels',
  waveform: 'base dicom',
  media: 'base disks dicom',
  nifti: 'base',
  naming: 'base dicom',
  bids: 'base',
  disks: 'base',
  programs: 'base',
  sdk: '',

  convert: 'base disks contract dicom naming media programs',
  datasets: 'base disks contract dicom nifti naming bids media programs convert',
  dimse: 'base dicom',
  libc: '',
  net: 'base libc',
  // Engine: the archive.
  store: 'base libc disks',
  catalog: 'base contract dicom',
  jobs: 'base contract catalog',
  access: 'base contract catalog store',
  archive: 'base disks contract dicom media naming store catalog jobs',
  render: 'base contract dicom pixels archive',
  volumes: 'base contract dicom convert datasets catalog jobs archive',
  nodes: 'base contract dicom dimse net catalog jobs archive',
  lineage: 'base contract dicom catalog jobs archive',
  offsite: 'base contract net store catalog jobs archive',
  extensions: 'base contract programs sdk',
  automation:
    'base disks contract dicom libc naming programs convert net store catalog jobs access archive render nodes volumes nifti datasets deid lineage offsite extensions',
  // Doors: translate, check, call.
  scp: 'base contract dicom dimse access archive render nodes',
  http: 'base contract dicom access jobs archive render nodes automation lineage offsite net volumes',
  client: 'contract',
  cli: 'base disks contract client dicom dimse media nifti naming convert datasets app',
  app:
    'base contract dicom pixels deid waveform media nifti bids naming programs convert datasets dimse net store catalog jobs access archive render ' +
    'nodes volumes lineage offsite extensions automation scp http client',
};

/** Folder of web/src/ -> folders of it that it may import. */
const webMayImport: Readonly<Record<string, string>> = {
  i18n: '',
  api: '',
  format: 'i18n',
  components: 'api format i18n upload',
  upload: 'api',
  viewer: 'api components format i18n',
  pages: 'api components format i18n upload',
  shell: 'api components format i18n upload',
  app: 'api components format i18n pages shell viewer',
  main: 'app i18n',
};
/** What the web app may use of src/: the API as everybody has it, and what knows the standards. */
const facesForWeb = new Set(
  ['bids', 'contract', 'dicom', 'nifti', 'pixels', 'waveform']
    .map((folder) => `src/${folder}/index.ts`)
    .concat('src/client/browser.ts'),
);

const runsInBrowser = new Set([
  'base',
  'contract',
  'dicom',
  'pixels',
  'deid',
  'waveform',
  'nifti',
  'bids',
  'naming',
]);
const readsEnvironment = new Set(['app', 'cli']);

const root = resolve(import.meta.dirname, '..');
const src = join(root, 'src');

interface SourceFile {
  /** Relative to src/, with forward slashes. */
  readonly path: string;
  /** The folder of src/ it is in; `app` for src/app.ts. */
  readonly folder: string;
  readonly isTest: boolean;
  readonly tokens: readonly SourceToken[];
  readonly imports: readonly Import[];
}

interface Import {
  readonly at: string;
  readonly specifier: string;
  readonly isTypeOnly: boolean;
  readonly isDynamic: boolean;
  /** Relative to src/; undefined for packages and node: modules. */
  readonly target: string | undefined;
}

const files = globSync('**/*.ts', { cwd: src }).map((path) => readSource(path.replaceAll('\\', '/')));

function readSource(path: string): SourceFile {
  const tokens = tokenize(readFileSync(join(src, path), 'utf8'));
  const imports = importsOf(tokens).map(({ specifier, line, ...kind }) => ({
    ...kind,
    at: `src/${path}:${line}`,
    specifier,
    target: specifier.startsWith('.') ? posix.join(posix.dirname(path), specifier) : undefined,
  }));
  return { path, folder: folderOf(path), isTest: /\.test\.ts$/.test(path), tokens, imports };
}

function folderOf(path: string): string {
  return path.includes('/') ? path.slice(0, path.indexOf('/')) : path.replace(/\.ts$/, '');
}

function arrowsOf(folder: string): string[] {
  return mayImport[folder]?.split(' ').filter(Boolean) ?? [];
}

const inside = (path: string): boolean => !path.startsWith('../');

/** What the imports of one file break, as lines for a person. */
function brokenRules(file: SourceFile): string[] {
  return file.imports.flatMap((one) => {
    const problem = one.target === undefined ? packageProblem(file, one) : folderProblem(file, one.target);
    return problem ? [`${one.at}  imports '${one.specifier}': ${problem}`] : [];
  });
}

function packageProblem(file: SourceFile, { specifier }: Import): string | undefined {
  if (file.isTest || !runsInBrowser.has(file.folder)) return undefined;
  const isNode = specifier.startsWith('node:') || builtinModules.includes(specifier);
  return isNode ? `${file.folder}/ runs in the browser too and uses no node: module` : undefined;
}

function folderProblem(file: SourceFile, target: string): string | undefined {
  if (!inside(target)) return outsideProblem(file, target);
  const to = folderOf(target);
  if (to === file.folder) return undefined;
  const allowed = arrowsOf(file.folder);
  if (!allowed.includes(to)) {
    return `the import table has no arrow ${file.folder} -> ${to} (allowed: ${allowed.join(', ') || 'nothing'})`;
  }
  if (to === 'app' || target === `${to}/index.ts`) return undefined;
  return `passes src/${to}/index.ts by; export what you need there`;
}

function outsideProblem(file: SourceFile, target: string): string | undefined {
  if (file.isTest && target.startsWith('../test/support/')) return undefined;
  return target === '../package.json' ? undefined : 'leaves src/';
}

/** Lines where the tokens in `wanted` follow each other. */
function uses(file: SourceFile, ...wanted: string[]): string[] {
  return file.tokens
    .filter((_, i) =>
      wanted.every((text, k) => file.tokens[i + k]?.text === text && file.tokens[i + k]?.kind !== 'string'),
    )
    .map(({ line }) => `src/${file.path}:${line}`);
}

function graphOf(edges: Iterable<readonly [string, string]>): Map<string, Set<string>> {
  const graph = new Map<string, Set<string>>();
  for (const [from, to] of edges) {
    if (from === to) continue;
    graph.set(from, (graph.get(from) ?? new Set()).add(to));
  }
  return graph;
}

function internalEdges(of: readonly SourceFile[], keep: (one: Import) => boolean = () => true) {
  return of.flatMap(({ path, imports }) =>
    imports.filter(keep).flatMap(({ target }) => (target && inside(target) ? [[path, target] as const] : [])),
  );
}

/** Rows such as ``| `dimse/` | what it is | base dicom |``, by folder. */
function printedTable(page: string): Record<string, string[]> {
  const rows = page.matchAll(/^\| `(\w+)(?:\/|\.ts)` \|[^|]*\| ([^|]*) \|$/gm);
  return Object.fromEntries(
    [...rows].map(([, folder = '', list = '']) => [folder, list.match(/\w+/g) ?? []]),
  );
}

describe('the import table', () => {
  it('names every folder of src/', () => {
    const unknown = new Set(files.map(({ folder }) => folder).filter((folder) => !(folder in mayImport)));
    expect([...unknown], 'folders of src/ that the table does not know').toEqual([]);
  });

  it('has no cycle itself', () => {
    const rows = Object.keys(mayImport).flatMap((from) => arrowsOf(from).map((to) => [from, to] as const));
    expect(findCycle(graphOf(rows))?.join(' -> ')).toBeUndefined();
  });

  it('is kept by every import, through the index.ts of the folder', () => {
    expect(files.flatMap(brokenRules)).toEqual([]);
  });

  it('has every arrow that ARCHITECTURE.md prints, and that page has every folder', () => {
    const { app: _everything, ...printed } = printedTable(
      readFileSync(join(root, 'ARCHITECTURE.md'), 'utf8'),
    );
    const unknown = Object.entries(printed).flatMap(([folder, list]) =>
      list.filter((name) => !arrowsOf(folder).includes(name)).map((name) => `${folder} -> ${name}`),
    );
    expect(unknown, 'arrows of ARCHITECTURE.md that the table does not have').toEqual([]);
    const unprinted = internalEdges(files.filter(({ isTest }) => !isTest))
      .map(([from, to]) => [folderOf(from), folderOf(to)] as const)
      .filter(([from, to]) => from !== to && from !== 'app' && !printed[from]?.includes(to))
      .map(([from, to]) => `${from} -> ${to}`);
    expect([...new Set(unprinted)], 'imports whose arrow ARCHITECTURE.md does not print').toEqual([]);
    const folders = new Set(files.map(({ folder }) => folder).filter((folder) => folder !== 'app'));
    expect(
      [...folders].filter((folder) => !(folder in printed)),
      'folders without a row there',
    ).toEqual([]);
  });
});

describe('cycles', () => {
  const production = files.filter(({ isTest }) => !isTest);

  it('do not exist between folders', () => {
    const edges = internalEdges(production).map(([from, to]) => [folderOf(from), folderOf(to)] as const);
    expect(findCycle(graphOf(edges))?.join(' -> ')).toBeUndefined();
  });

  // Types may refer to each other (a data set has elements, an element has data sets): they have no load order.
  it('do not exist between files, types aside', () => {
    const edges = internalEdges(production, ({ isTypeOnly }) => !isTypeOnly);
    expect(findCycle(graphOf(edges))?.join(' -> ')).toBeUndefined();
  });
});

describe('the web app', () => {
  const web = join(root, 'web', 'src');
  const imports = globSync('**/*.{ts,tsx}', { cwd: web }).flatMap((name) => {
    const path = name.replaceAll('\\', '/');
    return importsOf(tokenize(readFileSync(join(web, path), 'utf8')))
      .filter(({ specifier }) => specifier.startsWith('.') && !/\.css$/.test(specifier))
      .map(({ specifier, line }) => ({
        at: `web/src/${path}:${line}`,
        from: webFolderOf(path),
        target: posix.join('web/src', posix.dirname(path), specifier),
      }));
  });

  it('uses the API, what knows the standards, and nothing else of src/', () => {
    const outside = imports.filter(
      ({ target }) => !target.startsWith('web/src/') && !facesForWeb.has(target),
    );
    expect(outside).toEqual([]);
  });

  it('has folders that import downwards only', () => {
    const upwards = imports.filter(({ from, target }) => {
      if (!target.startsWith('web/src/')) return false;
      const to = webFolderOf(target.slice('web/src/'.length));
      return to !== from && !webMayImport[from]?.split(' ').includes(to);
    });
    expect(upwards).toEqual([]);
  });

  it('loads nothing of Node', () => {
    const loaded = loadedWith([...facesForWeb].map((face) => face.slice('src/'.length)));
    expect([...loaded].filter((name) => /^node:/.test(name) || builtinModules.includes(name))).toEqual([]);
  });
});

function webFolderOf(path: string): string {
  return path.includes('/') ? path.slice(0, path.indexOf('/')) : path.replace(/\.tsx?$/, '');
}

describe('what a folder may touch', () => {
  const production = files.filter(({ isTest }) => !isTest);

  it('browser folders use neither Buffer nor process', () => {
    const found = production
      .filter(({ folder }) => runsInBrowser.has(folder))
      .flatMap((file) => [...uses(file, 'Buffer'), ...uses(file, 'process', '.')]);
    expect(found, 'base, contract, dicom, pixels, deid, waveform and nifti run in the browser too').toEqual(
      [],
    );
  });

  it('only app.ts and cli/ read the environment', () => {
    const found = production
      .filter(({ folder }) => !readsEnvironment.has(folder))
      .flatMap((file) => [...uses(file, 'process', '.', 'env'), ...uses(file, 'process', '[')]);
    expect(found, 'take it as a setting instead').toEqual([]);
  });

  it('imports name files with their ending, so that Node runs the source', () => {
    const found = files.flatMap(({ imports }) =>
      imports.filter(({ target }) => target && !/\.(ts|json)$/.test(target)).map(({ at }) => at),
    );
    expect(found).toEqual([]);
  });
});

/** Files, and packages or modules of Node, that are loaded with the given file: what it imports statically, and so on. */
function loadedWith(entries: readonly string[]): Set<string> {
  const byPath = new Map(files.map((file) => [file.path, file]));
  const loaded = new Set(entries);
  for (const path of loaded) {
    for (const { target, specifier, isTypeOnly, isDynamic } of byPath.get(path)?.imports ?? []) {
      if (!isTypeOnly && !isDynamic) loaded.add(target ?? specifier);
    }
  }
  return loaded;
}

/** Memory and time of a start (issue bars: 130 MB, 1 s). Packages for what a server does later are imported there, `await import()`. */
describe('what a server loads before anybody calls it', () => {
  const loaded = loadedWith([
    'cli/main.ts',
    'cli/frame/process.ts',
    'cli/verbs/serve.ts',
    'cli/frame/logger.ts',
    'app.ts',
  ]);

  it('is these packages and no others', () => {
    const packages = [...loaded].filter((name) => !name.endsWith('.ts') && !/^node:|\.json$/.test(name));
    expect(packages.sort()).toEqual([
      'better-sqlite3',
      'commander',
      'fastify',
      'fflate/browser',
      'kysely',
      'pino',
      'zod',
    ]);
  });

  // Node hangs fetch and WebSocket on node:http; importing the module by name loads them, 11 MB. See client/exchange.ts.
  it('is not node:http as a module', () => {
    expect([...loaded].filter((name) => /^node:http/.test(name))).toEqual(['node:https']);
  });
});

/** The scanner itself, so that a quiet test above means something. */
describe('the scanner', () => {
  const specifiers = (source: string): string[] =>
    importsOf(tokenize(source)).map(({ specifier }) => specifier);

  it('finds static, dynamic, re-exported, type and side effect imports', () => {
    const source = `
      import a from './a.ts'; import type { B } from "./b.ts"; export * from './c.ts';
      export { type D } from './d.ts'; const e = await import('./e.ts'); import './f.ts';
      type G = import('./g.ts').G;`;
    expect(specifiers(source)).toEqual(['a', 'b', 'c', 'd', 'e', 'f', 'g'].map((name) => `./${name}.ts`));
  });

  it('skips comments, strings and regular expressions', () => {
    const source = `
      // import './a.ts'
      /* from './b.ts' */ const quote = /['"]/g; const text = "from './c.ts'"; const half = 4 / 2;
      const t = \`import './d.ts'\`; const p = text.replace(/from '.*'/, ''); import './z.ts';`;
    expect(specifiers(source)).toEqual(['./z.ts']);
  });

  it('tells what is only types', () => {
    const found = importsOf(
      tokenize("import type { A } from 'a'; import { type B } from 'b'; export type * from 'c';"),
    );
    expect(found.map(({ isTypeOnly }) => isTypeOnly)).toEqual([true, false, true]);
  });

  it('says which line', () => {
    expect(importsOf(tokenize("\n\n/*\n*/import 'x'"))[0]?.line).toBe(4);
  });

  it('finds a cycle', () => {
    const graph = graphOf([
      ['a', 'b'],
      ['b', 'c'],
      ['c', 'b'],
    ]);
    expect(findCycle(graph)).toEqual(['b', 'c', 'b']);
  });
});
