/** Pages that work without the web app: set-up, log in, account, shared links. Plain HTML. */
import type { FastifyInstance } from 'fastify';
import type { Access } from '../../access/index.ts';
import type { Archive } from '../../archive/index.ts';
import { addAccountPages } from './account/index.ts';
import { readForms } from './forms.ts';
import { style, stylePath } from './layout.ts';
import { addLogInPages } from './log-in.ts';
import { addSetUpPage } from './set-up.ts';
import { addSharePages } from './share.ts';
import { addStartPage } from './start.ts';

/** They ask for the session themselves: whoever has none is shown where to log in. */
export function pageRoutes(access: Access, archive: Archive): (server: FastifyInstance) => void {
  return (server) =>
    void server.register(async (pages) => {
      readForms(pages);
      pages.get(stylePath, async (_request, reply) =>
        reply.type('text/css; charset=utf-8').header('cache-control', 'public, max-age=3600').send(style),
      );
      addStartPage(pages, access);
      addLogInPages(pages, access);
      addSetUpPage(pages, access);
      addAccountPages(pages, access);
      addSharePages(pages, access, archive);
    });
}
