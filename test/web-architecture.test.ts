/** What the web app loads when: styles with what they are for, texts with their pages. */
import { globSync, readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join, posix, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { importsOf, tokenize } from './support/source-tokens.ts';

const root = resolve(import.meta.dirname, '..');
const web = join(root, 'web', 'src');
const read = (path: string): string => readFileSync(path, 'utf8');
/** By their paths below web/src/. */
const sources = new Map(
  globSync('**/*.{ts,tsx}', { cwd: web }).map((path) => [path.replaceAll('\\', '/'), read(join(web, path))]),
);

describe('the styles of the component library', () => {
  const library = join(root, 'node_modules', '@mantine', 'core');

  it('are those of the components that are used, in the order of the library', () => {
    const all = read(join(library, 'styles.css'));
    const placeOf = (name: string) => all.indexOf(read(join(library, 'styles', `${name}.css`)).slice(0, 120));
    const needed = ['baseline', 'default-css-variables', 'global', ...stylesNeeded()];
    const imports = read(join(web, 'app', 'mantine.css')).matchAll(/core\/styles\/([\w-]+)\.css/g);
    expect(Array.from(imports, ([, name]) => name)).toEqual(
      needed.toSorted((one, other) => placeOf(one) - placeOf(other)),
    );
  });

  /** Of all modules that are loaded with what the app imports. */
  function stylesNeeded(): Set<string> {
    const exported = modulesOf(join(library, 'esm', 'index.mjs'));
    // The last is what @mantine/notifications imports.
    const used = [...[...sources.values()].flatMap(libraryNamesIn), 'Notification'];
    const loaded = new Set(used.flatMap((name) => exported.get(name) ?? []));
    for (const path of loaded)
      for (const [, next = ''] of read(path).matchAll(/ from "(\.[^"]+)"/g))
        loaded.add(join(dirname(path), next));
    const withStyles = [...loaded].filter((path) => path.endsWith('.module.mjs'));
    return new Set(withStyles.map((path) => basename(path, '.module.mjs')));
  }

  /** What its face exports, and from where. */
  function modulesOf(face: string): Map<string, string> {
    const imports = read(face).matchAll(/^import \{([^}]*)\} from "([^"]+)"/gm);
    return new Map(
      [...imports].flatMap(([, names = '', path = '']) =>
        names.split(',').map((name) => [name.trim(), join(dirname(face), path)] as const),
      ),
    );
  }

  function libraryNamesIn(source: string): string[] {
    const imports = source.matchAll(/import \{([^}]*)\} from '@mantine\/core'/g);
    return [...imports].flatMap(([, names = '']) => names.split(',').map((name) => name.trim()));
  }
});

describe('texts', () => {
  const areas = join(web, 'i18n', 'en', 'areas');
  const areaOf = new Map(
    readdirSync(areas).flatMap((file) =>
      Array.from(read(join(areas, file)).matchAll(/from '\.\.\/(\w+)\.ts'/g), ([, page = '']) => [
        page,
        basename(file, '.ts'),
      ]),
    ),
  );

  it('are loaded with the pages that show them', () => {
    const early = loadedWith('main.tsx');
    const missing = [...sources].flatMap(([path, source]) => {
      const loaded = early.has(path) ? ['around'] : areasAt(path);
      return pagesIn(source)
        .filter((page) => !loaded.includes(areaOf.get(page) ?? ''))
        .map((page) => `web/src/${path}: ${page}`);
    });
    expect(missing).toEqual([]);
  });

  /** As app/router.tsx loads them; what is in components/account and components/audit is loaded with them. */
  function areasAt(path: string): string[] {
    if (path.startsWith('viewer/')) return ['around', 'records', 'viewing'];
    if (/^(pages\/(admin|account|automation)|components\/(account|audit))\//.test(path))
      return ['around', 'records', 'administration'];
    return ['around', 'records'];
  }

  /** Whose texts a file shows. */
  function pagesIn(source: string): string[] {
    const named = [...source.matchAll(/useTranslation\(([^)]*)\)/g)].flatMap(([, names = '']) =>
      Array.from(names.matchAll(/'(\w+)'/g), ([, page = '']) => page),
    );
    return [...named, ...Array.from(source.matchAll(/\bt\('(\w+):/g), ([, page = '']) => page)];
  }

  /** Files that are loaded with the given one: what it imports statically, and so on. */
  function loadedWith(entry: string): Set<string> {
    const loaded = new Set([entry]);
    for (const path of loaded)
      for (const { specifier, isTypeOnly, isDynamic } of importsOf(tokenize(sources.get(path) ?? '')))
        if (specifier.startsWith('.') && !isTypeOnly && !isDynamic)
          loaded.add(posix.join(posix.dirname(path), specifier));
    return loaded;
  }
});
