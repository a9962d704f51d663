/** Modules whose exports are plain data, put into the app as what they are worth, without what they are made from. */
import { pathToFileURL } from 'node:url';
import type { Plugin } from 'vite';

/** @param paths of such modules, absolute */
export function asData(paths: readonly string[]): Plugin {
  return {
    name: 'isocenter:as-data',
    apply: 'build',
    async load(id) {
      if (!paths.includes(id)) return undefined;
      const exported: Record<string, unknown> = await import(pathToFileURL(id).href);
      return Object.entries(exported)
        .map(([name, value]) => `export const ${name} = ${JSON.stringify(value)};`)
        .join('\n');
    },
  };
}
