/** What pages load beside their HTML: our style, and scripts that are files of ours. Nothing comes from elsewhere. */
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import type { FastifyInstance } from 'fastify';
import { style } from './style.ts';

export const stylePath = '/pages.css';
export const passkeyScripts = ['/pages/webauthn.js', '/pages/passkeys.js'] as const;

export const uploadScript = '/pages/upload.js';

type Script = (typeof passkeyScripts)[number] | typeof uploadScript;

const files: Readonly<Record<Script, () => string>> = {
  // Its package does not export the bundle for browsers by name.
  '/pages/webauthn.js': () => {
    const entry = createRequire(import.meta.url).resolve('@simplewebauthn/browser');
    return path.join(path.dirname(entry), '..', 'dist', 'bundle', 'index.umd.min.js');
  },
  '/pages/passkeys.js': () => path.join(import.meta.dirname, 'assets', 'passkeys.js'),
  [uploadScript]: () => path.join(import.meta.dirname, 'assets', 'upload.js'),
};

const caching = 'public, max-age=3600';

export function addAssets(server: FastifyInstance): void {
  server.get(stylePath, async (_request, reply) =>
    reply.type('text/css; charset=utf-8').header('cache-control', caching).send(style),
  );
  for (const script of [...passkeyScripts, uploadScript] as const)
    server.get(script, async (_request, reply) =>
      reply
        .type('text/javascript; charset=utf-8')
        .header('cache-control', caching)
        .send(await readFile(files[script](), 'utf8')),
    );
}
