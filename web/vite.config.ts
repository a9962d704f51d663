import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { asData } from './build/as-data.ts';
import { compressed } from './build/compressed.ts';
import { filesOf } from './build/files-of.ts';

/** Where `npm start` listens; `npm run dev -w web` asks it for everything that is not the app. */
const archive = 'http://127.0.0.1:8080';

/** What of the table of routes is needed to call them. */
const callShapes = fileURLToPath(new URL('../src/client/call-shapes.ts', import.meta.url));

const places = ['/api', '/dicom-web', '/login', '/logout', '/pages'];

export default defineConfig({
  plugins: [react(), asData([callShapes]), filesOf(), compressed()],
  // The server puts a nonce of its own in its place with every answer: src/http/web-app/.
  html: { cspNonce: 'CSP-NONCE' },
  build: {
    target: 'es2023',
    // Those that know light-dark(): what stands for it in older ones does not see the colour scheme that somebody chose.
    cssTarget: ['chrome123', 'firefox120', 'safari17.5'],
    // Everything is loaded from files of ours: a policy without `data:` forbids what is written into others.
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 4_096,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      // What is not used is not kept for what it does by being loaded: these do nothing then.
      treeshake: {
        moduleSideEffects: [
          { test: /[\\/]src[\\/](base|contract|dicom|nifti|pixels|waveform)[\\/]/, sideEffects: false },
        ],
      },
      // What every page needs comes in one file: a hundred small ones take longer, and pack worse.
      output: { codeSplitting: { groups: [{ name: 'shell', tags: ['$initial'] }] } },
    },
  },
  worker: {
    format: 'es',
    // A policy of their own is sent with them: src/http/web-app/policy.ts.
    rollupOptions: {
      output: {
        entryFileNames: 'assets/workers/[name]-[hash].js',
        chunkFileNames: 'assets/workers/[name]-[hash].js',
      },
    },
  },
  server: { proxy: Object.fromEntries(places.map((place) => [place, archive])) },
});
