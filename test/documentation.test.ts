/** Pages that say what the program does: they must not say what it did once. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { commandLinePage } from '../scripts/command-line-page.ts';
import { attributes } from '../src/catalog/record/attributes.ts';
import { elementOf, implementationClassUid, implementationVersionName } from '../src/dicom/index.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const read = (path: string): string => readFileSync(join(root, path), 'utf8');

it('docs/command-line.md is what --help prints; `npm run docs:commands` writes it', async () => {
  expect(read('docs/command-line.md')).toBe(await commandLinePage());
});

it('the conformance statement names every query key, and how we introduce ourselves', () => {
  const statement = read('docs/conformance.md');
  const keywords = attributes.map(({ tag }) => elementOf(tag)?.keyword ?? '');
  const expected = [...keywords, implementationClassUid, implementationVersionName];
  expect(expected.filter((word) => !statement.includes(word))).toEqual([]);
});

const pages = ['README.md', 'ARCHITECTURE.md', 'CONTRIBUTING.md'].concat(
  readdirSync(join(root, 'docs')).flatMap((name) => (name.endsWith('.md') ? [`docs/${name}`] : [])),
);

describe.each(pages)('%s', (page) => {
  it('links to what is there', () => {
    const links = [...read(page).matchAll(/\]\(([^)#]+)/g)].map(([, target = '']) => target);
    const local = links.filter((target) => !/^[a-z]+:/.test(target));
    expect(local.filter((target) => !existsSync(join(root, dirname(page), target)))).toEqual([]);
  });
});
