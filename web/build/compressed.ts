/** Beside every text file of the app, the same compressed: the server sends it as it is, and compresses nothing itself. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import type { Plugin } from 'vite';

const isText = /\.(js|css|html|svg|json|wasm)$/;
/** Shorter ones fit one packet as they are. */
const minBytes = 1_024;
/** The highest level takes 20 times as long for 3 percent less. */
const brotliQuality = 9;

export function compressed(): Plugin {
  return {
    name: 'isocenter:compressed',
    apply: 'build',
    writeBundle({ dir = '' }, bundle) {
      for (const name of Object.keys(bundle).filter((name) => isText.test(name) && name !== 'index.html')) {
        const path = join(dir, name);
        const bytes = readFileSync(path);
        if (bytes.length < minBytes) continue;
        const params = { [constants.BROTLI_PARAM_QUALITY]: brotliQuality };
        writeFileSync(`${path}.br`, brotliCompressSync(bytes, { params }));
        writeFileSync(`${path}.gz`, gzipSync(bytes, { level: constants.Z_BEST_COMPRESSION }));
      }
    },
  };
}
