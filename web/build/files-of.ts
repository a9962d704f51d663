/** `import files from './x.ts?files'`: where the files are that `import('./x.ts')` loads, so that they can be fetched before they run. */
import type { Plugin, Rollup } from 'vite';

const asked = /\?files$/;
const mark = (path: string): string => `files-of:${Buffer.from(path).toString('hex')}`;
const marked = /["'`]files-of:([0-9a-f]+)["'`]/g;

/**
 * Nothing while the app is developed. Whoever asks for the files of a module has to import it, too, in the same file: names in a chunk
 * change its own, and what is put in here is too late for that.
 */
export function filesOf(): Plugin {
  let isBuild = false;
  return {
    name: 'isocenter:files-of',
    enforce: 'pre',
    configResolved({ command }) {
      isBuild = command === 'build';
    },
    async resolveId(id, importer) {
      if (!asked.test(id)) return undefined;
      const resolved = await this.resolve(id.replace(asked, ''), importer);
      return resolved && `\0${resolved.id}?files`;
    },
    load(id) {
      if (!id.startsWith('\0') || !asked.test(id)) return undefined;
      const path = id.slice(1).replace(asked, '');
      return `export default ${isBuild ? JSON.stringify(mark(path)) : '[]'};`;
    },
    generateBundle(_, bundle) {
      const chunks = Object.values(bundle).filter((file) => file.type === 'chunk');
      for (const chunk of chunks)
        chunk.code = chunk.code.replace(marked, (_, hex: string) => {
          const first = chunks.find(({ facadeModuleId }) => facadeModuleId === pathIn(hex));
          if (!first) throw new Error(`${pathIn(hex)} has no chunk of its own`);
          return JSON.stringify(filesUnder(first, bundle).map((name) => `/${name}`));
        });
    },
  };
}

const pathIn = (hex: string): string => Buffer.from(hex, 'hex').toString();

function filesUnder(first: Rollup.OutputChunk, bundle: Rollup.OutputBundle): string[] {
  const names = new Set([first.fileName]);
  for (const name of names) {
    const file = bundle[name];
    if (file?.type === 'chunk') for (const imported of file.imports) names.add(imported);
  }
  return [...names];
}
