import { pathToFileURL } from 'node:url';
import type { Extension } from '../../sdk/index.ts';

/** What a file exports as default. Throws what is wrong with the file, or that it exports nothing of the kind. */
export async function load(file: string): Promise<Extension> {
  const { default: extension } = (await import(pathToFileURL(file).href)) as { default?: unknown };
  if (typeof extension !== 'object' || extension === null)
    throw new TypeError('it has no `export default defineExtension({ ... })`');
  return extension;
}
